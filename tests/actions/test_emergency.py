"""Somebody is in danger."""

import pytest

from actions.emergency import ActionEmergency
from actions.passport_for_child import FORM
from bot.core.languages import TAGS
from bot.core.replies import Handoff, HandoffReason
from knowledge.calibration import Decision
from knowledge.schema import EMERGENCY
from tests.actions.conversations import loop, outcome, said, slots, tracker
from tests.actions.fake_knowledge import FakeKnowledge

CRY = said("my kitchen is on fire", "emergency")


@pytest.mark.parametrize("tag", TAGS)
async def test_the_numbers_come_first_then_staff(knowledge: FakeKnowledge, tag: str) -> None:
    done = await outcome(ActionEmergency(knowledge), tracker(*slots({"language_tag": tag}), CRY))

    assert done.replies == [
        knowledge.emergency(tag),
        Handoff(reason=HandoffReason.EMERGENCY, summary="my kitchen is on fire"),
    ]


async def test_a_running_dialogue_ends(knowledge: FakeKnowledge) -> None:
    state = tracker(loop(FORM), *slots({"requested_slot": "child_passport"}), CRY)

    done = await outcome(ActionEmergency(knowledge), state)

    assert done.ends_loop
    assert done.slots["requested_slot"] is None


async def test_the_turn_counts_as_helped(knowledge: FakeKnowledge) -> None:
    done = await outcome(ActionEmergency(knowledge), tracker(*slots({"failed_turns": 1}), CRY))

    assert done.slots["failed_turns"] == 0


async def test_what_is_surely_a_service_gets_the_numbers_and_the_answer_and_no_ticket(knowledge: FakeKnowledge) -> None:
    knowledge.finds(Decision.ANSWER, "exit-entry.lost-passport")
    state = tracker(*slots({"language_tag": "en"}), said("lost my pasport in a taxi!!", "emergency"))

    done = await outcome(ActionEmergency(knowledge), state)

    assert done.replies == [knowledge.emergency("en"), knowledge.answer("exit-entry.lost-passport", "en")]


@pytest.mark.parametrize(
    ("decision", "entry"),
    [
        (Decision.ANSWER, EMERGENCY),
        (Decision.CHOICES, "exit-entry.lost-passport"),
        (Decision.NONE, "exit-entry.penalties"),
    ],
)
async def test_anything_less_sure_calls_staff(knowledge: FakeKnowledge, decision: Decision, entry: str) -> None:
    knowledge.finds(decision, entry)

    done = await outcome(ActionEmergency(knowledge), tracker(CRY))

    assert isinstance(done.replies[-1], Handoff)
