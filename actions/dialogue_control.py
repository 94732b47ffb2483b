"""Leaving a dialogue, and taking it up again."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm import PAUSED, leave_dialogue
from actions.failures import helped
from actions.turn import say


class ActionStopDialogue(Action):
    """The visitor does not want to go on with the questions."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_stop_dialogue"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Leave the dialogue; its answers stay."""
        say(dispatcher, ["utter_stopped" if tracker.active_loop_name else "utter_nothing_to_stop"])
        return [*leave_dialogue(tracker), *helped()]


class ActionResumeDialogue(Action):
    """The visitor wants to go on where the questions were left."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_resume_dialogue"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> list[dict[str, Any]]:
        """Go on with the form that was left."""
        left = tracker.get_slot(PAUSED)
        if not left:
            say(dispatcher, ["utter_nothing_to_resume"])
            return helped()
        return [*helped(), FollowupAction(str(left))]
