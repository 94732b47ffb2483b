"""What is done when no rule or story knows how to go on, such as a bare "yes" out of the blue."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogues.correcting import corrected_form
from actions.turn import say


class ActionDefaultFallback(Action):
    """Asks what the visitor would like to know, where Rasa's own would take the message back."""

    def name(self) -> str:
        """Return the name that Rasa gives it."""
        return "action_default_fallback"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Say so; the dialogue stays where it is."""
        corrected = corrected_form(tracker)
        if corrected:
            return [FollowupAction(corrected)]
        say(dispatcher, ["utter_ask_away"])
        # no policy knows what follows, so this action would be chosen again and again until Rasa breaks off
        return [FollowupAction("action_listen")]
