"""Deliveries for senders under test."""

from datetime import UTC, datetime

from bot.core.messages import Channel, Sender
from bot.core.views import Button, View
from conversation.sender import Delivery
from storage.states import Author


def delivery(
    channel: Channel,
    platform_id: str,
    *paragraphs: str,
    buttons: tuple[Button, ...] = (),
    answers: str | None = None,
    parts_sent: int = 0,
) -> Delivery:
    """Return a message of the bot's to a visitor."""
    return Delivery(
        outbox_id=5,
        visitor=Sender(site="sip", channel=channel, platform_id=platform_id),
        view=View(language="en", paragraphs=paragraphs or ("Hello & welcome",), buttons=buttons),
        author=Author.BOT,
        staff_name="",
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        visitor_at=None,
        answers=answers,
        parts_sent=parts_sent,
    )
