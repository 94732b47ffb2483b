"""Wake-up calls between edges: on PostgreSQL, what one edge commits the others hear of at once.

A notice is sent in the transaction that it tells of, so nobody hears of what was rolled back. Nothing depends
on it: who misses one looks for itself a little later.
"""

import asyncio
import logging
import secrets
import select
import socket
import threading
from typing import Any

from sqlalchemy.engine import Connection, Engine

from storage.signals import Signals

_CHANNEL = "ronghe"
#: A notice holds at most 8000 bytes.
_TOPICS_AT_ONCE = 100
_RETRY_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Notices:
    """Sends the topics of this process to the others and rings those of the others here."""

    def __init__(self, engine: Engine, signals: Signals) -> None:
        """Prepare; `start` begins to listen."""
        self._engine = engine
        self._signals = signals
        self._own = secrets.token_hex(4)
        self._closing = threading.Event()
        # Written to in order to end the wait for notices.
        self._leave, self._left = socket.socketpair()
        self._thread: threading.Thread | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Listen from now on and ring on this loop; once is enough."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, args=(loop,), name="storage-notices", daemon=True)
            self._thread.start()

    def send(self, connection: Connection, topics: tuple[str, ...]) -> None:
        """Tell the other processes of these topics when the transaction commits."""
        for start in range(0, len(topics), _TOPICS_AT_ONCE):
            text = "\n".join((self._own, *topics[start : start + _TOPICS_AT_ONCE]))
            connection.exec_driver_sql("SELECT pg_notify(%(channel)s, %(text)s)", {"channel": _CHANNEL, "text": text})

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        self._leave.send(b"x")
        if self._thread is not None:
            self._thread.join()
        self._leave.close()
        self._left.close()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._closing.is_set():
            try:
                self._listen(loop)
            except Exception:  # the boundary of the thread: a database that is away comes back
                _log.warning("not listening for notices of other edges; polling goes on", exc_info=True)
                self._closing.wait(_RETRY_SECONDS)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        # Taken out of the pool: this connection is kept for as long as the process runs.
        pooled: Any = self._engine.raw_connection()
        connection: Any = pooled.connection
        pooled.detach()
        try:
            connection.rollback()
            connection.autocommit = True
            connection.cursor().execute(f"LISTEN {_CHANNEL}")
            while not self._closing.is_set():
                select.select([connection, self._left], [], [])
                connection.poll()
                self._ring(loop, connection.notifies)
        finally:
            connection.close()

    def _ring(self, loop: asyncio.AbstractEventLoop, notices: list[Any]) -> None:
        while notices:
            own, *topics = notices.pop(0).payload.split("\n")
            if own != self._own and not loop.is_closed():
                loop.call_soon_threadsafe(self._signals.ring, topics)
