"""What a reply offers to press, in the order of its numbers.

A button's id is `<outbox id>.<n>`; n counts from 1 through this list. Rendering and resolving both read it, so
a number means the same when it is shown and when it comes back, also after a restart.
"""

import unicodedata
from dataclasses import dataclass

from bot.core.replies import Answer, Choices, Notification, Reply, Text
from conversation.commands import BACK_TO_BOT, NONE_OF_THESE, PERSON, ask_service, feedback

#: Notifications that offer something, and what.
_NOTIFICATION_OPTIONS = {
    "ticket-opened": (("button-bot", BACK_TO_BOT),),
    "ticket-opened-away": (("button-bot", BACK_TO_BOT),),
    "ticket-requeued": (("button-bot", BACK_TO_BOT),),
    "turn-failed": (("button-bot", BACK_TO_BOT),),
    "received": (("button-person", PERSON),),
    "unsupported": (("button-person", PERSON),),
    "sorry": (("button-person", PERSON),),
}
_PUNCTUATION = " .)。）、．"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to press."""

    #: The command it stands for. Never leaves the server.
    payload: str
    #: Its words, or else the key of its label.
    title: str = ""
    label: str = ""


def options_of(reply: Reply) -> tuple[Option, ...]:
    """Return what a reply offers to press, in order."""
    match reply:
        case Text(choices=choices):
            return tuple(Option(payload=one.payload, title=one.title) for one in choices)
        case Answer(entry=entry, related=related):
            return (
                *(Option(payload=ask_service(one.entry), title=one.title) for one in related),
                Option(payload=feedback(entry, "up"), label="answer-helpful"),
                Option(payload=feedback(entry, "down"), label="answer-not-helpful"),
            )
        case Choices(entries=entries):
            return (
                *(Option(payload=ask_service(one.entry), title=one.title) for one in entries),
                Option(payload=NONE_OF_THESE, label="choices-none"),
                Option(payload=PERSON, label="button-person"),
            )
        case Notification(label=label):
            offered = _NOTIFICATION_OPTIONS.get(label, ())
            return tuple(Option(payload=payload, label=key) for key, payload in offered)
        case _:
            return ()


def option_id(outbox_id: int, number: int) -> str:
    """Return the id of the n-th option of a message."""
    return f"{outbox_id}.{number}"


def parse_option_id(choice: str) -> tuple[int, int] | None:
    """Return the message and the number that an option's id names, or None when it is none."""
    message, dot, number = choice.partition(".")
    if not dot or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (message, number)):  # noqa: PLR2004 - digits of 64 bits
        return None
    return int(message), int(number)


def payload_at(reply: Reply, number: int) -> str | None:
    """Return the payload of the n-th option of a reply, or None when it has none of this number."""
    offered = options_of(reply)
    return offered[number - 1].payload if 1 <= number <= len(offered) else None


def lone_number(text: str) -> int | None:
    """Return the number that a message consists of, in any script's digits (`2`, `２`, `2.`), or None."""
    bare = unicodedata.normalize("NFKC", text).strip(_PUNCTUATION)
    return int(bare) if bare.isdecimal() and len(bare) <= 2 else None  # noqa: PLR2004 - no message offers a hundred
