"""A message or event that WeChat pushed, as an inbound message."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from xml.parsers.expat import ExpatError

from wechatpy.messages import BaseMessage
from wechatpy.parser import parse_message

from bot.core.errors import AssistantError
from bot.core.messages import Channel, InboundKind, InboundMessage, Sender

FOLLOWED: Final = frozenset({"subscribe", "subscribe_scan", "scan"})


class UnreadableMessageError(AssistantError):
    """WeChat's message could not be read."""


def parse(xml: str) -> BaseMessage:
    """Return the library's message of an XML document.

    Raises:
        UnreadableMessageError: It is no message of WeChat's.
    """
    try:
        message = parse_message(xml)
    except (ExpatError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableMessageError(repr(error)) from error
    if message is None or not message.source or not message.target:
        raise UnreadableMessageError("no sender or no receiver")
    return message


def to_inbound(message: BaseMessage, *, site: str) -> InboundMessage | None:
    """Return what the visitor did, or None for what needs no reply, such as an unfollow or a location report.

    WeChat sends no language of the visitor's.

    Raises:
        UnreadableMessageError: A field that every message has is missing.
    """
    data: Mapping[str, str] = message._data  # the library gives no other way to bizmsgmenuid and CreateTime
    known = _content(message, data)
    if known is None:
        return None
    kind, text, choice = known
    try:
        created = datetime.fromtimestamp(int(data["CreateTime"]), UTC)
    except (KeyError, ValueError) as error:
        raise UnreadableMessageError(f"CreateTime: {error!r}") from error
    return InboundMessage(
        sender=Sender(site=site, channel=Channel.WECHAT, platform_id=message.source),
        message_id=message_id(data),
        received_at=created,
        kind=kind,
        text=text,
        choice=choice,
    )


def message_id(data: Mapping[str, str]) -> str:
    """Return what tells a repeat: MsgId, or for an event, which has none, its sender, time and kind.

    https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html
    """
    if data.get("MsgId"):
        return str(data["MsgId"])
    parts = (data.get(name) or "" for name in ("FromUserName", "CreateTime", "Event", "EventKey"))
    return ":".join(("event", *parts))


def _content(message: BaseMessage, data: Mapping[str, str]) -> tuple[InboundKind, str, str | None] | None:
    if message.type == "text":
        pressed = data.get("bizmsgmenuid")
        if pressed:
            return InboundKind.CHOICE, message.content or "", pressed
        return InboundKind.TEXT, message.content or "", None
    if message.type == "event":
        return (InboundKind.ENTER, "", None) if message.event in FOLLOWED else None
    if message.type == "location" and message.location_x and message.location_y:
        # x counts degrees north, y degrees east
        return InboundKind.LOCATION, f"{message.location_x},{message.location_y}", None
    # a new kind of message must not meet silence either
    return InboundKind.UNSUPPORTED, "", None
