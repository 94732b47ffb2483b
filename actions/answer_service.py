"""Answer a question about a service, offer the nearest entries, or hand over."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm import raise_alarm
from actions.child_passport import is_open_question
from actions.dialogues.correcting import corrected_form
from actions.dialogues.form import read_said
from actions.failures import TURNS_TO_STAFF, failed_turns, helped, not_helped
from actions.knowledge_base import Knowledge, open_knowledge_base
from actions.lengths import longer_than
from actions.passport_for_child import FORM, of_child
from actions.small_talk import likely_small_talk
from actions.summary import asked_about
from actions.turn import (
    answer_tag,
    intent_name,
    intent_share,
    likeliest_intents,
    say,
    send,
    typed_text,
    values_of,
)
from bot.core.replies import Choices, EntryLink, Handoff, HandoffReason
from knowledge.calibration import Decision
from knowledge.errors import UnknownEntryError
from knowledge.schema import EMERGENCY
from knowledge.service import Finding

ASK, DECLINE, PERSON = "ask_service", "out_of_scope", "talk_to_human"
ENTRY = "entry"
NOT_UNDERSTOOD = "utter_not_understood"
OUT_OF_SCOPE, OUT_OF_SCOPE_AGAIN = "utter_out_of_scope", "utter_out_of_scope_again"
#: What the classifier must hold likely to be believed against a search that knows nothing near, offers entries, or is
#: sure of one; tried on bench/questions/development.tsv.
_BELIEVED_FROM = {Decision.NONE: 0.5, Decision.CHOICES: 0.8, Decision.ANSWER: 0.9}
#: What is none of the centre's matters resembles its entries by chance, so there the classifier is believed sooner.
_DECLINED_FROM = {Decision.NONE: 0.4, Decision.CHOICES: 0.6, Decision.ANSWER: 0.75}
#: From this share of the classifier's on, an uncertain search that finds the emergency numbers raises the alarm.
_SUSPICION = 0.1

Events = list[dict[str, Any]]


class SearchingAction(Action, ABC):
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

    def look(self, tracker: Tracker) -> Finding | None:
        """Return what a search for the typed words finds; None where there are none, or nothing to find."""
        text = typed_text(tracker)
        if not text or text.startswith("/"):
            return None
        finding = self.knowledge.search(text, answer_tag(tracker))
        return finding if finding.hits else None

    def found_instead(self, tracker: Tracker, entries: Collection[str] = ()) -> Finding | None:
        """Return what a search finds, when that speaks against the intent that the classifier has named.

        Args:
            tracker: The conversation.
            entries: Entries that go with this intent; finding one of them speaks for it.
        """
        finding = self.look(tracker)
        return finding if finding and speaks_against(finding, tracker, entries) else None

    def give(self, dispatcher: CollectingDispatcher, tracker: Tracker, entry: str) -> bool:
        """Send an entry; False at a centre where nothing is written about it."""
        try:
            send(dispatcher, self.knowledge.answer(entry, answer_tag(tracker)))
        except UnknownEntryError:
            return False
        return True

    def say_found(self, dispatcher: CollectingDispatcher, tracker: Tracker, finding: Finding) -> Events:
        """Send the answer of a finding, its choices, or what either leads to."""
        entries = tuple(hit.entry for hit in finding.hits)
        certain = finding.decision is Decision.ANSWER
        if entries[0] == EMERGENCY and (certain or intent_share(tracker, EMERGENCY) >= _SUSPICION):
            return raise_alarm(dispatcher, tracker, self.knowledge)
        if tracker.active_loop_name != FORM and is_open_question(
            entries, of_child(read_said(tracker)), certain=certain
        ):
            return [*helped(), FollowupAction(FORM)]
        if certain:
            send(dispatcher, self.knowledge.answer(entries[0], answer_tag(tracker)))
        else:
            links = tuple(EntryLink(entry=hit.entry, title=hit.title) for hit in finding.hits)
            send(dispatcher, Choices(entries=links))
        return helped()


def speaks_against(finding: Finding, tracker: Tracker, entries: Collection[str] = ()) -> bool:
    """Tell whether a finding is to be believed rather than the intent that the classifier has named.

    The search knows a question about a service by its words. Where it is sure, the classifier has to be surer.
    """
    if finding.hits[0].entry in entries:
        return False
    intent = intent_name(tracker)
    believed_from = _DECLINED_FROM if intent == DECLINE else _BELIEVED_FROM
    return intent_share(tracker, intent) < believed_from[finding.decision]


class ActionAnswerService(SearchingAction):
    """Answers from the knowledge base."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_service"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Give the entry that a button named, else what a search for the words finds."""
        corrected = corrected_form(tracker)
        if corrected:
            return [*helped(), FollowupAction(corrected)]
        tag = answer_tag(tracker)
        for entry in values_of(tracker, ENTRY):
            try:
                send(dispatcher, self.knowledge.answer(entry, tag))
            except UnknownEntryError:
                # the button is older than the version in use; its caption is a question as good as any
                break
            return helped()
        if likeliest_intents(tracker)[:1] == (PERSON,):
            # not likely enough to go by, but nobody who wants a person shall be answered by a search
            return [*helped(), FollowupAction("action_hand_over")]
        finding = self.knowledge.search(typed_text(tracker), tag)
        # a sure question about some service is offered the nearest entries, however far they are
        # and so is whatever is long enough to mean something
        asked = bool(finding.hits) and (
            ASK in likeliest_intents(tracker) or longer_than(typed_text(tracker), east_asian=11, others=29)
        )
        if asked or finding.decision is not Decision.NONE:
            return self.say_found(dispatcher, tracker, finding)
        response = likely_small_talk(tracker)
        if response:
            say(dispatcher, [response])
            return []
        return fail(dispatcher, tracker)


class ActionDecline(SearchingAction):
    """Says what the centre is for, unless the knowledge base is sure of an answer after all."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_decline"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Decline, since the classifier takes the message for one that no service answers."""
        corrected = corrected_form(tracker)
        if corrected:
            return [*helped(), FollowupAction(corrected)]
        found = self.found_instead(tracker)
        if found:
            return self.say_found(dispatcher, tracker, found)
        times = failed_turns(tracker)
        if times > TURNS_TO_STAFF - 1:
            return fail(dispatcher, tracker)
        say(dispatcher, [OUT_OF_SCOPE_AGAIN if times else OUT_OF_SCOPE])
        return not_helped(tracker)


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
    ) -> Events:
        """Count the turn as failed, unless "no" was the beginning of a correction."""
        corrected = corrected_form(tracker)
        if corrected:
            return [*helped(), FollowupAction(corrected)]
        return fail(dispatcher, tracker)


def fail(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Ask to put it differently; the second time in a row, hand over."""
    if failed_turns(tracker) + 1 < TURNS_TO_STAFF:
        say(dispatcher, [NOT_UNDERSTOOD])
        return not_helped(tracker)
    send(dispatcher, Handoff(reason=HandoffReason.NOT_UNDERSTOOD, summary=asked_about(tracker)))
    return helped()
