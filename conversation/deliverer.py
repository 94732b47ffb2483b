"""The way out: hands the messages of push channels to their senders, in order, until the platform has them."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.core.clock import Clock, utc_now
from bot.core.errors import AssistantError
from bot.core.messages import Channel
from bot.core.messages import Sender as Visitor
from bot.core.replies import parse_reply
from conversation.rendering import Renderer
from conversation.sender import Delivery, DeliveryFailedError, RetryLaterError, Sender, WindowClosedError
from storage.conversations import DELIVERY, claim_due, let_go, let_go_of_all, renew, still_held, worker_name
from storage.engine import Database
from storage.signals import DELIVERY as DELIVERY_TOPIC
from storage.signals import announce, desk_topic, heard
from storage.states import Author, OutboxState
from storage.tables import conversations, inbox, outbox, staff

CONVERSATIONS_AT_ONCE = 32
#: How long a conversation stays with a deliverer that is not heard of.
LEASE = timedelta(seconds=60)
#: After so many attempts a message is given up; with the pauses below that is just under two hours.
ATTEMPTS = 30
_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 15, 30, 60, 120, 300))
_ROWS_AT_ONCE = 20
_POLL_SECONDS = 1.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Parcel:
    """The waiting messages of one conversation."""

    conversation_id: int
    channel: Channel
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class _Mark:
    """What became of one message."""

    state: OutboxState
    parts_sent: int = 0
    error: str | None = None
    #: When to try again, where it is still pending.
    due: datetime | None = None


class Deliverer:
    """Delivers the outbox of one database; several may do so at once.

    A platform that took a message just before a crash gets it again: the platforms offer nothing to prevent it,
    and twice is better than never.
    """

    def __init__(
        self,
        database: Database,
        senders: Mapping[Channel, Sender],
        renderer: Renderer,
        *,
        name: str = "",
        clock: Clock = utc_now,
        lease: timedelta = LEASE,
        poll_seconds: float = _POLL_SECONDS,
    ) -> None:
        """Put the parts together; `run` starts them.

        Args:
            database: Where messages wait.
            senders: The way out of each push channel; messages of other channels are left alone.
            renderer: Makes words of replies.
            name: Stays the same over restarts of one edge and differs between edges.
            clock: The time.
            lease: How long a conversation stays with a deliverer that is not heard of.
            poll_seconds: How often to look without being called.
        """
        self._database = database
        self._senders = senders
        self._renderer = renderer
        self._owner = worker_name(name)
        self._clock = clock
        self._lease = lease
        self._poll_seconds = poll_seconds
        self._running: dict[asyncio.Task[None], int] = {}
        self._closing = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()

    async def run(self) -> None:
        """Deliver until `close` is called; cancelling instead leaves everything as a crash would."""
        self._stopped.clear()
        keeper = asyncio.create_task(self._keep_leases())
        try:
            with self._database.signals.listen(DELIVERY_TOPIC) as bell:
                await self._take_up()
                while not self._closing.is_set():
                    bell.clear()
                    if not await self._start(bell):
                        await heard(bell, self._poll_seconds)
            if self._running:
                await asyncio.wait(self._running, timeout=self._lease.total_seconds())
        finally:
            tasks = [keeper, *self._running]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._stopped.set()

    async def close(self) -> None:
        """Take no more messages and wait until the running ones are through."""
        self._closing.set()
        self._database.signals.ring([DELIVERY_TOPIC])
        await self._stopped.wait()

    async def _take_up(self) -> None:
        try:
            await self._database.write(partial(let_go_of_all, lane=DELIVERY, owner=self._owner))
        except Exception:  # the boundary of the loop: a database that is away comes back
            _log.exception("could not take up what an earlier run had left")

    async def _start(self, bell: asyncio.Event) -> bool:
        free = CONVERSATIONS_AT_ONCE - len(self._running)
        if free <= 0 or not self._senders:
            return False
        take = partial(
            _take, owner=self._owner, now=self._clock(), lease=self._lease, limit=free, channels=[*self._senders]
        )
        try:
            parcels = await self._database.write(take)
        except Exception:  # the boundary of the loop: a database that is away comes back
            _log.exception("could not take messages to deliver")
            return False
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._running[task] = parcel.conversation_id
            task.add_done_callback(partial(self._ended, bell))
        return len(parcels) == free

    def _ended(self, bell: asyncio.Event, task: asyncio.Task[None]) -> None:
        if len(self._running) >= CONVERSATIONS_AT_ONCE:
            bell.set()
        self._running.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            _log.error("a delivery broke off", exc_info=error)

    async def _deliver(self, parcel: _Parcel) -> None:
        for row in parcel.rows:
            mark = await self._send(parcel.channel, row)
            last = row is parcel.rows[-1] or mark.due is not None
            held = await self._database.write(
                partial(_mark, row=row, mark=mark, owner=self._owner, now=self._clock(), last=last)
            )
            if last or not held:
                return

    async def _send(self, channel: Channel, row: Row) -> _Mark:
        try:
            await self._senders[channel].send(self._delivery(row))
        except RetryLaterError as error:
            return self._again(row, error, after=error.after, parts_sent=max(row.parts_sent, error.parts_sent))
        except WindowClosedError as error:
            return _Mark(state=OutboxState.WINDOW_CLOSED, parts_sent=row.parts_sent, error=str(error))
        except (DeliveryFailedError, AssistantError) as error:
            _log.warning("message %d cannot be delivered: %s", row.id, error)
            return _Mark(state=OutboxState.FAILED, parts_sent=row.parts_sent, error=str(error))
        except Exception as error:  # the boundary of channels: what a sender did not foresee is tried again
            _log.exception("the sender of %s broke off", channel.value)
            return self._again(row, error, after=None, parts_sent=row.parts_sent)
        return _Mark(state=OutboxState.SENT)

    def _again(self, row: Row, error: Exception, *, after: float | None, parts_sent: int) -> _Mark:
        said = str(error) or type(error).__name__
        if row.attempts + 1 >= ATTEMPTS:
            return _Mark(state=OutboxState.FAILED, parts_sent=parts_sent, error=said)
        pause = _PAUSES[min(row.attempts, len(_PAUSES) - 1)] if after is None else timedelta(seconds=after)
        return _Mark(state=OutboxState.PENDING, parts_sent=parts_sent, error=said, due=self._clock() + pause)

    def _delivery(self, row: Row) -> Delivery:
        return Delivery(
            outbox_id=row.id,
            visitor=Visitor(site=row.site, channel=Channel(row.channel), platform_id=row.platform_user),
            view=self._renderer.render(parse_reply(row.payload), row.language, row.id),
            author=Author(row.author),
            staff_name=row.display_name or "",
            created_at=row.created_at,
            visitor_at=row.visitor_at,
            answers=row.platform_message_id,
            parts_sent=row.parts_sent,
        )

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            if ids := list(self._running.values()):
                until = self._clock() + self._lease
                try:
                    await self._database.write(partial(renew, lane=DELIVERY, owner=self._owner, ids=ids, until=until))
                except Exception:  # the boundary of the loop: the next round renews again
                    _log.exception("could not renew leases")


def _take(
    connection: Connection, *, owner: str, now: datetime, lease: timedelta, limit: int, channels: list[Channel]
) -> list[_Parcel]:
    ids = claim_due(connection, DELIVERY, owner=owner, now=now, lease=lease, limit=limit, channels=channels)
    parcels = []
    for conversation_id in ids:
        rows = connection.execute(_waiting(conversation_id)).all()
        if rows and rows[0].next_attempt_at <= now:
            parcels.append(_Parcel(conversation_id=conversation_id, channel=Channel(rows[0].channel), rows=tuple(rows)))
        else:
            due = rows[0].next_attempt_at if rows else None
            let_go(connection, DELIVERY, conversation_id=conversation_id, due=due)
    return parcels


def _waiting(conversation_id: int) -> sa.sql.Select:
    joined = (
        outbox.join(conversations, outbox.c.conversation_id == conversations.c.id)
        .outerjoin(staff, outbox.c.staff_id == staff.c.id)
        .outerjoin(inbox, outbox.c.inbox_id == inbox.c.id)
    )
    others = (
        conversations.c.platform_user,
        conversations.c.visitor_at,
        staff.c.display_name,
        inbox.c.platform_message_id,
    )
    chosen = (
        sa.select(outbox, *others)
        .select_from(joined)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.state == OutboxState.PENDING.value)
    )
    return chosen.order_by(outbox.c.id).limit(_ROWS_AT_ONCE)


def _mark(connection: Connection, *, row: Row, mark: _Mark, owner: str, now: datetime, last: bool) -> bool:
    held = still_held(connection, DELIVERY, owner=owner, conversation_id=row.conversation_id)
    values = {
        "state": mark.state.value,
        "attempts": row.attempts + 1,
        "parts_sent": mark.parts_sent,
        "error": mark.error,
        "sent_at": now if mark.state is OutboxState.SENT else None,
        "next_attempt_at": mark.due or now,
    }
    # Also when the conversation has gone to another deliverer: what was sent must not be sent again.
    pending = sa.update(outbox).where(outbox.c.id == row.id, outbox.c.state == OutboxState.PENDING.value)
    connection.execute(pending.values(**values))
    if row.ticket_id is not None:
        announce(connection, desk_topic(row.site))
    if held and last:
        next_row = connection.execute(_waiting(row.conversation_id).limit(1)).first()
        due = None if next_row is None else next_row.next_attempt_at
        let_go(connection, DELIVERY, conversation_id=row.conversation_id, due=due)
        if due is not None:
            announce(connection, DELIVERY_TOPIC)
    return held
