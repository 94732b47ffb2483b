"""Answer a question about a service, offer the nearest entries, or hand over."""

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.failures import TURNS_TO_STAFF, failed_turns, helped, not_helped
from actions.knowledge_base import Knowledge, open_knowledge_base
from actions.turn import answer_tag, say, send, typed_text, values_of
from bot.core.replies import Choices, EntryLink, Handoff, HandoffReason
from knowledge.calibration import Decision
from knowledge.errors import UnknownEntryError
from knowledge.service import Finding

ENTRY = "entry"
NOT_UNDERSTOOD = "utter_not_understood"
OUT_OF_SCOPE = "utter_out_of_scope"


class _Search(Action, ABC):
    """What the answering actions share."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        """Ask this knowledge base, or that of the process."""
        self._knowledge = knowledge

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge base."""
        return self._knowledge or open_knowledge_base()

    @abstractmethod
    def name(self) -> str:
        """Return the name in the domain; the SDK leaves classes without one alone."""

    def say_found(self, dispatcher: CollectingDispatcher, finding: Finding, tag: str) -> None:
        """Send the answer of a finding, or its choices."""
        if finding.decision is Decision.ANSWER:
            send(dispatcher, self.knowledge.answer(finding.hits[0].entry, tag))
        else:
            links = tuple(EntryLink(entry=hit.entry, title=hit.title) for hit in finding.hits)
            send(dispatcher, Choices(entries=links))


class ActionAnswerService(_Search):
    """Answers from the knowledge base."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_service"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Give the entry that a button named, else what a search for the words finds."""
        tag = answer_tag(tracker)
        for entry in values_of(tracker, ENTRY):
            try:
                send(dispatcher, self.knowledge.answer(entry, tag))
            except UnknownEntryError:
                # the button is older than the version in use; its caption is a question as good as any
                break
            return helped()
        finding = self.knowledge.search(typed_text(tracker), tag)
        if finding.decision is Decision.NONE:
            return fail(dispatcher, tracker)
        self.say_found(dispatcher, finding, tag)
        return helped()


class ActionDecline(_Search):
    """Says what the centre is for, unless the knowledge base is sure of an answer after all."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_decline"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Decline, since the classifier takes the message for one that no service answers."""
        tag = answer_tag(tracker)
        finding = self.knowledge.search(typed_text(tracker), tag)
        if finding.decision is Decision.ANSWER:
            self.say_found(dispatcher, finding, tag)
            return helped()
        say(dispatcher, [OUT_OF_SCOPE])
        return []


class ActionNoneOfThese(Action):
    """None of the entries offered, or not the answer that was wanted."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_none_of_these"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Count the turn as failed."""
        return fail(dispatcher, tracker)


def fail(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Ask to put it differently; the second time in a row, hand over."""
    if failed_turns(tracker) + 1 < TURNS_TO_STAFF:
        say(dispatcher, [NOT_UNDERSTOOD])
        return not_helped(tracker)
    send(dispatcher, Handoff(reason=HandoffReason.NOT_UNDERSTOOD, summary=asked_about(tracker)))
    return helped()


def asked_about(tracker: Tracker, *, messages: int = 3) -> str:
    """Return the last typed words of the visitor, for staff."""
    said = [
        str(event.get("text") or "").strip()
        for event in tracker.events
        if event.get("event") == "user" and not str(event.get("text") or "").startswith("/")
    ]
    return "\n".join(one for one in said[-messages:] if one)
