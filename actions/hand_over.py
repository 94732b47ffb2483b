"""Hand a conversation over to staff."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm import leave_dialogue
from actions.failures import helped
from actions.summary import asked_about
from actions.turn import send
from bot.core.replies import Handoff, HandoffReason


class ActionHandOver(Action):
    """The visitor wants a person."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_hand_over"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Ask the edge to open a ticket; it tells the visitor."""
        send(dispatcher, Handoff(reason=HandoffReason.ASKED, summary=asked_about(tracker)))
        return [*leave_dialogue(tracker), *helped()]
