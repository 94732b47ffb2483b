"""Replies on WeChat: on the open request where that is still possible, else as customer-service messages."""

import asyncio
from typing import Final
from urllib.parse import quote

from requests import RequestException
from wechatpy.exceptions import WeChatClientException

from bot.core.messages import Channel
from bot.core.views import Button
from channels.composition import Piece, as_plain, pack, pieces
from channels.limits import LIMITS
from channels.wechat.client import StableTokenClient
from channels.wechat.passive import PassiveReplies
from conversation.sender import Delivery, DeliveryFailedError, Receipt, RetryLaterError, WindowClosedError

#: 45015 the window is over or the visitor unfollowed, 45047 its number of messages is used up.
WINDOW_CODES: Final = frozenset({45015, 45047})
#: -1 busy, 45009 and 45011 too many calls, 40164 our address is not listed yet, the rest a token not renewed.
BUSY_CODES: Final = frozenset({-1, 45009, 45011, 40164, 40001, 40014, 42001})
BUSY_SECONDS: Final = 60.0


class WeChatSender:
    """Hands messages to WeChat."""

    def __init__(self, passive: PassiveReplies, client: StableTokenClient | None) -> None:
        """Reply through open requests, and through the API when there is a client for it."""
        self._passive = passive
        self._client = client
        self._limits = LIMITS[Channel.WECHAT]

    async def send(self, delivery: Delivery) -> Receipt:
        """Send a message in as many parts as it needs.

        Raises:
            RetryLaterError: WeChat is busy or cannot be reached; says how many parts went out.
            WindowClosedError: Nothing more may be sent before the visitor writes again.
            DeliveryFailedError: WeChat will not take the message.
        """
        texts = self._texts(delivery)
        for number, text in enumerate(texts):
            if number < delivery.parts_sent:
                continue
            if number == 0 and self._passive.offer(delivery.answers, text):
                continue
            await self._push(delivery.visitor.platform_id, text, parts_sent=number)
        return Receipt()

    def _texts(self, delivery: Delivery) -> list[str]:
        content = pieces(delivery.view)
        if delivery.view.buttons:
            content.append(_menu(delivery.view.buttons))
        return [as_plain(one) for one in pack(content, length=self._limits.message_length, unit=self._limits.unit)]

    async def _push(self, open_id: str, text: str, *, parts_sent: int) -> None:
        if self._client is None:
            raise WindowClosedError("no app secret: only a request that is still open can be answered")
        try:
            await asyncio.to_thread(self._client.send_text, open_id, text)
        except WeChatClientException as error:
            code = f"{error.errcode} {error.errmsg}"
            if error.errcode in WINDOW_CODES:
                raise WindowClosedError(code) from error
            if error.errcode is None or error.errcode in BUSY_CODES:
                raise RetryLaterError(code, after=BUSY_SECONDS, parts_sent=parts_sent) from error
            raise DeliveryFailedError(code) from error
        except RequestException as error:
            raise RetryLaterError(repr(error), parts_sent=parts_sent) from error


def _menu(buttons: tuple[Button, ...]) -> Piece:
    """Return the buttons as numbered links that send their caption; the number typed does the same."""
    lines = [
        f'{number}. <a href="weixin://bizmsgmenu?msgmenucontent={quote(one.title)}&msgmenuid={one.id}">{one.title}</a>'
        for number, one in enumerate(buttons, start=1)
    ]
    text = "\n".join(lines)
    return Piece(plain=text, html=text)
