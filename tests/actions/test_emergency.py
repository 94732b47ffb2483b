"""Somebody is in danger."""

import pytest

from actions.emergency import ActionEmergency
from actions.passport_for_child import FORM
from bot.core.languages import TAGS
from bot.core.replies import Handoff, HandoffReason
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
