"""The tokenizer in Rasa's graph."""

import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bench.tokenizer import MultilingualTokenizer
from bench.words import Vocabularies
from bot.nlu.language_detector import TAG, LanguageDetector


@pytest.fixture(scope="module")
def tokenizer() -> MultilingualTokenizer:
    return MultilingualTokenizer(MultilingualTokenizer.get_default_config(), Vocabularies())


def texts(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES["text"])]


@pytest.mark.parametrize(
    ("text", "tag", "words"),
    [
        ("护照丢了怎么办", "zh-Hans", ["护照", "丢", "了", "怎么办"]),
        ("パスポートをなくした", "ja", ["パスポート", "を", "なくし", "た"]),
        ("여권 분실", "ko", ["여권", "분실"]),
        ("lost passport?", "en", ["lost", "passport", "?"]),
    ],
)
def test_a_message_is_cut_by_its_language(
    tokenizer: MultilingualTokenizer, text: str, tag: str, words: list[str]
) -> None:
    (message,) = tokenizer.process([Message({"text": text, TAG: tag})])

    assert texts(message) == words


def test_tokens_stand_where_they_say(tokenizer: MultilingualTokenizer) -> None:
    text = "  my 护照 is lost"
    (message,) = tokenizer.process([Message({"text": text, TAG: "en"})])

    tokens = message.get(TOKENS_NAMES["text"])
    assert [text[token.start : token.end] for token in tokens] == ["my", "护照", "is", "lost"]


def test_examples_are_cut_like_messages(tokenizer: MultilingualTokenizer) -> None:
    data = TrainingData([Message({"text": "护照丢了", "intent": "ask_service", TAG: "zh-Hans"})])

    (example,) = tokenizer.process_training_data(data).training_examples

    assert texts(example) == ["护照", "丢", "了"]
    assert [token.text for token in example.get(TOKENS_NAMES["intent"])] == ["ask_service"]


def test_the_language_must_be_known_before(tokenizer: MultilingualTokenizer) -> None:
    assert tokenizer.required_components() == [LanguageDetector]
