"""What the assistant says, before any channel has decided how to show it.

A reply travels as a JSON object with a `type`: Rasa's actions send it as a `custom` payload, the outbox
stores it, rendering reads it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import ClassVar, Union

from bot.core.errors import MalformedReplyError

Json = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One button."""

    #: What it says, in the visitor's language.
    title: str
    #: The command it stands for, `/intent{"entity": "value"}`. Never leaves the server.
    payload: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """Plain words with optional buttons, from a response of the domain."""

    type: ClassVar[str] = "text"
    text: str
    choices: tuple[Choice, ...] = ()
    #: Name of the response it comes from, such as `utter_greet`; empty for the words of staff.
    response: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of an answer; its heading is the label of its key."""

    #: who, materials, steps, time_limit, fee, validity, where, online, cautions, authority, legal_basis
    key: str
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a statement comes from."""

    title: str
    #: None when there is no address or it is a mirror's.
    url: str | None
    date: str | None


@dataclass(frozen=True, kw_only=True)
class EntryLink:
    """An entry that can be asked for."""

    entry: str
    title: str


class Notice(str, Enum):
    """What a reader must know of an answer's age and certainty."""

    #: A single unofficial or old source: please confirm.
    LOW_CONFIDENCE = "low_confidence"
    #: Past the day it was to be reviewed.
    REVIEW_DUE = "review_due"
    #: Past the day on which the rule ended.
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One entry of the knowledge base, in one language."""

    type: ClassVar[str] = "answer"
    entry: str
    title: str
    summary: str
    sections: tuple[Section, ...] = ()
    #: Keys of facts that no source tells.
    unknown: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    sources: tuple[Source, ...] = ()
    #: ISO days and months.
    verified_on: str
    as_of: str
    valid_until: str | None = None
    related: tuple[EntryLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Not sure which: the nearest entries, none of them and a person are offered."""

    type: ClassVar[str] = "choices"
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """A number to ring, and what to say there in Chinese."""

    number: str
    label: str
    #: The sentence to say, in Chinese, and what it means; empty when there is none.
    say: str = ""
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """Numbers first."""

    type: ClassVar[str] = "emergency"
    lead: str
    hotlines: tuple[Hotline, ...]
    sources: tuple[Source, ...] = ()
    verified_on: str


class HandoffReason(str, Enum):
    """Why a conversation goes to staff."""

    ASKED = "asked"
    NOT_UNDERSTOOD = "not_understood"
    TURN_FAILED = "turn_failed"
    EMERGENCY = "emergency"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, kw_only=True)
class Handoff:
    """A person is needed: the edge opens a ticket and tells the visitor."""

    type: ClassVar[str] = "handoff"
    reason: HandoffReason
    #: What it is about, in the visitor's words.
    summary: str = ""
    entries: tuple[str, ...] = ()


