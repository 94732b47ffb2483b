"""What the assistant has said in this conversation, from the events that Rasa keeps."""

from collections.abc import Iterator

from rasa_sdk import Tracker

from bot.core.errors import MalformedReplyError
from bot.core.replies import Answer, Choices, Reply, parse_reply


def last_turn(tracker: Tracker) -> list[dict[str, object]]:
    """Return the data of the messages that answered the visitor's message before this one, in order."""
    said: list[dict[str, object]] = []
    for event in reversed(tracker.events[: _start(tracker)]):
        if event.get("event") == "bot":
            said.append({"text": event.get("text"), "data": event.get("data") or {}})
        elif event.get("event") == "user" and said:
            break
    return said[::-1]


def last_answer(tracker: Tracker) -> Answer | None:
    """Return the entry that was last given, or None when none was."""
    return next((one for one in _replies(tracker) if isinstance(one, Answer)), None)


def last_search(tracker: Tracker) -> str:
    """Return the visitor's words that the last answer or choice of entries was about; empty unless it was a choice."""
    offered = False
    for event in reversed(tracker.events[: _start(tracker)]):
        kind = _custom(event).get("type") if event.get("event") == "bot" else None
        if kind == Answer.type:
            break
        offered = offered or kind == Choices.type
        if event.get("event") == "user" and offered:
            words = str(event.get("text") or "")
            return "" if words.startswith("/") else words
    return ""


def _replies(tracker: Tracker) -> Iterator[Reply]:
    """Yield structured replies, last first."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot" and _custom(event):
            try:
                yield parse_reply(_custom(event))
            except MalformedReplyError:
                # an event of an earlier version
                continue


def _custom(event: dict[str, object]) -> dict[str, object]:
    data = event.get("data")
    custom = data.get("custom") if isinstance(data, dict) else None
    return custom if isinstance(custom, dict) else {}


def _start(tracker: Tracker) -> int:
    """Return where the events of this turn begin."""
    users = [row for row, event in enumerate(tracker.events) if event.get("event") == "user"]
    return users[-1] if users else len(tracker.events)
