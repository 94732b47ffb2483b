"""The router: takes waiting messages, has them understood, and writes what comes of it.

Many conversations are worked at once, each strictly in order. A crash loses nothing: before the outcome is
written the message is still there and its turn is repeated; afterwards it is done.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy.engine import Connection

from bot.core.clock import Clock, utc_now
from bot.core.messages import Channel
from conversation.errors import TurnFailedError, UnreachableError
from conversation.language import Languages
from conversation.lateness import find_late, say_received
from conversation.outcome import Outcome, finish_work, postpone_work
from conversation.rasa import Understanding
from conversation.rendering import Renderer
from conversation.taking import take_work
from conversation.turns import Turns
from conversation.work import Work
from storage.conversations import WORK, let_go_of_all, renew, worker_name
from storage.engine import Database
from storage.signals import WORK as WORK_TOPIC
from storage.signals import heard

#: Turns under way together. Rasa answers few at a time; more would only wait there instead of here.
TURNS_AT_ONCE = 32
#: How long a conversation stays with a router that is not heard of.
LEASE = timedelta(seconds=15)
#: How long a visitor waits for an answer before reading that the message has arrived.
RECEIVED_AFTER = timedelta(seconds=10)
#: A turn that fails this often is given up.
ATTEMPTS = 2
#: How long to wait after a failed turn, and between knocks at a Rasa that is away.
RETRY_AFTER = timedelta(seconds=1)
_KNOCKS = tuple(timedelta(seconds=seconds) for seconds in (0.5, 1, 2, 4, 5))
#: How often to look without being called: retries that fall due, and messages that another edge accepted.
_POLL_SECONDS = 1.0
_GRACE_SECONDS = 10.0

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class Router:
    """Works the inbox of one database; several may do so at once."""

    def __init__(  # noqa: PLR0913 - parts and limits, all by name
        self,
        database: Database,
        *,
        understanding: Understanding,
        languages: Languages,
        renderer: Renderer,
        name: str = "",
        clock: Clock = utc_now,
        turns_at_once: int = TURNS_AT_ONCE,
        lease: timedelta = LEASE,
        received_after: timedelta = RECEIVED_AFTER,
        retry_after: timedelta = RETRY_AFTER,
        poll_seconds: float = _POLL_SECONDS,
        numbered: frozenset[Channel] = frozenset({Channel.WECHAT}),
    ) -> None:
        """Put the parts together; `run` starts them.

        Args:
            database: Where messages wait.
            understanding: Whoever answers them: Rasa.
            languages: Decides the language of each turn.
            renderer: Proves that a reply can be shown before it is stored.
            name: Of this edge on this machine. It stays the same over restarts of one edge and differs between
                edges, so that a restarted edge takes up at once what it left; without one the lease of what was
                left must run out first.
            clock: The time.
            turns_at_once: Turns that may be under way together.
            lease: How long a conversation stays with a router that is not heard of.
            received_after: When a visitor without an answer reads that the message has arrived.
            retry_after: Pause before a failed turn is tried again.
            poll_seconds: How often to look without being called.
            numbered: Channels without buttons, where a lone number is a choice.
        """
        self._database = database
        self._languages = languages
        self._turns = Turns(understanding, languages, renderer)
        self._owner = worker_name(name)
        self._clock = clock
        self._limit = turns_at_once
        self._lease = lease
        self._received_after = received_after
        self._retry_after = retry_after
        self._poll_seconds = poll_seconds
        self._numbered = numbered
        self._running: dict[asyncio.Task[None], int] = {}
        self._closing = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()

    async def run(self) -> None:
        """Work the inbox until `close` is called; cancelling instead leaves everything as a crash would."""
        self._stopped.clear()
        helpers = [
            asyncio.create_task(self._every(self._lease.total_seconds() / 3, self._keep_leases)),
            asyncio.create_task(self._every(self._poll_seconds, self._remark_on_late)),
        ]
        try:
            await self._guarded(self._take_up)
            with self._database.signals.listen(WORK_TOPIC) as bell:
                while not self._closing.is_set():
                    bell.clear()
                    if not await self._guarded(partial(self._start_turns, bell)):
                        await heard(bell, self._poll_seconds)
            await self._let_turns_end()
        finally:
            await _cancel([*self._running, *helpers])
            self._stopped.set()

    async def close(self) -> None:
        """Take no more messages and wait until running turns have ended."""
        self._closing.set()
        self._database.signals.ring([WORK_TOPIC])
        await self._stopped.wait()

    async def _let_turns_end(self) -> None:
        if self._running:
            await asyncio.wait(self._running, timeout=_GRACE_SECONDS)
        await _cancel([*self._running])
        await self._guarded(self._take_up)

    async def _take_up(self) -> bool:
        free = partial(let_go_of_all, lane=WORK, owner=self._owner)
        return bool(await self._database.write(free))

    async def _start_turns(self, bell: asyncio.Event) -> bool:
        """Start what there is room for; return whether there is room left and may be more at once."""
        free = self._limit - len(self._running)
        if free <= 0:
            return False
        take = partial(
            take_work,
            owner=self._owner,
            now=self._clock(),
            lease=self._lease,
            limit=free,
            numbered=self._numbered,
            language_of=self._languages.current,
        )
        taken = await self._database.write(take)
        for work in taken:
            turn = asyncio.create_task(self._work(work))
            self._running[turn] = work.conversation.id
            turn.add_done_callback(partial(self._ended, bell))
        return len(taken) == free

    def _ended(self, bell: asyncio.Event, turn: asyncio.Task[None]) -> None:
        if len(self._running) >= self._limit:
            bell.set()
        self._running.pop(turn, None)
        if not turn.cancelled() and (error := turn.exception()):
            # The row waits and its lease runs out, so the message is taken again.
            _log.error("a turn broke off", exc_info=error)

    async def _work(self, work: Work) -> None:
        try:
            outcome = await self._turns.take(work)
        except UnreachableError as error:
            _log.warning("message %d waits, Rasa is away: %s", work.inbox_id, error)
            pause = _KNOCKS[min(work.unreachable, len(_KNOCKS) - 1)]
            await self._postpone(work, pause, unreachable=work.unreachable + 1)
        except TurnFailedError as error:
            _log.warning("the turn of message %d failed: %s", work.inbox_id, error)
            if work.attempts + 1 < ATTEMPTS:
                await self._postpone(work, self._retry_after, attempts=work.attempts + 1)
            else:
                await self._finish(work, self._turns.give_up(work))
        else:
            await self._finish(work, outcome)

    async def _finish(self, work: Work, outcome: Outcome) -> None:
        def write(connection: Connection) -> bool:
            return finish_work(connection, work, outcome, owner=self._owner, now=self._clock())

        if not await self._database.write(write):
            _log.warning("message %d was taken over by another router", work.inbox_id)

    async def _postpone(
        self, work: Work, pause: timedelta, *, attempts: int | None = None, unreachable: int | None = None
    ) -> None:
        put_back = partial(
            postpone_work,
            work=work,
            owner=self._owner,
            until=self._clock() + pause,
            attempts=work.attempts if attempts is None else attempts,
            unreachable=work.unreachable if unreachable is None else unreachable,
        )
        await self._database.write(put_back)

    async def _keep_leases(self) -> None:
        if ids := list(self._running.values()):
            until = self._clock() + self._lease
            await self._database.write(partial(renew, lane=WORK, owner=self._owner, ids=ids, until=until))

    async def _remark_on_late(self) -> None:
        late = await self._database.read(partial(find_late, before=self._clock() - self._received_after))
        for work in late:
            say = partial(say_received, work=work, language=self._turns.language(work), now=self._clock())
            await self._database.write(say)

    async def _every(self, seconds: float, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._guarded(step)

    async def _guarded(self, step: Callable[[], Awaitable[Result]]) -> Result | None:
        try:
            return await step()
        except Exception:  # the boundary of the loop: a database that is away comes back
            _log.exception("the router stumbled and goes on")
            return None


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
