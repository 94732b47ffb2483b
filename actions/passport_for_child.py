"""The dialogue "passport for my child": its form and its end."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.child_passport import (
    QUESTIONS,
    VALUES,
    Child,
    Said,
    case_of,
    is_complete,
    questions_for,
    read_answer,
    read_opening,
)
from actions.failures import FAILED_TURNS, TURNS_TO_STAFF, failed_turns, helped
from actions.knowledge_base import Knowledge, open_knowledge_base
from actions.summary import asked_about
from actions.turn import answer_tag, intent_name, say, send, values_of
from bot.core.replies import Handoff, HandoffReason

FORM = "passport_for_child_form"
UNANSWERED = "utter_please_choose"
#: Messages of these intents are answers, good or bad.
_PLAIN_ANSWERS = frozenset({"inform", "affirm", "deny", "passport_for_child"})
#: Of these they may be; when they do not answer they are a matter of their own.
_ANSWERS = _PLAIN_ANSWERS | {"nlu_fallback", "ask_service", "out_of_scope"}


class ValidatePassportForChild(FormValidationAction):
    """Reads typed answers and decides what is still to be asked."""

    def name(self) -> str:
        """Return the name in the domain."""
        return f"validate_{FORM}"

    async def required_slots(
        self,
        domain_slots: list[str],  # noqa: ARG002 - fixed by the SDK
        dispatcher: CollectingDispatcher,  # noqa: ARG002 - fixed by the SDK
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[str]:
        """Return the questions of this child's case."""
        return list(questions_for(Child.of_slots(tracker.slots)))

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Return the next question; none is left for a visitor who could not answer one, whom staff will ask."""
        if failed_turns(tracker) >= TURNS_TO_STAFF:
            return dict(SlotSet(REQUESTED_SLOT, None))
        found = await super().next_requested_slot(dispatcher, tracker, domain)
        return dict(found) if found else None

    async def get_validation_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Return the slots that the message fills.

        Raises:
            ActionExecutionRejection: The message is no answer but a matter of its own, which rules then answer.
        """
        if _was_digression(tracker):
            return []
        asked = tracker.get_slot(REQUESTED_SLOT)
        pressed = {name: values_of(tracker, name) for name in QUESTIONS}
        filled: dict[str, Any] = {
            name: values[0] for name, values in pressed.items() if values and _is_value(name, values[0])
        }
        if not asked:
            filled = {**read_opening(read(tracker)), **filled, FAILED_TURNS: 0}
        elif asked in filled:
            filled[FAILED_TURNS] = 0
        else:
            filled |= self._typed(dispatcher, tracker, asked)
        tracker.slots.update(filled)
        return [SlotSet(name, value) for name, value in filled.items()]

    def _typed(self, dispatcher: CollectingDispatcher, tracker: Tracker, asked: str) -> dict[str, Any]:
        """Return what typed words answer; words that answer nothing count as a failed turn."""
        intent = intent_name(tracker)
        value = read_answer(asked, read(tracker)) if intent in _ANSWERS else None
        if value is not None:
            return {asked: value, FAILED_TURNS: 0}
        if intent not in _PLAIN_ANSWERS:
            raise ActionExecutionRejection(self.name())
        failed = failed_turns(tracker) + 1
        if failed < TURNS_TO_STAFF:
            say(dispatcher, [UNANSWERED])
        # the slot is set to what it is, so that the form goes on
        return {asked: None, FAILED_TURNS: failed}


class ActionPassportForChild(Action):
    """Says what applies to the child, and gives the entry for it."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        """Ask this knowledge base, or that of the process."""
        self._knowledge = knowledge

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_passport_for_child"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Send the case's response and its entry, and forget the child."""
        child = Child.of_slots(tracker.slots)
        if is_complete(child):
            case = case_of(child)
            say(dispatcher, [case.response])
            knowledge = self._knowledge or open_knowledge_base()
            send(dispatcher, knowledge.answer(case.entry, answer_tag(tracker)))
        else:
            send(dispatcher, Handoff(reason=HandoffReason.NOT_UNDERSTOOD, summary=asked_about(tracker)))
        return [*(SlotSet(name, None) for name in QUESTIONS), *helped()]


def read(tracker: Tracker) -> Said:
    """Return what the entities of the message say."""
    return Said(
        nationalities=frozenset(values_of(tracker, "nationality")),
        persons=frozenset(values_of(tracker, "person")),
        quantities=frozenset(values_of(tracker, "quantity")),
        places=frozenset(values_of(tracker, "place")),
        absent=bool(values_of(tracker, "absence")),
        denied=intent_name(tracker) == "deny",
    )


def _is_value(question: str, value: str) -> bool:
    return value in {one.value for one in VALUES[question]}


def _was_digression(tracker: Tracker) -> bool:
    """Tell whether the form comes back after a rule has answered the message."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action_execution_rejected":
            return True
    return False
