"""Answer in the language that the visitor asks for."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import SearchingAction
from actions.turn import say, send, typed_text, values_of
from bot.core.languages import SIMPLIFIED, TAGS, TRADITIONAL, language
from bot.core.replies import LanguageChoice, Notification
from bot.language_slots import LANGUAGE, LANGUAGE_TAG
from bot.traditional import to_simplified

WISH = "wished_language"
#: Value of a wish that names no script: the one that it is written in is taken.
CHINESE = "zh"


class ActionChangeLanguage(SearchingAction):
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
        found = self.found_instead(tracker)
        if found:
            return self.say_found(dispatcher, tracker, found)
        text, named = typed_text(tracker), values_of(tracker, WISH)
        wished = [tag for tag in named if tag in TAGS]
        if CHINESE in named and not {SIMPLIFIED, TRADITIONAL} & set(wished):
            wished.append(SIMPLIFIED if to_simplified(text) == text else TRADITIONAL)
        if len(wished) != 1:
            say(dispatcher, ["utter_ask_language"])
            return []
        chosen = wished[0]
        # A response of the domain would be chosen by the slots of before this action; the edge words a
        # notification in the language that it has just been told.
        send(dispatcher, LanguageChoice(language=chosen), Notification(label="language-changed"))
        return [SlotSet(LANGUAGE, language(chosen).content), SlotSet(LANGUAGE_TAG, chosen)]
