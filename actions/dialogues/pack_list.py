"""The list of a guide pack's steps with their days."""

from datetime import date

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogues.dialogue import Told
from actions.dialogues.form import DialogueEnd, Events, write_value
from actions.dialogues.pack_dates import ARRIVAL, PACK
from actions.failures import helped
from actions.guide import labels, page_link, stage_heading
from actions.turn import send, written_tag
from bot.core.dating import dated
from bot.core.replies import Text


class DatedPackEnd(DialogueEnd):
    """Says which step is to be done by when, and where the list can be printed and put into a calendar."""

    def say_outcome(self, dispatcher: CollectingDispatcher, tracker: Tracker, answers: Told) -> Events:
        """Say the steps that have a day; the page has the others too."""
        tag, arrival = written_tag(tracker), date.fromisoformat(answers[ARRIVAL])
        pack = next(one for one in self.knowledge.guide(tag)["packs"] if one["id"] == answers[PACK])
        parts = [labels().format(tag, "guide-chat-dates", title=pack["title"], date=write_value(arrival, tag))]
        for stage in dated(pack["steps"], arrival):
            lines = [
                f"• {labels().format(tag, 'guide-by', date=write_value(one.by, tag))}: {one.step['do']}"
                for one in stage.steps
                if one.by is not None
            ]
            if lines:
                parts.append("\n".join([stage_heading(stage.stage, tag), *lines]))
        page = page_link(tracker, "pack", pack["id"], query=f"arrival={arrival.isoformat()}")
        parts += [labels().format(tag, "guide-final-word"), page]
        send(dispatcher, Text(text="\n\n".join(parts), response="guide_dates"))
        return helped()
