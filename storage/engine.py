"""The database: one engine, and one hop from the event loop to a thread for each transaction.

SQLite lets one connection write at a time. Its writers therefore queue for one thread of ours, which commits
for all of them, and never for SQLite's lock, whose waiters sleep; another process on the same file is waited
for by `busy_timeout`.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from storage.errors import DatabaseAddressError
from storage.grouping import GroupWriter
from storage.notices import Notices
from storage.signals import Signals, take_announced

BUSY_TIMEOUT_SECONDS = 15
_THREADS = 8
_WRITING = "ronghe_writing"

Result = TypeVar("Result")
Work = Callable[[Connection], Result]


class Database:
    """Transactions on one database, from coroutines or from plain code."""

    def __init__(self, engine: Engine) -> None:
        """Take over an engine that `open_database` has prepared."""
        self.engine = engine
        self.signals = Signals()
        self._writing = engine.execution_options(**{_WRITING: True})
        self._threads = ThreadPoolExecutor(_THREADS, "storage")
        sqlite = engine.dialect.name == "sqlite"
        self._group = GroupWriter(self._writing) if sqlite else None
        self._notices = None if sqlite else Notices(engine, self.signals)

    async def read(self, work: Work[Result]) -> Result:
        """Run work that changes nothing in a transaction of its own, off the event loop."""
        loop = asyncio.get_running_loop()
        if self._notices is not None:
            self._notices.start(loop)
        return await loop.run_in_executor(self._threads, self.read_now, work)

    async def write(self, work: Work[Result]) -> Result:
        """Run work in a transaction of its own, off the event loop; ring what it announced once committed."""
        loop = asyncio.get_running_loop()

        def committed(topics: tuple[str, ...]) -> None:
            # From the thread, so that a cancelled caller does not swallow the calls of a committed transaction.
            if topics and not loop.is_closed():
                loop.call_soon_threadsafe(self.signals.ring, topics)

        if self._group is not None:
            result: Result = await asyncio.wrap_future(self._group.submit(work, committed))
            return result
        if self._notices is not None:
            self._notices.start(loop)
        return await loop.run_in_executor(self._threads, self._write_alone, work, committed)

    def _write_alone(self, work: Work[Result], committed: Callable[[tuple[str, ...]], None]) -> Result:
        with self._writing.connect() as connection:
            topics: tuple[str, ...] = ()
            try:
                with connection.begin():
                    result = work(connection)
                    topics = take_announced(connection)
                    if topics and self._notices is not None:
                        self._notices.send(connection, topics)
            finally:
                take_announced(connection)
        committed(topics)
        return result

    def read_now(self, work: Work[Result]) -> Result:
        """Run work that changes nothing, on this thread."""
        with self.engine.connect() as connection, connection.begin():
            return work(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a writing transaction on this thread, for the command line and tests."""
        with self._writing.connect() as connection:
            try:
                with connection.begin():
                    yield connection
            finally:
                take_announced(connection)

    def close(self) -> None:
        """Let running transactions end and close all connections."""
        if self._group is not None:
            self._group.close()
        if self._notices is not None:
            self._notices.close()
        self._threads.shutdown()
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the database of a URL: `sqlite:///<file>` or `postgresql://<host>/<name>`.

    The tables must be there: `storage.migrations.upgrade(database.engine)` makes or updates them.

    Raises:
        DatabaseAddressError: The URL cannot be read or names another kind of database.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise DatabaseAddressError(f"{url!r} is no database URL") from error
    backend = address.get_backend_name()
    if backend == "sqlite" and address.database not in {None, "", ":memory:"}:
        return Database(_sqlite(url))
    if backend == "postgresql":
        return Database(_postgresql(url))
    shown = address.render_as_string(hide_password=True)
    raise DatabaseAddressError(f"{shown!r} is neither a SQLite file nor PostgreSQL")


def _sqlite(url: str) -> Engine:
    engine = sa.create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        pool_size=_THREADS + 1,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_SECONDS},
    )

    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: Any) -> None:  # noqa: ARG001 - fixed by SQLAlchemy
    # The driver must not open transactions by itself: it would begin them as readers.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    # A reader that turns writer midway fails at once when another has written: say so at the start.
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql(url: str) -> Engine:
    return sa.create_engine(
        url,
        future=True,
        pool_size=_THREADS,
        max_overflow=4,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
    )
