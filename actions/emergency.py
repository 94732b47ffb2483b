"""Give the emergency numbers at once, then call staff."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm import raise_alarm
from actions.knowledge_base import Knowledge, open_knowledge_base


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
        return raise_alarm(dispatcher, tracker, self._knowledge or open_knowledge_base())
