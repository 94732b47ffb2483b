"""Somebody is in danger: the numbers first, then staff."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions.failures import helped
from actions.knowledge_base import Knowledge
from actions.summary import asked_about
from actions.turn import answer_tag, send, values_of
from bot.core.replies import Emergency, Handoff, HandoffReason

#: Entity of what is the matter.
KIND = "emergency_kind"
#: Which numbers help with it, as the facts describe them: 110 police, 119 fire and rescue, 120 ambulance, 122 traffic.
NUMBERS = {
    "fire": ("119",),
    "medical": ("120",),
    "accident": ("120", "122"),
    "crime": ("110",),
    "lost_child": ("110",),
    "suicide": ("120", "110"),
    "other": ("119", "110"),
}
#: Slot with the form of the dialogue that was left.
PAUSED = "paused_dialogue"


def raise_alarm(dispatcher: CollectingDispatcher, tracker: Tracker, knowledge: Knowledge) -> list[dict[str, Any]]:
    """Send the numbers and what to say there, then a ticket; return the events of the turn."""
    send(
        dispatcher,
        numbers_first(knowledge.emergency(answer_tag(tracker)), values_of(tracker, KIND)),
        Handoff(reason=HandoffReason.EMERGENCY, summary=asked_about(tracker)),
    )
    return [*leave_dialogue(tracker), *helped()]


def numbers_first(emergency: Emergency, kinds: Sequence[str]) -> Emergency:
    """Return the numbers with those first that help with what is the matter; all of them stay."""
    wanted = [number for kind in kinds for number in NUMBERS.get(kind, ())]
    ranked = sorted(
        emergency.hotlines, key=lambda one: wanted.index(one.number) if one.number in wanted else len(wanted)
    )
    return replace(emergency, hotlines=tuple(ranked))


def leave_dialogue(tracker: Tracker) -> list[dict[str, Any]]:
    """Return the events that end whatever dialogue is running; its answers stay, so that it can be taken up again."""
    left = tracker.active_loop_name
    kept = [SlotSet(PAUSED, left)] if left else []
    return [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None), *kept]
