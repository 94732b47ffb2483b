"""What a conversation was about, for the staff who take it over."""

from rasa_sdk import Tracker

#: The last words of the visitor that staff see beside the ticket; the whole transcript is there as well.
MESSAGES = 3


def asked_about(tracker: Tracker) -> str:
    """Return the last typed words of the visitor."""
    said = [
        str(event.get("text") or "").strip()
        for event in tracker.events
        if event.get("event") == "user" and not str(event.get("text") or "").startswith("/")
    ]
    return "\n".join(one for one in said[-MESSAGES:] if one)
