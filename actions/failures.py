"""How often in a row a visitor was not helped."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

FAILED_TURNS = "failed_turns"
#: After so many in a row staff take over.
TURNS_TO_STAFF = 2

Event = dict[str, Any]


def failed_turns(tracker: Tracker) -> int:
    """Return how many turns in a row have failed so far."""
    return int(tracker.get_slot(FAILED_TURNS) or 0)


def helped() -> list[Event]:
    """Return the events of a turn that helped."""
    return [SlotSet(FAILED_TURNS, 0)]


def not_helped(tracker: Tracker) -> list[Event]:
    """Return the events of a turn that did not."""
    return [SlotSet(FAILED_TURNS, failed_turns(tracker) + 1)]
