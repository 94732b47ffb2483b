"""Components that add days and emergencies to a message."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.alarm_words import load_alarm_words
from bot.nlu.date_extractor import DateExtractor
from bot.nlu.dates import load_date_finder
from bot.nlu.emergency_detector import EmergencyDetector


def message(text: str, tag: str = "en", ranking: tuple[tuple[str, float], ...] = ()) -> Message:
    listed = [{"name": name, "confidence": share} for name, share in ranking]
    return Message({"text": text, "language_tag": tag, "intent_ranking": listed, "intent": (listed or [None])[0]})


def entities(one: Message) -> list[tuple[str, Any]]:
    return [(found["entity"], found["value"]) for found in one.get("entities", [])]


def test_days_are_counted_from_today_in_china() -> None:
    # it is already the 27th there
    extractor = DateExtractor(load_date_finder(), clock=lambda: datetime(2026, 11, 26, 17, tzinfo=UTC))

    (processed,) = extractor.process([message("my visa ends tomorrow")])

    assert entities(processed) == [("date", "2026-11-28")]


@pytest.mark.parametrize(
    ("text", "ranking", "intent"),
    [
        ("our kitchen caught fire", (("ask_service", 0.9),), "emergency"),
        ("he does not wake up", (("ask_service", 0.5), ("emergency", 0.4)), "emergency"),
        ("visa extension", (("ask_service", 0.9), ("emergency", 0.02)), "ask_service"),
        ("/greet", (("greet", 1.0),), "greet"),
    ],
)
def test_a_word_or_the_classifiers_suspicion_makes_an_emergency(
    text: str, ranking: tuple[tuple[str, float], ...], intent: str
) -> None:
    detector = EmergencyDetector(EmergencyDetector.get_default_config(), load_alarm_words())

    (processed,) = detector.process([message(text, ranking=ranking)])

    assert processed.get("intent")["name"] == intent
    assert processed.get("intent_ranking")[0]["name"] == intent


def test_what_is_the_matter_is_an_entity() -> None:
    detector = EmergencyDetector(EmergencyDetector.get_default_config(), load_alarm_words())

    (processed,) = detector.process([message("our kitchen caught fire", ranking=(("ask_service", 0.9),))])

    assert entities(processed) == [("emergency_kind", "fire")]
