"""The desk: where staff see who waits, take a conversation, answer and end it."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.clock import Clock, utc_now
from bot.core.replies import Text
from handoff.errors import AlreadyClaimedError, NotYourTicketError, TicketClosedError
from handoff.tickets import Ticket, colleague_name, find_ticket, notify, read_ticket, select_tickets
from handoff.transcript import Line, read_transcript
from handoff.transitions import Move, is_live, move_ticket
from storage.conversations import Conversation, lock_conversation
from storage.engine import Database
from storage.posting import Post, post
from storage.signals import announce, desk_topic, heard
from storage.states import Author, TicketState
from storage.tables import outbox, staff, ticket_events, tickets

#: How long a claim counts without a heartbeat. The console sends one every 20 seconds.
LEASE = timedelta(seconds=60)
#: How often expired claims are looked for.
_EXPIRY_CHECK_SECONDS = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class TicketEvent:
    """One move of a ticket."""

    id: int
    move: Move
    before: TicketState | None
    after: TicketState
    staff_id: int | None
    #: Name of the member of staff, as colleagues read it; empty when nobody of the staff moved it.
    staff_name: str
    at: datetime


class Desk:
    """What the staff console may do. Every method is one transaction."""

    def __init__(self, database: Database, *, clock: Clock = utc_now, lease: timedelta = LEASE) -> None:
        """Serve the tickets of this database."""
        self._database = database
        self._clock = clock
        self._lease = lease

    async def queue(self, site: str) -> list[Ticket]:
        """Return the live tickets of a site: those that wait, oldest first, and those that somebody has."""
        await self.return_expired()
        statement = (
            select_tickets().where(tickets.c.site == site, is_live()).order_by(tickets.c.opened_at, tickets.c.id)
        )
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return [read_ticket(row) for row in rows]

    async def ticket(self, ticket_id: int) -> Ticket:
        """Return one ticket, live or closed.

        Raises:
            UnknownTicketError: There is none of this number.
        """
        return await self._database.read(lambda connection: find_ticket(connection, ticket_id))

    async def transcript(self, ticket_id: int, *, limit: int = 200) -> list[Line]:
        """Return what was said in the conversation of a ticket, before and after it was opened, oldest first.

        Raises:
            UnknownTicketError: There is none of this number.
        """

        def read(connection: Connection) -> list[Line]:
            ticket = find_ticket(connection, ticket_id)
            return read_transcript(connection, ticket.conversation_id, limit=limit)

        return await self._database.read(read)

    async def position(self, conversation_id: int) -> int | None:
        """Return the place of a conversation in its site's queue, from 1; None when it does not wait."""

        def read(connection: Connection) -> int | None:
            mine = tickets.alias("mine")
            ahead = sa.select(sa.func.count()).where(
                tickets.c.site == mine.c.site,
                tickets.c.state == TicketState.OPEN.value,
                tickets.c.id <= mine.c.id,
                mine.c.conversation_id == conversation_id,
                mine.c.state == TicketState.OPEN.value,
            )
            return int(connection.execute(ahead).scalar_one()) or None

        return await self._database.read(read)

    async def claim(self, ticket_id: int, staff_id: int) -> Ticket:
        """Take a waiting ticket; claiming what is already one's own only renews the claim.

        Raises:
            UnknownTicketError: There is none of this number.
            AlreadyClaimedError: Somebody else was first; `holder` says who.
            TicketClosedError: It is closed.
        """
        return await self._database.write(partial(self._claim, ticket_id, staff_id))

    async def heartbeat(self, ticket_id: int, staff_id: int) -> datetime:
        """Say that whoever has the ticket is still there; return until when the claim counts.

        Raises:
            NotYourTicketError: The claim has expired or somebody else has it.
        """
        until = self._clock() + self._lease

        def write(connection: Connection) -> datetime:
            mine = sa.update(tickets).where(tickets.c.id == ticket_id, *_held_by(staff_id))
            if connection.execute(mine.values(lease_until=until)).rowcount != 1:
                raise NotYourTicketError
            return until

        return await self._database.write(write)

    async def release(self, ticket_id: int, staff_id: int) -> None:
        """Put a ticket of one's own back into the queue, and tell the visitor.

        Raises:
            NotYourTicketError: The claim has expired or somebody else has it.
        """
        await self._database.write(partial(self._end_claim, ticket_id, staff_id, Move.RELEASED, "ticket-requeued"))

    async def close(self, ticket_id: int, staff_id: int) -> None:
        """End a ticket of one's own: the visitor is told, and the bot answers again.

        Raises:
            NotYourTicketError: The claim has expired or somebody else has it.
        """
        await self._database.write(partial(self._end_claim, ticket_id, staff_id, Move.CLOSED, "ticket-closed"))

    async def reply(self, ticket_id: int, staff_id: int, text: str, *, request_id: str | None = None) -> int:
        """Write to the visitor; return the number of the message.

        Args:
            ticket_id: A ticket that this member of staff has claimed.
            staff_id: Who writes.
            text: What the visitor reads, unchanged.
            request_id: A key that the console made up; the same key again writes nothing and returns the same
                number.

        Raises:
            NotYourTicketError: The claim has expired or somebody else has it.
        """
        return await self._database.write(partial(self._reply, ticket_id, staff_id, text, request_id))

    async def events(self, ticket_id: int) -> list[TicketEvent]:
        """Return every move of a ticket, oldest first."""
        joined = ticket_events.outerjoin(staff, ticket_events.c.staff_id == staff.c.id)
        statement = sa.select(ticket_events, colleague_name().label("staff_name")).select_from(joined)
        statement = statement.where(ticket_events.c.ticket_id == ticket_id).order_by(ticket_events.c.id)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return [
            TicketEvent(
                id=row.id,
                move=Move(row.move),
                before=None if row.before is None else TicketState(row.before),
                after=TicketState(row.after),
                staff_id=row.staff_id,
                staff_name=row.staff_name or "",
                at=row.at,
            )
            for row in rows
        ]

    async def wait(self, site: str, timeout: float) -> bool:  # noqa: ASYNC109 - a wait with an end is what it is
        """Wait until something changes at a site's desk, at most so many seconds; return whether it did."""
        with self._database.signals.listen(desk_topic(site)) as bell:
            return await heard(bell, timeout)

    async def return_expired(self) -> int:
        """Put tickets whose holder was not heard of back into the queue, tell their visitors, return how many."""
        now = self._clock()
        expired = sa.select(tickets.c.id).where(
            tickets.c.state == TicketState.CLAIMED.value, tickets.c.lease_until < now
        )
        ids = await self._database.read(lambda connection: connection.execute(expired).scalars().all())
        returned = [await self._database.write(partial(self._expire, ticket_id, now)) for ticket_id in ids]
        return sum(returned)

    async def run(self) -> None:
        """Return expired claims to the queue until cancelled."""
        while True:
            try:
                await self.return_expired()
            except Exception:  # the loop is the boundary: a database that is away comes back
                _log.exception("could not look for expired claims")
            await asyncio.sleep(_EXPIRY_CHECK_SECONDS)

    def _claim(self, ticket_id: int, staff_id: int, connection: Connection) -> Ticket:
        now = self._clock()
        conversation = _conversation(connection, ticket_id)
        self._expire(ticket_id, now, connection)
        changes = {"claimed_by": staff_id, "claimed_at": now, "lease_until": now + self._lease}
        if move_ticket(connection, ticket_id, Move.CLAIMED, now, staff_id=staff_id, changes=changes):
            ticket = find_ticket(connection, ticket_id)
            notify(connection, conversation, ticket_id, "ticket-claimed", ticket.language, now)
            return ticket
        ticket = find_ticket(connection, ticket_id)
        if ticket.state is TicketState.CLOSED:
            raise TicketClosedError
        if ticket.claimed_by != staff_id:
            raise AlreadyClaimedError(holder=ticket.holder or "")
        connection.execute(sa.update(tickets).where(tickets.c.id == ticket_id).values(lease_until=now + self._lease))
        return find_ticket(connection, ticket_id)

    def _expire(self, ticket_id: int, now: datetime, connection: Connection) -> bool:
        conversation = _conversation(connection, ticket_id)
        late = tickets.c.lease_until < now
        if not move_ticket(connection, ticket_id, Move.EXPIRED, now, condition=late, changes=_UNCLAIMED):
            return False
        notify(
            connection,
            conversation,
            ticket_id,
            "ticket-requeued",
            find_ticket(connection, ticket_id).language,
            now,
        )
        return True

    def _end_claim(self, ticket_id: int, staff_id: int, move: Move, label: str, connection: Connection) -> None:
        now = self._clock()
        conversation = _conversation(connection, ticket_id)
        mine = sa.and_(*_held_by(staff_id))
        changes = _UNCLAIMED if move is Move.RELEASED else {"closed_at": now, "lease_until": None}
        if not move_ticket(connection, ticket_id, move, now, staff_id=staff_id, condition=mine, changes=changes):
            raise NotYourTicketError
        notify(connection, conversation, ticket_id, label, find_ticket(connection, ticket_id).language, now)

    def _reply(self, ticket_id: int, staff_id: int, text: str, request_id: str | None, connection: Connection) -> int:
        now = self._clock()
        conversation = _conversation(connection, ticket_id)
        mine = sa.update(tickets).where(tickets.c.id == ticket_id, *_held_by(staff_id))
        if connection.execute(mine.values(lease_until=now + self._lease, touched_at=now)).rowcount != 1:
            raise NotYourTicketError
        ticket = find_ticket(connection, ticket_id)
        message = Post(
            author=Author.STAFF,
            reply=Text(text=text),
            language=ticket.language,
            staff_id=staff_id,
            ticket_id=ticket_id,
            request_id=request_id,
        )
        posted = post(connection, conversation, message, now)
        if posted is None:
            known = sa.select(outbox.c.id).where(outbox.c.ticket_id == ticket_id, outbox.c.request_id == request_id)
            return int(connection.execute(known).scalar_one())
        announce(connection, desk_topic(ticket.site))
        return posted


_UNCLAIMED = {"claimed_by": None, "claimed_at": None, "lease_until": None}


def _held_by(staff_id: int) -> tuple[Any, ...]:
    return (tickets.c.state == TicketState.CLAIMED.value, tickets.c.claimed_by == staff_id)


def _conversation(connection: Connection, ticket_id: int) -> Conversation:
    return lock_conversation(connection, find_ticket(connection, ticket_id).conversation_id)
