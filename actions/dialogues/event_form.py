"""Signing up for an activity: first what is coming, then what the visitor wants and how to be reached."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogues.form import DialogueForm, write_value
from actions.guide import labels, page_link
from actions.knowledge_base import open_knowledge_base
from actions.turn import say, send, written_tag
from bot.core.clock import local_day, utc_now
from bot.core.dating import day_of
from bot.core.replies import Text


class EventForm(DialogueForm):
    """Lists the activities that are coming before the first question."""

    def answer_at_once(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """Say which activities have an announced day, or that none is known."""
        knowledge, tag = self._knowledge or open_knowledge_base(), written_tag(tracker)
        today = local_day(utc_now())
        days = [(day_of(one["date"]), one) for one in knowledge.guide(tag)["activities"]["events"]]
        coming = sorted(((day, one) for day, one in days if day and day >= today), key=lambda pair: pair[0])
        if not coming:
            say(dispatcher, ["utter_events_unknown"])
            return
        lines = [f"• {write_value(day, tag)}: {one['title']}" for day, one in coming]
        link = labels().format(tag, "guide-chat-activities", link=page_link(tracker, "activities"))
        send(dispatcher, Text(text="\n".join([*lines, "", link]), response="guide_activities"))
