"""Visitors whose request is still open, so that the reply can go back on it.

WeChat cuts the connection after five seconds and sends the message again, up to three times in all. A reply that
is ready in time therefore goes back as the answer to the request, which costs nothing of the customer-service
quota; a repeat of the message gets the same words again, since the first time they may have been lost.
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

#: Under WeChat's five, with room for the way back.
OPEN_SECONDS = 4.0
REMEMBERED = 2_000


class PassiveReplies:
    """Brings open requests and replies together, by the id of the visitor's message."""

    def __init__(self, *, open_seconds: float = OPEN_SECONDS) -> None:
        """Keep a request open for so long at most."""
        self._open_seconds = open_seconds
        self._replies: OrderedDict[str, asyncio.Future[str]] = OrderedDict()
        self._waiting: Counter[str] = Counter()

    @contextmanager
    def expecting(self, message_id: str) -> Iterator[asyncio.Future[str]]:
        """Have a request open, from before the message is stored, so that no reply can overtake it."""
        reply = self._replies.setdefault(message_id, asyncio.get_running_loop().create_future())
        if len(self._replies) > REMEMBERED:
            self._replies.popitem(last=False)
        self._waiting[message_id] += 1
        try:
            yield reply
        finally:
            self._waiting[message_id] -= 1
            if not self._waiting[message_id]:
                del self._waiting[message_id]

    async def collect(self, reply: asyncio.Future[str]) -> str | None:
        """Wait for a reply; None when it was not ready in time."""
        try:
            return await asyncio.wait_for(asyncio.shield(reply), self._open_seconds)
        except TimeoutError:
            return None

    def offer(self, message_id: str | None, text: str) -> bool:
        """Give the first reply to a message; False when nobody waits for it or it has one already."""
        reply = self._replies.get(message_id or "")
        if reply is None or reply.done() or message_id not in self._waiting:
            return False
        reply.set_result(text)
        return True
