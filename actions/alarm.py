"""Somebody is in danger: the numbers first, then staff."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions.failures import helped
from actions.knowledge_base import Knowledge
from actions.summary import asked_about
from actions.turn import answer_tag, send
from bot.core.replies import Handoff, HandoffReason


def raise_alarm(dispatcher: CollectingDispatcher, tracker: Tracker, knowledge: Knowledge) -> list[dict[str, Any]]:
    """Send the numbers and what to say there, then a ticket; return the events of the turn."""
    send(
        dispatcher,
        knowledge.emergency(answer_tag(tracker)),
        Handoff(reason=HandoffReason.EMERGENCY, summary=asked_about(tracker)),
    )
    return [*leave_dialogue(), *helped()]


def leave_dialogue() -> list[dict[str, Any]]:
    """Return the events that end whatever dialogue is running."""
    return [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
