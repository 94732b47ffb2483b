"""Wake-up calls: who waits for rows is told of them, instead of asking the database again and again."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

_ANNOUNCED = "ronghe_topics"

#: A conversation has something for the router.
WORK = "work"
#: A conversation has something for the deliverer.
DELIVERY = "delivery"


def outbox_topic(conversation_id: int) -> str:
    """Return the topic of new messages to one visitor."""
    return f"outbox:{conversation_id}"


def desk_topic(site: str) -> str:
    """Return the topic of anything that changes a site's desk."""
    return f"desk:{site}"


class Signals:
    """Topics that coroutines of this process listen to.

    A missed call costs time, never a message: every listener also looks for itself now and then.
    """

    def __init__(self) -> None:
        """Start with nobody listening."""
        self._bells: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def listen(self, topic: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the topic is announced; whoever waits clears it."""
        bell = asyncio.Event()
        self._bells.setdefault(topic, set()).add(bell)
        try:
            yield bell
        finally:
            listeners = self._bells[topic]
            listeners.discard(bell)
            if not listeners:
                del self._bells[topic]

    def ring(self, topics: Iterable[str]) -> None:
        """Wake everybody who listens to one of the topics; call it on the event loop."""
        for topic in topics:
            for bell in self._bells.get(topic, ()):
                bell.set()


async def heard(bell: asyncio.Event, timeout: float) -> bool:  # noqa: ASYNC109 - a wait with an end is what it is
    """Wait until the bell rings, at most so many seconds; return whether it did."""
    try:
        async with asyncio.timeout(timeout):
            await bell.wait()
    except TimeoutError:
        return False
    return True


def announce(connection: Connection, *topics: str) -> None:
    """Note topics to be rung once the transaction has committed."""
    connection.info.setdefault(_ANNOUNCED, {}).update(dict.fromkeys(topics))


def take_announced(connection: Connection) -> tuple[str, ...]:
    """Return and forget the topics that were noted during the transaction."""
    return tuple(connection.info.pop(_ANNOUNCED, ()))
