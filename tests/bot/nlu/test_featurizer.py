"""Vectors of messages, from a tiny model that is made here and from the project's own."""

from pathlib import Path

import numpy as np
import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.featurizer import OWN_MODEL, SentenceTransformersFeaturizer
from bot.settings import Settings
from tests.bot.nlu.conftest import Make

pytestmark = pytest.mark.model

WORDS = ("[UNK]", "lost", "passport", "visa")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model of four words, in half precision like the project's own; the unknown word is all zeros."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.array([[0, 0, 0], [2, 0, 0], [0, 3, 0], [0, 0, 5]], dtype=np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    folder = tmp_path_factory.mktemp("models") / "tiny"
    model.to(torch.float16).save_pretrained(str(folder), create_model_card=False)
    return folder


@pytest.fixture(scope="module")
def small(make: Make, tiny: Path) -> SentenceTransformersFeaturizer:
    return make(SentenceTransformersFeaturizer, model=str(tiny))


@pytest.fixture(scope="module")
def own(make: Make) -> SentenceTransformersFeaturizer:
    return make(SentenceTransformersFeaturizer, model=str(OWN_MODEL))


def message(text: str) -> Message:
    words = text.split() or [text]
    return Message({"text": text, TOKENS_NAMES["text"]: [Token(word, text.find(word)) for word in words]})


def features(featurizer: SentenceTransformersFeaturizer, text: str) -> list[Features]:
    (processed,) = featurizer.process([message(text)])
    return processed.features


def vector(featurizer: SentenceTransformersFeaturizer, text: str) -> np.ndarray:
    (found,) = features(featurizer, text)
    return found.features[0]


def test_a_message_gets_one_vector_for_the_whole(small: SentenceTransformersFeaturizer) -> None:
    (found,) = features(small, "lost passport")

    assert (found.attribute, found.type, found.features.shape) == ("text", "sentence", (1, 3))
    assert found.origin == "SentenceTransformersFeaturizer"


def test_the_vector_is_that_of_the_model_at_unit_length(small: SentenceTransformersFeaturizer) -> None:
    expected = np.array([2, 3, 0]) / np.sqrt(13)

    assert vector(small, "lost passport") == pytest.approx(expected, abs=1e-3)


def test_words_without_any_known_one_give_zeros(small: SentenceTransformersFeaturizer) -> None:
    assert vector(small, "xyzzy").tolist() == [0, 0, 0]


def test_an_empty_message_gets_no_vector(small: SentenceTransformersFeaturizer) -> None:
    assert features(small, "") == []


def test_messages_keep_their_own_vectors(small: SentenceTransformersFeaturizer) -> None:
    processed = small.process([message("lost"), message(""), message("visa")])

    assert [one.features[0].features[0].tolist() for one in processed if one.features] == [[1, 0, 0], [0, 0, 1]]


def test_examples_get_the_vectors_of_messages(small: SentenceTransformersFeaturizer) -> None:
    data = small.process_training_data(TrainingData([message("visa")]))

    assert data.training_examples[0].features[0].features[0].tolist() == [0, 0, 1]


def test_sequences_give_a_vector_to_each_word(make: Make, tiny: Path) -> None:
    featurizer = make(SentenceTransformersFeaturizer, model=str(tiny), sequences=True)

    by_type = {one.type: one.features for one in features(featurizer, "lost visa")}

    assert by_type["sequence"].tolist() == [[1, 0, 0], [0, 0, 1]]
    assert by_type["sentence"].shape == (1, 3)


def test_sequences_need_a_tokenizer(make: Make, tiny: Path) -> None:
    featurizer = make(SentenceTransformersFeaturizer, model=str(tiny), sequences=True)

    with pytest.raises(ValueError, match="sequences: a vector of each word needs a tokenizer"):
        featurizer.process([Message({"text": "lost visa"})])


def test_without_a_model_of_its_own_it_takes_that_of_the_settings(
    make: Make, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.nlu.featurizer.load_settings", lambda: Settings(embedder=str(tiny)))

    assert vector(make(SentenceTransformersFeaturizer), "lost").tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    "text", ["我的护照丢了", "我的護照丟了", "I lost my passport", "旅券をなくした", "여권 분실", "7"]
)
def test_vectors_of_the_own_model_have_unit_length(own: SentenceTransformersFeaturizer, text: str) -> None:
    assert np.linalg.norm(vector(own, text)) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", [" ", "\U0001f98a", "\u200b", "ꙮ"])
def test_the_own_model_gives_numbers_for_anything(own: SentenceTransformersFeaturizer, text: str) -> None:
    assert np.isfinite(vector(own, text)).all()


@pytest.mark.parametrize("other", ["我的护照丢了", "パスポートをなくしました", "여권을 잃어버렸어요"])
def test_the_own_model_brings_the_same_meaning_together(own: SentenceTransformersFeaturizer, other: str) -> None:
    lost = vector(own, "I lost my passport")

    assert lost @ vector(own, other) > lost @ vector(own, "what is the weather tomorrow")
