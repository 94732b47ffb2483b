"""Group commit for SQLite: everybody who waits to write shares one commit, and so one wait for the disk.

SQLite lets one connection write at a time, and a commit that survives a power cut waits for the disk. One
thread therefore takes all that waits, runs each piece of work in a savepoint of one transaction, and answers
when that is committed.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection, Engine

from storage.errors import DatabaseClosedError
from storage.signals import take_announced

_AT_ONCE = 64
_Committed = Callable[[tuple[str, ...]], None]


@dataclass(frozen=True, kw_only=True)
class _Job:
    work: Callable[[Connection], Any]
    #: Called with the topics that the work announced, once they are true.
    committed: _Committed
    answer: "Future[Any]" = field(default_factory=Future)


class GroupWriter:
    """One thread that writes for everybody."""

    def __init__(self, engine: Engine) -> None:
        """Start the thread; the engine must begin writing transactions."""
        self._engine = engine
        self._closed = False
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="storage-write", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], Any], committed: _Committed) -> "Future[Any]":
        """Queue work; its result, or the error that undid it, comes when the transaction has ended.

        Raises:
            DatabaseClosedError: `close` was called.
        """
        if self._closed:
            raise DatabaseClosedError
        job = _Job(work=work, committed=committed)
        self._jobs.put(job)
        return job.answer

    def close(self) -> None:
        """Let queued work end and stop the thread."""
        self._closed = True
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        more = True
        while more:
            jobs = [self._jobs.get()]
            while len(jobs) < _AT_ONCE and not self._jobs.empty():
                jobs.append(self._jobs.get())
            more = None not in jobs
            wanted = [job for job in jobs if job is not None and job.answer.set_running_or_notify_cancel()]
            if wanted:
                self._write(wanted)

    def _write(self, jobs: list[_Job]) -> None:
        done: list[tuple[_Job, Any, tuple[str, ...]]] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                for job in jobs:
                    try:
                        with connection.begin_nested():
                            result = job.work(connection)
                    except Exception as error:  # whose work it is gets the error, the others go on
                        take_announced(connection)
                        job.answer.set_exception(error)
                    else:
                        done.append((job, result, take_announced(connection)))
        except Exception as error:  # nothing is committed: everybody gets the error
            for job in jobs:
                if not job.answer.done():
                    job.answer.set_exception(error)
            return
        for job, result, topics in done:
            job.committed(topics)
            job.answer.set_result(result)
