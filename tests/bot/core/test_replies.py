"""Replies survive the way through JSON, and a broken one is refused."""

import json

import pytest

from bot.core.errors import MalformedReplyError
from bot.core.replies import (
    Answer,
    Choice,
    Choices,
    Emergency,
    EntryLink,
    Handoff,
    HandoffReason,
    Hotline,
    LanguageChoice,
    Notice,
    Notification,
    Reply,
    Section,
    Source,
    Text,
    parse_reply,
    to_payload,
)

REPLIES: list[Reply] = [
    Text(text="你好", choices=(Choice(title="帮助", payload="/help"),), response="utter_greet"),
    Answer(
        entry="exit-entry.lost-passport",
        title="Lost passport",
        summary="Report it.",
        sections=(Section(key="steps", items=("One", "Two")),),
        unknown=("time_limit",),
        notices=(Notice.LOW_CONFIDENCE,),
        sources=(Source(title="Law", url=None, date="2012"),),
        verified_on="2026-11-22",
        as_of="2024-12",
        related=(EntryLink(entry="a.b", title="B"),),
    ),
    Choices(entries=(EntryLink(entry="a.b", title="B"),)),
    Emergency(lead="Call", hotlines=(Hotline(number="110", label="Police"),), verified_on="2026-11-22"),
    Handoff(reason=HandoffReason.ASKED, summary="person please", entries=("a.b",)),
    LanguageChoice(language="ko"),
    Notification(label="received"),
]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.type)
def test_round_trip_through_json(reply: Reply) -> None:
    assert parse_reply(json.loads(json.dumps(to_payload(reply)))) == reply


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "sonnet"},
        {"type": "text"},
        {"type": "text", "text": 7},
        {"type": "text", "text": "a", "choices": "b"},
        {"type": "choices", "entries": ["a"]},
        {"type": "handoff", "reason": "bored"},
    ],
)
def test_a_malformed_payload_is_refused(payload: dict[str, object]) -> None:
    with pytest.raises(MalformedReplyError):
        parse_reply(payload)
