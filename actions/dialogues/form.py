"""A dialogue as Rasa runs it: the form that asks, and the action that ends it."""

from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import date
from typing import Any

from babel.dates import format_date
from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.alarm import PAUSED
from actions.dialogues.dialogue import Contact, Day, Dialogue, Free, Number, Question, Said, Told
from actions.failures import FAILED_TURNS, TURNS_TO_STAFF, failed_turns, helped
from actions.knowledge_base import Knowledge, open_knowledge_base
from actions.lengths import longer_than
from actions.said_before import last_answer
from actions.summary import asked_about
from actions.turn import answer_tag, intent_name, intent_share, say, send, typed_text, values_of
from bot.core.clock import Clock, local_day, utc_now
from bot.core.languages import language
from bot.core.replies import Handoff, HandoffReason
from knowledge.errors import UnknownEntryError

Events = list[dict[str, Any]]

RESUME = "resume_dialogue"
#: Messages of these intents are answers, good or bad.
_PLAIN_ANSWERS = frozenset({"inform", "affirm", "deny"})
#: Of these they may be; when they do not answer they are a matter of their own.
_ANSWERS = _PLAIN_ANSWERS | {"nlu_fallback", "ask_service", "out_of_scope"}
#: These are never answers, whatever else the message says.
_OTHER_MATTERS = frozenset({"emergency", "talk_to_human", "stop_dialogue", "change_language", "privacy", "greet"})
#: From this share of the classifier's on, a message that is longer than an answer is surely a question.
_SURE = 0.5
#: Days are written as people in China who write English do: 3 December 2026.
_LOCALES = {"en": "en_GB"}


