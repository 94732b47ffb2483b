"""The entity ruler in Rasa's graph."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entity_ruler import SpacyEntityRuler
from bot.nlu.language_detector import TAG, LanguageDetector
from tests.bot.nlu.conftest import Make


@pytest.fixture(scope="module")
def ruler(make: Make) -> SpacyEntityRuler:
    return make(SpacyEntityRuler)


def test_what_is_found_has_the_fields_of_rasas_entities(ruler: SpacyEntityRuler) -> None:
    (message,) = ruler.process([Message({"text": "我的護照", TAG: "zh-Hant"})])

    assert message.get("entities") == [
        {"entity": "document", "value": "passport", "start": 2, "end": 4, "extractor": "SpacyEntityRuler"}
    ]


def test_entities_of_other_components_stay(ruler: SpacyEntityRuler) -> None:
    before = {"entity": "language", "value": "en", "extractor": "LanguageDetector"}

    (message,) = ruler.process([Message({"text": "my visa", TAG: "en", "entities": [before]})])

    assert [one["entity"] for one in message.get("entities")] == ["language", "document"]


@pytest.mark.parametrize("text", [None, ""])
def test_a_message_without_words_is_left_alone(ruler: SpacyEntityRuler, text: str | None) -> None:
    (message,) = ruler.process([Message({"text": text})])

    assert message.get("entities", []) == []


def test_a_message_without_a_tag_is_read_as_the_fallback(ruler: SpacyEntityRuler) -> None:
    (message,) = ruler.process([Message({"text": "my visa"})])

    assert [one["value"] for one in message.get("entities")] == ["visa"]


def test_entities_are_in_the_output_of_nlu(ruler: SpacyEntityRuler) -> None:
    (message,) = ruler.process([Message({"text": "my visa", TAG: "en"})])

    assert message.as_dict(only_output_properties=True)["entities"]


def test_the_language_must_be_known_before(ruler: SpacyEntityRuler) -> None:
    assert ruler.required_components() == [LanguageDetector]