class NoteKind(str, Enum):
    """What a visitor left for the staff, without waiting for them."""

    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    VOLUNTEER = "volunteer"
    CALL_BACK = "call_back"
    EVENT_SIGN_UP = "event_sign_up"
    #: An answer did not help: work for those who look after the content.
    FEEDBACK = "feedback"
    #: The visitor wants what is stored of them to be deleted.
    DELETION = "deletion"


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something for the staff to read; the conversation goes on with the assistant. Visitors do not see it."""

    type: ClassVar[str] = "note"
    kind: NoteKind
    #: In the visitor's words; for feedback what was asked.
    text: str = ""
    #: How the visitor can be reached.
    contact: str = ""
    #: The entry that it is about.
    entry: str = ""


@dataclass(frozen=True, kw_only=True)
class LanguageChoice:
    """The visitor wishes to be answered in this language from now on."""

    type: ClassVar[str] = "language"
    language: str


@dataclass(frozen=True, kw_only=True)
class Notification:
    """A sentence of the system itself, by the name of its label, such as `ticket-opened`."""

    type: ClassVar[str] = "notification"
    label: str


Reply = Union[Text, Answer, Choices, Emergency, Handoff, Note, LanguageChoice, Notification]  # noqa: UP007 - read at run time


def to_payload(reply: Reply) -> dict[str, object]:
    """Return the JSON object of a reply."""
    return {"type": reply.type, **asdict(reply)}


def parse_reply(payload: Json) -> Reply:
    """Read a reply from its JSON object.

    Raises:
        MalformedReplyError: The type is unknown, or a field is missing or wrong.
    """
    kind = payload.get("type")
    try:
        return _PARSERS[str(kind)](payload)
    except KeyError as error:
        raise MalformedReplyError(f"payload of type {kind!r}: {error.args[0]!r} is missing or unknown") from error
    except (TypeError, ValueError) as error:
        raise MalformedReplyError(f"payload of type {kind!r}: {error}") from error


def _text(payload: Json) -> Text:
    return Text(
        text=_string(payload["text"]),
        choices=tuple(
            Choice(title=_string(one["title"]), payload=_string(one["payload"]))
            for one in _objects(payload.get("choices", ()))
        ),
        response=_string(payload.get("response", "")),
    )


def _answer(payload: Json) -> Answer:
    return Answer(
        entry=_string(payload["entry"]),
        title=_string(payload["title"]),
        summary=_string(payload["summary"]),
        sections=tuple(
            Section(key=_string(one["key"]), items=_strings(one["items"]))
            for one in _objects(payload.get("sections", ()))
        ),
        unknown=_strings(payload.get("unknown", ())),
        notices=tuple(Notice(one) for one in _strings(payload.get("notices", ()))),
        sources=_sources(payload),
        verified_on=_string(payload["verified_on"]),
        as_of=_string(payload["as_of"]),
        valid_until=_optional(payload.get("valid_until")),
        related=_entry_links(payload.get("related", ())),
    )


def _choices(payload: Json) -> Choices:
    return Choices(entries=_entry_links(payload["entries"]))


def _emergency(payload: Json) -> Emergency:
    return Emergency(
        lead=_string(payload["lead"]),
        hotlines=tuple(
            Hotline(
                number=_string(one["number"]),
                label=_string(one["label"]),
                say=_string(one.get("say", "")),
                meaning=_string(one.get("meaning", "")),
            )
            for one in _objects(payload["hotlines"])
        ),
        sources=_sources(payload),
        verified_on=_string(payload["verified_on"]),
    )


def _handoff(payload: Json) -> Handoff:
    return Handoff(
        reason=HandoffReason(payload["reason"]),
        summary=_string(payload.get("summary", "")),
        entries=_strings(payload.get("entries", ())),
    )


def _note(payload: Json) -> Note:
    return Note(
        kind=NoteKind(payload["kind"]),
        text=_string(payload.get("text", "")),
        contact=_string(payload.get("contact", "")),
        entry=_string(payload.get("entry", "")),
    )


def _sources(payload: Json) -> tuple[Source, ...]:
    return tuple(
        Source(title=_string(one["title"]), url=_optional(one.get("url")), date=_optional(one.get("date")))
        for one in _objects(payload.get("sources", ()))
    )


def _entry_links(value: object) -> tuple[EntryLink, ...]:
    return tuple(EntryLink(entry=_string(one["entry"]), title=_string(one["title"])) for one in _objects(value))


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _string(value)


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(f"{value!r} is not a list")
    return tuple(_string(one) for one in value)


def _objects(value: object) -> tuple[Json, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(f"{value!r} is not a list")
    for one in value:
        if not isinstance(one, Mapping):
            raise TypeError(f"{one!r} is not an object")
    return tuple(value)


def _language(payload: Json) -> LanguageChoice:
    return LanguageChoice(language=_string(payload["language"]))


def _notification(payload: Json) -> Notification:
    return Notification(label=_string(payload["label"]))


_PARSERS: dict[str, Callable[[Json], Reply]] = {
    Text.type: _text,
    Answer.type: _answer,
    Choices.type: _choices,
    Emergency.type: _emergency,
    Handoff.type: _handoff,
    Note.type: _note,
    LanguageChoice.type: _language,
    Notification.type: _notification,
}
