"""What an action reads of a turn."""

import pytest

from actions.turn import answer_tag, intent_name, typed_text, values_of
from tests.actions.conversations import said, slots, tracker


def bot(response: str | None) -> dict[str, object]:
    return {"event": "bot", "text": "…", "metadata": {"utter_action": response} if response else None}


@pytest.mark.parametrize(("tag", "answer"), [("zh-Hant", "zh-Hant"), ("ko", "ko"), ("zh", "en"), (None, "en")])
def test_answers_are_in_a_language_of_the_registry(tag: str | None, answer: str) -> None:
    assert answer_tag(tracker(*slots({"language_tag": tag}))) == answer


def test_values_are_those_of_the_entity_in_order_and_once() -> None:
    entities = [("nationality", "DE"), ("person", "child"), ("nationality", "CN"), ("nationality", "DE")]

    assert values_of(tracker(said("…", entities=entities)), "nationality") == ("DE", "CN")


def test_a_conversation_without_a_message_has_no_words() -> None:
    state = tracker()

    assert (typed_text(state), intent_name(state), values_of(state, "entry")) == ("", "", ())
