"""What visitors think of an answer, for those who look after the answers."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import SearchingAction
from actions.dialogues.correcting import corrected_form
from actions.failures import helped
from actions.said_before import last_answer
from actions.summary import asked_about
from actions.turn import say, send, typed_text, values_of
from bot.core.replies import Note, NoteKind

UP, DOWN = "up", "down"
#: Values of the buttons under "What was not right?".
REASONS = ("wrong", "outdated", "other", "unclear")


class ActionFeedback(SearchingAction):
    """Thanks, and keeps what is not praise."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_feedback"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Ask for the reason of a thumb down, keep it, or keep what was typed."""
        corrected = corrected_form(tracker)
        if corrected:
            return [*helped(), FollowupAction(corrected)]
        found = self.found_instead(tracker)
        if found:
            return self.say_found(dispatcher, tracker, found)
        ratings, reasons = values_of(tracker, "rating"), values_of(tracker, "reason")
        answer = last_answer(tracker)
        entry = next(iter(values_of(tracker, "entry")), answer.entry if answer else "")
        if UP in ratings:
            say(dispatcher, ["utter_feedback_up"])
        elif DOWN in ratings:
            # the reason is a second step that many leave out, so the thumb itself is kept
            send(dispatcher, _note(tracker, entry, DOWN))
            say(dispatcher, ["utter_feedback_down"])
        else:
            said = next((one for one in reasons if one in REASONS), typed_text(tracker))
            send(dispatcher, _note(tracker, entry, said))
            say(dispatcher, ["utter_feedback_kept"])
        return helped()


def _note(tracker: Tracker, entry: str, said: str) -> Note:
    """Return the note: what was asked, and what is said of the answer; typed words are the last of both."""
    asked = asked_about(tracker)
    text = asked if said == typed_text(tracker) else f"{asked}\n→ {said}".strip()
    return Note(kind=NoteKind.FEEDBACK, text=text, entry=entry)
