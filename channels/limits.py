"""What each platform can take: one table, read by every sender."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.core.messages import Channel


class Unit(str, Enum):
    """What a platform counts when it measures the length of a text."""

    CHARACTERS = "characters"
    BYTES = "bytes"


@dataclass(frozen=True, kw_only=True)
class ChannelLimits:
    """The sizes and quotas of one channel."""

    #: Longest text taken from a visitor, in characters; what is longer is refused or cut by the channel.
    inbound_characters: int
    #: Longest text of one outgoing message, counted in `unit`.
    message_length: int
    unit: Unit
    #: Most messages that one reply may be cut into; the rest becomes a link.
    parts: int
    #: Most buttons under one message, and the length of their captions in characters.
    buttons: int
    button_characters: int
    #: Shortest time between two messages to the same visitor.
    pause: timedelta = timedelta(0)
    #: How long after a visitor's last action a reply is still accepted; None is for ever.
    reply_window: timedelta | None = None
    #: How many replies are accepted in that time; None is any number.
    replies_in_window: int | None = None


LIMITS: dict[Channel, ChannelLimits] = {
    Channel.WEB: ChannelLimits(
        inbound_characters=12_000,
        message_length=100_000,
        unit=Unit.CHARACTERS,
        parts=1,
        buttons=20,
        button_characters=200,
    ),
    # https://core.telegram.org/bots/api#sendmessage: 4096 after the entities are parsed, 1 message a second and chat
    Channel.TELEGRAM: ChannelLimits(
        inbound_characters=4_096,
        message_length=4_096,
        unit=Unit.CHARACTERS,
        parts=3,
        buttons=8,
        button_characters=64,
        pause=timedelta(seconds=1),
    ),
    # Customer-service messages: 2048 bytes with a margin, 5 in 48 hours after each message of the visitor
    Channel.WECHAT: ChannelLimits(
        inbound_characters=4_000,
        message_length=2_000,
        unit=Unit.BYTES,
        parts=2,
        buttons=8,
        button_characters=30,
        reply_window=timedelta(hours=48),
        replies_in_window=5,
    ),
}