class DialogueForm(FormValidationAction, ABC):
    """Reads answers and decides what is still to be asked."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        """Ask this knowledge base, or that of the process."""
        self._knowledge = knowledge

    @property
    @abstractmethod
    def dialogue(self) -> Dialogue:
        """Return what is asked and how words answer it."""

    def name(self) -> str:
        """Return the name in the domain."""
        return f"validate_{self.dialogue.form}"

    async def required_slots(
        self,
        domain_slots: list[str],  # noqa: ARG002 - fixed by the SDK
        dispatcher: CollectingDispatcher,  # noqa: ARG002 - fixed by the SDK
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[str]:
        """Return the questions of this case."""
        return list(self.dialogue.needed(told(self.dialogue, tracker)))

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
    ) -> Events:
        """Return the slots that the message fills.

        Raises:
            ActionExecutionRejection: The message is no answer but a matter of its own, which rules then answer.
        """
        if _was_digression(tracker):
            return []
        asked = tracker.get_slot(REQUESTED_SLOT)
        filled: dict[str, Any] = {
            one.slot: values[0]
            for one in self.dialogue.questions
            if (values := values_of(tracker, one.slot)) and one.accepts(values[0])
        }
        if not asked:
            filled = {**self._opening(tracker), **filled, FAILED_TURNS: 0}
        elif asked in filled:
            filled[FAILED_TURNS] = 0
        else:
            filled |= self._typed(dispatcher, tracker, asked)
        tracker.slots.update(filled)
        return [SlotSet(name, value) for name, value in filled.items()]

    def _opening(self, tracker: Tracker) -> dict[str, Any]:
        """Return the answers in the message that began the dialogue."""
        changed = corrections(self.dialogue, tracker)
        if changed or intent_name(tracker) == RESUME:
            return {**changed, PAUSED: None}
        anew = {one.slot: None for one in self.dialogue.questions}
        return {**anew, **self.dialogue.read_opening(read_said(tracker)), PAUSED: None}

    def _typed(self, dispatcher: CollectingDispatcher, tracker: Tracker, asked: str) -> dict[str, Any]:
        """Return what typed words answer; words that answer nothing count as a failed turn."""
        intent, said = intent_name(tracker), read_said(tracker)
        if intent in _OTHER_MATTERS:
            raise ActionExecutionRejection(self.name())
        # a day, a number or an address answers whatever the words around it look like
        plain = isinstance(self.dialogue.question(asked), Day | Number | Contact | Free)
        answers = plain or intent == self.dialogue.name or (intent in _ANSWERS and not _is_matter_of_its_own(tracker))
        value = self.dialogue.read_answer(asked, said) if answers else None
        corrected = self.dialogue.read_corrections(asked, told(self.dialogue, tracker), said) if answers else {}
        if value is not None or corrected:
            return {**corrected, asked: value, FAILED_TURNS: 0}
        if intent not in _PLAIN_ANSWERS and intent != self.dialogue.name:
            raise ActionExecutionRejection(self.name())
        failed = failed_turns(tracker) + 1
        if failed < TURNS_TO_STAFF:
            say(dispatcher, [_unanswered(self.dialogue.question(asked))])
        # the slot is set to what it is, so that the form goes on
        return {asked: None, FAILED_TURNS: failed}


class DialogueEnd(Action, ABC):
    """Says what applies and gives the entry for it."""

    def __init__(self, knowledge: Knowledge | None = None, *, clock: Clock = utc_now) -> None:
        """Ask this knowledge base, or that of the process."""
        self._knowledge = knowledge
        self._clock = clock

    @property
    @abstractmethod
    def dialogue(self) -> Dialogue:
        """Return what follows from the answers."""

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge base."""
        return self._knowledge or open_knowledge_base()

    def name(self) -> str:
        """Return the name in the domain."""
        return self.dialogue.action

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Say what applies; staff are asked where the questions were given up."""
        answers = told(self.dialogue, tracker)
        if not is_complete(self.dialogue, answers):
            send(dispatcher, Handoff(reason=HandoffReason.NOT_UNDERSTOOD, summary=asked_about(tracker)))
            return [*self._forget(), *helped()]
        return [*self._forget(), *self.say_outcome(dispatcher, tracker, answers)]

    def _forget(self) -> Events:
        """Return the events that drop answers which need not stay."""
        return [] if self.dialogue.correctable else [SlotSet(one.slot, None) for one in self.dialogue.questions]

    def say_outcome(self, dispatcher: CollectingDispatcher, tracker: Tracker, answers: Told) -> Events:
        """Say what follows from complete answers, and return the events of the turn."""
        outcome = self.dialogue.close(answers, local_day(self._clock()))
        tag = answer_tag(tracker)
        for one in outcome.says:
            values = {name: write_value(value, tag) for name, value in one.values.items()}
            dispatcher.utter_message(response=one.response, **values)
        if outcome.note is not None:
            send(dispatcher, outcome.note)
        given = last_answer(tracker)
        if outcome.entry is not None and (given is None or given.entry != outcome.entry):
            # at a centre without this entry, what was said stands alone
            with suppress(UnknownEntryError):
                send(dispatcher, self.knowledge.answer(outcome.entry, tag))
        if outcome.then is not None:
            return [*helped(), FollowupAction(outcome.then)]
        return helped()


def _is_matter_of_its_own(tracker: Tracker) -> bool:
    """Tell whether a message that may hold an answer is rather a question: sure to be one, and no mere word."""
    asked = intent_name(tracker) == "ask_service" and intent_share(tracker, "ask_service") >= _SURE
    return asked and longer_than(typed_text(tracker), east_asian=10, others=30)


def _unanswered(question: Question) -> str:
    """Return the response that says what kind of answer is needed."""
    match question:
        case Day():
            return "utter_please_day"
        case Number():
            return "utter_please_number"
        case Contact():
            return "utter_please_contact"
        case _:
            return "utter_please_choose"


def told(dialogue: Dialogue, tracker: Tracker) -> dict[str, str]:
    """Return the answers so far."""
    found = {one.slot: tracker.get_slot(one.slot) for one in dialogue.questions}
    return {slot: str(value) for slot, value in found.items() if value is not None}


def is_complete(dialogue: Dialogue, answers: Told) -> bool:
    """Tell whether everything that the case needs is known."""
    return all(slot in answers for slot in dialogue.needed(answers))


def read_said(tracker: Tracker) -> Said:
    """Return what the pipeline found in the message."""
    entities = tracker.latest_message.get("entities") or ()
    return Said(
        intent=intent_name(tracker),
        text=typed_text(tracker),
        entities=tuple((str(one["entity"]), str(one["value"])) for one in entities),
    )


def write_value(value: date | int | str, tag: str) -> str:
    """Return a value as the language writes it."""
    if isinstance(value, date):
        content = language(tag).content
        return str(format_date(value, format="long", locale=_LOCALES.get(content, content)))
    return str(value)


def corrections(dialogue: Dialogue, tracker: Tracker) -> dict[str, str]:
    """Return the answers that a message changes of a dialogue that has ended with the turn before; none of others."""
    answers = told(dialogue, tracker)
    if not (dialogue.correctable and answers and is_complete(dialogue, answers) and _ended_just_now(dialogue, tracker)):
        return {}
    return dialogue.read_corrections("", answers, read_said(tracker))


def _ended_just_now(dialogue: Dialogue, tracker: Tracker) -> bool:
    users = 0
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            users += 1
            if users > 1:
                return False
        elif event.get("event") == "action" and event.get("name") == dialogue.action:
            return True
    return False


def _was_digression(tracker: Tracker) -> bool:
    """Tell whether the form comes back after a rule has answered the message."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action_execution_rejected":
            return True
    return False
