"""What a visitor sends, the same for every channel."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.core.clock import require_utc
from bot.core.errors import MalformedSenderError


class Channel(str, Enum):
    """A way in. The value is used in rows, URLs and sender ids."""

    WEB = "web"
    TELEGRAM = "telegram"
    WECHAT = "wechat"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """One visitor on one channel of one site."""

    #: Id of the site file, such as `sip`.
    site: str
    channel: Channel
    #: The platform's own name of the visitor: openid, chat id, or the web session's conversation id.
    platform_id: str

    def __str__(self) -> str:
        """Return the sender id that Rasa knows the conversation by."""
        return f"{self.site}:{self.channel.value}:{self.platform_id}"

    @classmethod
    def parse(cls, sender_id: str) -> "Sender":
        """Read a sender id back.

        Raises:
            MalformedSenderError: It does not have three parts or names no channel.
        """
        parts = sender_id.split(":", 2)
        if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - three parts by definition
            raise MalformedSenderError(f"{sender_id!r} is not <site>:<channel>:<platform id>")
        try:
            channel = Channel(parts[1])
        except ValueError as error:
            raise MalformedSenderError(f"{parts[1]!r} in {sender_id!r} is no channel") from error
        return cls(site=parts[0], channel=channel, platform_id=parts[2])


class InboundKind(str, Enum):
    """What the visitor did."""

    #: Typed words.
    TEXT = "text"
    #: Pressed a button of ours; `choice` says which.
    CHOICE = "choice"
    #: Opened the conversation or followed the account: greet.
    ENTER = "enter"
    #: Shared a place; the text is `<degrees north>,<degrees east>`.
    LOCATION = "location"
    #: Sent something that is not text: voice, picture, sticker, file.
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, kw_only=True)
class InboundMessage:
    """One thing a visitor sent, before anything was done with it."""

    sender: Sender
    #: The platform's id of the message, unique within site and channel; repeats are dropped by it.
    message_id: str
    received_at: datetime
    kind: InboundKind = InboundKind.TEXT
    #: What the visitor typed, or the caption of the button pressed.
    text: str = ""
    #: `<outbox id>.<number>` of the button pressed; resolved against this conversation's own rows only.
    choice: str | None = None
    #: Language tags that the platform or browser sent, best first.
    language_hints: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a moment that is not in UTC."""
        require_utc(self.received_at)
