"""What a turn amounts to is told by the structure of its replies."""

from typing import Any

import pytest

from cli.outcomes import outcome_of, words
from cli.visitor import Turn

CHILD = {
    "exit-entry.child-nationality",
    "exit-entry.child-chinese-passport",
    "exit-entry.child-foreign-passport",
    "exit-entry.newborn-foreign",
}


def shown(language: str = "en", title: str = "", paragraphs: tuple[str, ...] = ("…",), **about: Any) -> dict[str, Any]:
    view = {"language": language, "title": title, "paragraphs": list(paragraphs)}
    return {"about": about, "view": view}


def turn(*messages: dict[str, Any], seconds: float = 0.5) -> Turn:
    return Turn(messages=messages, seconds=seconds)


def test_an_answer_is_certain_and_counts_with_its_entry() -> None:
    found = outcome_of(turn(shown(type="answer", entries=["exit-entry.lost-passport"])))

    assert (found.entries, found.certain) == (("exit-entry.lost-passport",), True)
    assert found.outcomes == frozenset()


def test_choices_are_offered_in_their_order_and_not_certain() -> None:
    found = outcome_of(turn(shown(type="choices", entries=["b", "a", "c"])))

    assert (found.entries, found.certain) == (("b", "a", "c"), False)


def test_an_entry_counts_once() -> None:
    found = outcome_of(turn(shown(type="choices", entries=["a", "b"]), shown(type="answer", entries=["b"])))

    assert found.entries == ("a", "b")


def test_the_first_question_of_a_dialogue_leads_to_its_entries() -> None:
    found = outcome_of(turn(shown(type="text", response="utter_ask_parents_citizenship")))

    assert found.leads_to == CHILD
    assert (found.entries, found.certain) == ((), False)


@pytest.mark.parametrize("response", ["utter_please_choose", "utter_greet"])
def test_other_words_lead_nowhere(response: str) -> None:
    assert outcome_of(turn(shown(type="text", response=response))).leads_to == frozenset()


@pytest.mark.parametrize(
    ("about", "outcome"),
    [
        ({"type": "emergency"}, "EMERGENCY"),
        ({"type": "notification", "label": "ticket-opened"}, "HUMAN"),
        ({"type": "notification", "label": "language-changed"}, "LANGUAGE"),
        ({"type": "text", "response": "utter_ask_language"}, "LANGUAGE"),
        ({"type": "text", "response": "utter_out_of_scope"}, "OUT_OF_SCOPE"),
        ({"type": "text", "response": "utter_not_understood"}, "OUT_OF_SCOPE"),
        ({"type": "text", "response": "utter_greet"}, "CHITCHAT"),
        ({"type": "text", "response": "utter_bot_challenge"}, "CHITCHAT"),
    ],
)
def test_a_reply_amounts_to_its_outcome(about: dict[str, str], outcome: str) -> None:
    assert outcome_of(turn(shown(**about))).outcomes == {outcome}


def test_replies_of_one_turn_add_up() -> None:
    found = outcome_of(turn(shown(type="emergency"), shown(type="notification", label="ticket-opened")))

    assert found.outcomes == {"EMERGENCY", "HUMAN"}


@pytest.mark.parametrize(
    "about", [{"type": "text"}, {"type": "text", "response": None}, {"type": "notification", "label": "turn-failed"}]
)
def test_what_is_in_no_table_amounts_to_nothing(about: dict[str, Any]) -> None:
    found = outcome_of(turn(shown(**about)))

    assert (found.outcomes, found.leads_to, found.entries) == (frozenset(), frozenset(), ())


def test_every_language_that_was_shown_counts() -> None:
    found = outcome_of(turn(shown("ja", type="text"), shown("en", type="text"), shown("ja", type="text")))

    assert found.languages == {"ja", "en"}


def test_time_and_words_are_those_of_the_turn() -> None:
    found = outcome_of(
        turn(
            shown(title="Lost passport", paragraphs=("Report it.", "", "Then go."), type="answer"),
            shown(paragraphs=("Bye.",), type="text"),
            seconds=1.25,
        )
    )

    assert (found.seconds, found.text) == (1.25, "Lost passport Report it. Then go. / Bye.")


def test_a_turn_without_replies_amounts_to_nothing() -> None:
    found = outcome_of(turn())

    assert (found.entries, found.outcomes, found.languages, found.certain) == ((), frozenset(), frozenset(), False)


def test_words_leave_out_what_is_empty() -> None:
    assert words({"title": "", "paragraphs": ["a", "", "b"]}) == "a b"
