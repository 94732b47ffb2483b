"""Requests about the conversation itself: say it again, tell me more, what do you keep of me."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import Events, SearchingAction, fail
from actions.failures import helped
from actions.said_before import last_answer, last_search, last_turn
from actions.summary import asked_about
from actions.turn import answer_tag, say, send, values_of
from bot.core.replies import Choices, EntryLink, Note, NoteKind

#: Entries that a choice shows, and that "more" adds.
_SHOWN = 3


class ActionRepeat(Action):
    """Says the last answer again."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_repeat"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Send the messages of the turn before once more."""
        said = last_turn(tracker)
        for one in said:
            data = one["data"] if isinstance(one["data"], dict) else {}
            if data.get("custom"):
                dispatcher.utter_message(json_message=data["custom"])
            elif one["text"]:
                dispatcher.utter_message(text=str(one["text"]), buttons=data.get("buttons") or None)
        if not said:
            say(dispatcher, ["utter_nothing_to_repeat"])
        return helped()


class ActionMore(SearchingAction):
    """Tells what goes with the last answer, or the next entries of a choice."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_more"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Offer entries that were not offered yet."""
        tag = answer_tag(tracker)
        question, answer = last_search(tracker), last_answer(tracker)
        if question:
            found = self.knowledge.search(question, tag, limit=2 * _SHOWN).hits[_SHOWN:]
            links = tuple(EntryLink(entry=one.entry, title=one.title) for one in found)
        else:
            links = tuple(self.knowledge.link(one.entry, tag) for one in answer.related) if answer else ()
        if links:
            send(dispatcher, Choices(entries=links))
        else:
            say(dispatcher, ["utter_nothing_more"])
        return helped()


class ActionPrivacy(SearchingAction):
    """Tells what is kept, and passes on the wish to have it deleted."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_privacy"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Explain; a wish is passed on when its button was pressed, not for a word that may be a question."""
        found = self.found_instead(tracker)
        if found:
            return self.say_found(dispatcher, tracker, found)
        if "delete" in values_of(tracker, "privacy_wish"):
            send(dispatcher, Note(kind=NoteKind.DELETION, text=asked_about(tracker)))
            say(dispatcher, ["utter_privacy_delete"])
        else:
            say(dispatcher, ["utter_privacy"])
        return helped()


class ActionCentre(SearchingAction):
    """Tells where the centre is and when it is open."""

    #: The entry that says so.
    entry = "centre.visit"

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_centre"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Give the entry on visiting the centre."""
        found = self.found_instead(tracker, {self.entry, "centre.about"})
        if found:
            return self.say_found(dispatcher, tracker, found)
        return helped() if self.give(dispatcher, tracker, self.entry) else fail(dispatcher, tracker)
