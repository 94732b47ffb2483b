"""A Telegram update as an inbound message."""

from datetime import UTC
from typing import Final

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.core.clock import Clock
from bot.core.messages import Channel, InboundKind, InboundMessage, Sender

START: Final = "/start"
#: What we ask Telegram to send at all.
ALLOWED_UPDATES: Final = (Update.MESSAGE, Update.CALLBACK_QUERY)


def parse_update(update: Update, *, site: str, clock: Clock) -> InboundMessage | None:
    """Return what a visitor did, or None for what does not concern us: groups, channels, edits, other bots."""
    if update.callback_query is not None:
        return _pressed(update, update.callback_query, site, clock)
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    if message.from_user is not None and message.from_user.is_bot:
        return None
    kind, text = _content(message)
    return InboundMessage(
        sender=Sender(site=site, channel=Channel.TELEGRAM, platform_id=str(message.chat.id)),
        message_id=str(update.update_id),
        received_at=message.date.astimezone(UTC),
        kind=kind,
        text=text,
        language_hints=_hints(message.from_user.language_code if message.from_user else None),
    )


def _content(message: Message) -> tuple[InboundKind, str]:
    if message.location is not None:
        return InboundKind.LOCATION, f"{message.location.latitude},{message.location.longitude}"
    if message.text is None:
        return InboundKind.UNSUPPORTED, message.caption or ""
    if message.text.split("@")[0].split(" ")[0] == START:
        return InboundKind.ENTER, ""
    return InboundKind.TEXT, message.text


def _pressed(update: Update, query: CallbackQuery, site: str, clock: Clock) -> InboundMessage | None:
    if query.data is None or query.from_user.is_bot:
        return None
    return InboundMessage(
        sender=Sender(site=site, channel=Channel.TELEGRAM, platform_id=str(query.from_user.id)),
        message_id=str(update.update_id),
        received_at=clock(),
        kind=InboundKind.CHOICE,
        text=_caption(query),
        choice=query.data,
        language_hints=_hints(query.from_user.language_code),
    )


def _caption(query: CallbackQuery) -> str:
    # a message older than 48 hours comes without its keyboard
    keyboard = query.message.reply_markup if isinstance(query.message, Message) else None
    buttons = (button for row in keyboard.inline_keyboard for button in row) if keyboard else ()
    return next((button.text for button in buttons if button.callback_data == query.data), "")


def _hints(code: str | None) -> tuple[str, ...]:
    return (code,) if code else ()
