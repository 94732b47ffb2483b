"""Give the emergency numbers at once, then call staff."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import asked_about
from actions.failures import helped
from actions.hand_over import leave_dialogue
from actions.knowledge_base import Knowledge, open_knowledge_base
from actions.turn import answer_tag, send
from bot.core.replies import Handoff, HandoffReason


class ActionEmergency(Action):
    """Somebody is in danger."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        """Ask this knowledge base, or that of the process."""
        self._knowledge = knowledge

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_emergency"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Send the numbers and what to say there, then a ticket."""
        knowledge = self._knowledge or open_knowledge_base()
        send(
            dispatcher,
            knowledge.emergency(answer_tag(tracker)),
            Handoff(reason=HandoffReason.EMERGENCY, summary=asked_about(tracker)),
        )
        return [*leave_dialogue(), *helped()]
