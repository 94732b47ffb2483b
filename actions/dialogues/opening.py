"""How a dialogue begins: what the message surely asks is answered at once, then the questions follow."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import Events, SearchingAction
from actions.child_passport import ENTRIES as CHILD_ENTRIES
from actions.dialogues.catalogue import BY_INTENT
from actions.dialogues.dialogue import Dialogue
from actions.dialogues.form import began_again, is_complete, read_said, write_value
from actions.dialogues.leave_note import EventSignUp
from actions.failures import helped
from actions.guide import labels, page_link
from actions.passport_for_child import FORM as CHILD_FORM
from actions.turn import answer_tag, intent_name, say, send, typed_text, written_tag
from bot.core.clock import Clock, local_day, utc_now
from bot.core.dating import day_of
from bot.core.replies import Text
from knowledge.calibration import Decision
from knowledge.errors import UnknownEntryError

CHILD_PASSPORT = "passport_for_child"


class ActionOpenDialogue(SearchingAction):
    """Begins the dialogue of the message's intent, unless the message surely asks for something else."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_open_dialogue"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Answer what can be answered, then go on with the form."""
        intent = intent_name(tracker)
        if intent == CHILD_PASSPORT:
            found = self.found_instead(tracker, intent, CHILD_ENTRIES)
            return self.say_found(dispatcher, tracker, found) if found else [FollowupAction(CHILD_FORM)]
        dialogue = BY_INTENT[intent]
        if began_again(dialogue, tracker):
            return [FollowupAction(dialogue.form)]
        told = dialogue.read_opening(read_said(tracker))
        found = self.found_instead(tracker, intent, dialogue.entries)
        if found:
            return self.say_found(dispatcher, tracker, found)
        if isinstance(dialogue, EventSignUp):
            say_events(dispatcher, tracker, self.knowledge.guide(written_tag(tracker)))
        elif not is_complete(dialogue, told):
            # nobody waits for an answer until all questions are answered
            self._answer_at_once(dispatcher, tracker, dialogue)
        return [*helped(), FollowupAction(dialogue.form)]

    def _answer_at_once(self, dispatcher: CollectingDispatcher, tracker: Tracker, dialogue: Dialogue) -> None:
        text = typed_text(tracker)
        if not text.startswith("/"):
            finding = self.knowledge.search(text, answer_tag(tracker))
            if finding.decision is Decision.ANSWER and finding.hits[0].entry in dialogue.entries:
                self._give(dispatcher, tracker, finding.hits[0].entry)
                return
        if dialogue.first_entry is not None:
            self._give(dispatcher, tracker, dialogue.first_entry)

    def _give(self, dispatcher: CollectingDispatcher, tracker: Tracker, entry: str) -> None:
        try:
            send(dispatcher, self.knowledge.answer(entry, answer_tag(tracker)))
        except UnknownEntryError:
            # a centre of which nothing is written about it; the questions stand alone
            return


def say_events(dispatcher: CollectingDispatcher, tracker: Tracker, guide: Any, *, clock: Clock = utc_now) -> None:
    """Say which activities have an announced day, or that none is known."""
    tag, today = written_tag(tracker), local_day(clock())
    days = [(day_of(one["date"]), one) for one in guide["activities"]["events"]]
    coming = sorted(((day, one) for day, one in days if day and day >= today), key=lambda pair: pair[0])
    if not coming:
        say(dispatcher, ["utter_events_unknown"])
        return
    lines = [f"• {write_value(day, tag)}: {one['title']}" for day, one in coming]
    link = labels().format(tag, "guide-chat-activities", link=page_link(tracker, "activities"))
    send(dispatcher, Text(text="\n".join([*lines, "", link]), response="guide_activities"))
