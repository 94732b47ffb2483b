"""Answer in the language that the visitor asks for."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, send, values_of
from bot.core.languages import TAGS, language
from bot.core.replies import LanguageChoice, Notification
from bot.language_slots import LANGUAGE, LANGUAGE_TAG

WISH = "wished_language"


class ActionChangeLanguage(Action):
    """Changes the language of a conversation, or asks which one is wanted."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_change_language"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Take the language that is named; where several are, or none, ask which: a wrong guess would be unreadable."""
        wished = [tag for tag in values_of(tracker, WISH) if tag in TAGS]
        if len(wished) != 1:
            say(dispatcher, ["utter_ask_language"])
            return []
        chosen = wished[0]
        # A response of the domain would be chosen by the slots of before this action; the edge words a
        # notification in the language that it has just been told.
        send(dispatcher, LanguageChoice(language=chosen), Notification(label="language-changed"))
        return [SlotSet(LANGUAGE, language(chosen).content), SlotSet(LANGUAGE_TAG, chosen)]
