"""The visitor wants a person."""

from actions.hand_over import ActionHandOver
from actions.passport_for_child import FORM
from bot.core.replies import Handoff, HandoffReason
from tests.actions.conversations import loop, outcome, said, slots, tracker


async def test_staff_get_the_last_words_of_the_visitor() -> None:
    words = ("hello", "my visa", "it ends tomorrow", "a person please")

    done = await outcome(ActionHandOver(), tracker(*(said(one) for one in words)))

    assert done.replies == [Handoff(reason=HandoffReason.ASKED, summary="my visa\nit ends tomorrow\na person please")]


async def test_commands_are_no_words_of_the_visitor() -> None:
    done = await outcome(ActionHandOver(), tracker(said("/greet"), said("my visa"), said("/talk_to_human")))

    assert done.replies == [Handoff(reason=HandoffReason.ASKED, summary="my visa")]


async def test_a_running_dialogue_ends() -> None:
    state = tracker(loop(FORM), *slots({"requested_slot": "child_passport"}), said("a person please"))

    done = await outcome(ActionHandOver(), state)

    assert done.ends_loop
    assert done.slots["requested_slot"] is None


async def test_the_edge_tells_the_visitor_not_the_action() -> None:
    done = await outcome(ActionHandOver(), tracker(said("a person please")))

    assert done.responses == []


async def test_a_run_of_failures_ends() -> None:
    done = await outcome(ActionHandOver(), tracker(*slots({"failed_turns": 1}), said("a person please")))

    assert done.slots["failed_turns"] == 0
