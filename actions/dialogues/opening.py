"""How a dialogue begins: what the message surely asks is answered at once, then the questions follow."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import Events, SearchingAction, speaks_against
from actions.dialogues.catalogue import BY_INTENT
from actions.dialogues.dialogue import Day, Dialogue
from actions.dialogues.form import corrections, is_complete, read_said, write_value
from actions.dialogues.leave_note import EventSignUp
from actions.failures import helped
from actions.guide import labels, page_link
from actions.turn import intent_name, say, send, written_tag
from bot.core.clock import local_day, utc_now
from bot.core.dating import day_of
from bot.core.replies import Text
from knowledge.calibration import Decision
from knowledge.service import Finding


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
        dialogue = BY_INTENT[intent_name(tracker)]
        if corrections(dialogue, tracker):
            return [FollowupAction(dialogue.form)]
        finding = self.look(tracker)
        opening = dialogue.read_opening(read_said(tracker))
        told_already = is_complete(dialogue, opening)
        # whoever names the day as well means the dialogue; the search takes a day that is written out for a holiday
        dated = told_already and any(isinstance(one, Day) and one.slot in opening for one in dialogue.questions)
        if finding and not dated and speaks_against(finding, tracker, dialogue.entries):
            return self.say_found(dispatcher, tracker, finding)
        if isinstance(dialogue, EventSignUp):
            say_events(dispatcher, tracker, self.knowledge.guide(written_tag(tracker)))
        elif dialogue.answered_at_once and not told_already:
            # nobody waits for an answer until all questions are answered
            entry = _asked_for(finding, dialogue) or dialogue.first_entry
            if entry:
                self.give(dispatcher, tracker, entry)
        return [*helped(), FollowupAction(dialogue.form)]


def _asked_for(finding: Finding | None, dialogue: Dialogue) -> str | None:
    """Return the entry of the dialogue's matter that a message surely asks for."""
    sure = finding is not None and finding.decision is Decision.ANSWER and finding.hits[0].entry in dialogue.entries
    return finding.hits[0].entry if finding and sure else None


def say_events(dispatcher: CollectingDispatcher, tracker: Tracker, guide: Any) -> None:
    """Say which activities have an announced day, or that none is known."""
    tag, today = written_tag(tracker), local_day(utc_now())
    days = [(day_of(one["date"]), one) for one in guide["activities"]["events"]]
    coming = sorted(((day, one) for day, one in days if day and day >= today), key=lambda pair: pair[0])
    if not coming:
        say(dispatcher, ["utter_events_unknown"])
        return
    lines = [f"• {write_value(day, tag)}: {one['title']}" for day, one in coming]
    link = labels().format(tag, "guide-chat-activities", link=page_link(tracker, "activities"))
    send(dispatcher, Text(text="\n".join([*lines, "", link]), response="guide_activities"))
