"""Give the emergency numbers at once, then call staff."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm import KIND, leave_dialogue, raise_alarm
from actions.failures import helped
from actions.knowledge_base import Knowledge, open_knowledge_base
from actions.turn import answer_tag, send, typed_text, values_of
from knowledge.calibration import Decision
from knowledge.schema import EMERGENCY


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
        """Send the numbers and what to say there, then a ticket.

        "I lost my passport in a taxi!!" sounds like an emergency and is a service: there the numbers come first as
        well, but then the answer, and nobody has to wait for staff.
        """
        knowledge = self._knowledge or open_knowledge_base()
        tag = answer_tag(tracker)
        finding = knowledge.search(typed_text(tracker), tag)
        if values_of(tracker, KIND):
            # a word says so, and no service is meant
            return raise_alarm(dispatcher, tracker, knowledge)
        if finding.decision is not Decision.ANSWER or finding.hits[0].entry == EMERGENCY:
            return raise_alarm(dispatcher, tracker, knowledge)
        send(dispatcher, knowledge.emergency(tag), knowledge.answer(finding.hits[0].entry, tag))
        return [*leave_dialogue(tracker), *helped()]
