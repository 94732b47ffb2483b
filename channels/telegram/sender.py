"""Replies on Telegram: HTML, inline keyboards, and its limits kept."""

from collections import OrderedDict

from aiolimiter import AsyncLimiter
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.core.messages import Channel
from bot.core.views import Button
from channels.composition import Piece, as_html, as_plain, pack, pieces
from channels.limits import LIMITS
from channels.telegram.errors import asked_seconds
from conversation.sender import Delivery, DeliveryFailedError, Receipt, RetryLaterError

#: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
MESSAGES_A_SECOND = 30
CHATS_REMEMBERED = 10_000


class TelegramSender:
    """Hands messages to the Bot API."""

    def __init__(self, bot: Bot) -> None:
        """Send through this bot, which must have been initialised."""
        self._bot = bot
        self._limits = LIMITS[Channel.TELEGRAM]
        self._overall = AsyncLimiter(MESSAGES_A_SECOND, 1)
        self._chats: OrderedDict[str, AsyncLimiter] = OrderedDict()

    async def send(self, delivery: Delivery) -> Receipt:
        """Send a message in as many parts as it needs, the buttons under the last.

        Raises:
            RetryLaterError: Telegram asks to wait or cannot be reached; says how many parts went out.
            DeliveryFailedError: The visitor has blocked the bot, or the chat is gone.
        """
        chat = delivery.visitor.platform_id
        messages = pack(pieces(delivery.view), length=self._limits.message_length, unit=self._limits.unit)
        ids: list[str] = []
        for number, message in enumerate(messages):
            if number < delivery.parts_sent:
                continue
            buttons = delivery.view.buttons if number == len(messages) - 1 else ()
            await self._pace(chat).acquire()
            await self._overall.acquire()
            ids.append(await self._send_part(chat, message, buttons, parts_sent=number))
        return Receipt(message_ids=tuple(ids))

    async def _send_part(self, chat: str, message: list[Piece], buttons: tuple[Button, ...], *, parts_sent: int) -> str:
        try:
            return await self._post(chat, message, buttons)
        except RetryAfter as error:
            after = asked_seconds(error)
            raise RetryLaterError("429 from Telegram", after=after, parts_sent=parts_sent) from error
        except (Forbidden, BadRequest) as error:
            raise DeliveryFailedError(str(error)) from error
        except NetworkError as error:
            raise RetryLaterError(str(error), parts_sent=parts_sent) from error
        except TelegramError as error:
            raise DeliveryFailedError(str(error)) from error

    async def _post(self, chat: str, message: list[Piece], buttons: tuple[Button, ...]) -> str:
        markup = self._keyboard(buttons)
        try:
            sent = await self._bot.send_message(chat, as_html(message), parse_mode=ParseMode.HTML, reply_markup=markup)
        except BadRequest as error:
            if "parse entities" not in str(error):
                raise
            # better the words without their bold print than no words
            sent = await self._bot.send_message(chat, as_plain(message), reply_markup=markup)
        return str(sent.message_id)

    def _keyboard(self, buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
        if not buttons:
            return None
        width = self._limits.button_characters
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(one.title[:width], callback_data=one.id)] for one in buttons]
        )

    def _pace(self, chat: str) -> AsyncLimiter:
        """Return the limiter of a chat; Telegram wants at most one message a second in each."""
        limiter = self._chats.pop(chat, None) or AsyncLimiter(1, self._limits.pause.total_seconds())
        self._chats[chat] = limiter
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats.popitem(last=False)
        return limiter
