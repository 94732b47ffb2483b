"""Sender ids are built and read in one place."""

from datetime import UTC, datetime

import pytest

from bot.core.errors import MalformedSenderError
from bot.core.messages import Channel, InboundMessage, Sender


def test_a_sender_id_round_trips_even_with_colons() -> None:
    sender = Sender(site="sip", channel=Channel.WECHAT, platform_id="o6:_b:x")

    assert str(sender) == "sip:wechat:o6:_b:x"
    assert Sender.parse(str(sender)) == sender


@pytest.mark.parametrize("text", ["", "sip", "sip:web", "sip:web:", ":web:x", "sip:fax:x"])
def test_a_malformed_sender_id_is_refused(text: str) -> None:
    with pytest.raises(MalformedSenderError):
        Sender.parse(text)


def test_a_naive_moment_is_refused() -> None:
    sender = Sender(site="sip", channel=Channel.WEB, platform_id="x")

    with pytest.raises(ValueError, match="not an aware UTC"):
        InboundMessage(sender=sender, message_id="1", received_at=datetime(2026, 1, 1))  # noqa: DTZ001 - the fault
    assert InboundMessage(sender=sender, message_id="1", received_at=datetime(2026, 1, 1, tzinfo=UTC)).text == ""
