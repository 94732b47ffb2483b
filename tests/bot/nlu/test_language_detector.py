"""The language of a message, as Rasa's graph sees it."""

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.language_detector import TAG, LanguageDetector
from tests.bot.nlu.conftest import Make


@pytest.fixture(scope="module")
def detector(make: Make) -> LanguageDetector:
    return make(LanguageDetector)


def processed(detector: LanguageDetector, text: str | None, **data: Any) -> Message:
    (message,) = detector.process([Message({"text": text, **data})])
    return message


@pytest.mark.parametrize(
    ("text", "content", "tag"),
    [
        ("护照丢了怎么办", "zh", "zh-Hans"),
        ("護照丟了怎麼辦", "zh", "zh-Hant"),
        ("I lost my passport", "en", "en"),
        ("パスポートをなくしました", "ja", "ja"),
        ("여권을 잃어버렸어요", "ko", "ko"),
    ],
)
def test_both_slots_are_filled_from_the_words(detector: LanguageDetector, text: str, content: str, tag: str) -> None:
    message = processed(detector, text)

    found = {one["entity"]: one["value"] for one in message.get("entities")}
    assert found == {"language": content, "language_tag": tag}
    assert message.get(TAG) == tag


@pytest.mark.parametrize("answer", ["zh-Hant", "zh-Hans", "en", "ko"])
def test_the_edges_decision_stands_whatever_the_words(detector: LanguageDetector, answer: str) -> None:
    known = {"language": {"preferred": None, "prior": "en", "answer": answer}}

    assert processed(detector, "パスポートをなくしました", metadata=known).get(TAG) == answer


@pytest.mark.parametrize(
    ("known", "tag"),
    [
        ({"prior": "ja"}, "ja"),
        ({"prior": "ja", "preferred": "ko"}, "ko"),
        ({"answer": "tlh", "prior": "ja"}, "ja"),
        ({}, "en"),
    ],
)
def test_undecided_words_keep_the_language_of_the_conversation(
    detector: LanguageDetector, known: dict[str, str], tag: str
) -> None:
    assert processed(detector, "???", metadata={"language": known}).get(TAG) == tag


@pytest.mark.parametrize("metadata", [None, {}, {"language": None}, {"site": "sip"}])
def test_a_message_without_a_conversation_is_detected(detector: LanguageDetector, metadata: object) -> None:
    assert processed(detector, "여권을 잃어버렸어요", metadata=metadata).get(TAG) == "ko"


def test_entities_that_were_there_stay(detector: LanguageDetector) -> None:
    message = processed(detector, "hello there", entities=[{"entity": "document", "value": "visa"}])

    assert [one["entity"] for one in message.get("entities")] == ["document", "language", "language_tag"]


def test_a_message_without_words_is_left_alone(detector: LanguageDetector) -> None:
    assert processed(detector, None).get("entities", []) == []


def test_what_is_found_is_in_the_output_of_nlu(detector: LanguageDetector) -> None:
    assert {TAG, "entities"} <= processed(detector, "hello there").as_dict(only_output_properties=True).keys()


def test_examples_get_a_tag_but_no_entities(detector: LanguageDetector) -> None:
    examples = [Message({"text": "護照丟了", "intent": "ask_service"}), Message({"action_name": "utter_greet"})]

    trained = detector.process_training_data(TrainingData(examples)).training_examples

    assert [one.get(TAG) for one in trained] == ["zh-Hant", None]
    assert [one.get("entities") for one in trained] == [None, None]
