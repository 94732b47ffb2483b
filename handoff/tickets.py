"""Tickets: a conversation that a person is asked to take over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.core.messages import Channel
from bot.core.replies import Handoff, HandoffReason, Notification
from handoff.errors import UnknownTicketError
from handoff.transitions import Move, is_live, move_ticket, record
from storage.conversations import Conversation
from storage.posting import Post, post
from storage.signals import announce, desk_topic
from storage.statements import insert_new
from storage.states import Author, TicketState
from storage.tables import staff, tickets


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A conversation for staff, as last read."""

    id: int
    conversation_id: int
    site: str
    channel: Channel
    state: TicketState
    reason: HandoffReason
    #: Tag of the language that the visitor is spoken to in.
    language: str
    #: What it is about, in the visitor's words.
    summary: str
    #: Ids of the entries that the conversation was about.
    entries: tuple[str, ...]
    opened_at: datetime
    #: When anything last happened in it.
    touched_at: datetime
    #: Who has it: staff id, and the name that colleagues read; None while it waits.
    claimed_by: int | None
    holder: str | None
    claimed_at: datetime | None
    #: Until when the claim counts without a heartbeat.
    lease_until: datetime | None
    closed_at: datetime | None


def colleague_name() -> Any:
    """Return the column of a name by which staff know each other: not all have one that visitors read."""
    return sa.func.coalesce(sa.func.nullif(staff.c.display_name, ""), staff.c.username)


def select_tickets() -> Any:
    """Return the statement that selects tickets with the name of their holder."""
    joined = tickets.outerjoin(staff, tickets.c.claimed_by == staff.c.id)
    return sa.select(tickets, colleague_name().label("holder")).select_from(joined)


def read_ticket(row: Row) -> Ticket:
    """Return the ticket of a row of `select_tickets`."""
    return Ticket(
        id=row.id,
        conversation_id=row.conversation_id,
        site=row.site,
        channel=Channel(row.channel),
        state=TicketState(row.state),
        reason=HandoffReason(row.reason),
        language=row.language,
        summary=row.summary,
        entries=tuple(row.entries),
        opened_at=row.opened_at,
        touched_at=row.touched_at,
        claimed_by=row.claimed_by,
        holder=row.holder,
        claimed_at=row.claimed_at,
        lease_until=row.lease_until,
        closed_at=row.closed_at,
    )


def find_ticket(connection: Connection, ticket_id: int) -> Ticket:
    """Return a ticket.

    Raises:
        UnknownTicketError: There is none of this number.
    """
    row = connection.execute(select_tickets().where(tickets.c.id == ticket_id)).one_or_none()
    if row is None:
        raise UnknownTicketError(f"there is no ticket {ticket_id}")
    return read_ticket(row)


def find_live(connection: Connection, conversation_id: int) -> int | None:
    """Return the id of the live ticket of a conversation, or None: then the bot may speak."""
    statement = sa.select(tickets.c.id).where(tickets.c.conversation_id == conversation_id, is_live())
    found = connection.execute(statement).scalar_one_or_none()
    return None if found is None else int(found)


def open_ticket(
    connection: Connection, conversation: Conversation, handoff: Handoff, language: str, now: datetime
) -> int | None:
    """Open a ticket for a conversation; return its id, or None when one is live already.

    The conversation must be locked in this transaction. The partial unique index is what keeps the promise of
    one live ticket; this function only asks it.
    """
    ticket_id = insert_new(
        connection,
        tickets,
        {
            "conversation_id": conversation.id,
            "site": conversation.sender.site,
            "channel": conversation.sender.channel.value,
            "state": TicketState.OPEN.value,
            "reason": handoff.reason.value,
            "language": language,
            "summary": handoff.summary,
            "entries": list(handoff.entries),
            "opened_at": now,
            "touched_at": now,
        },
    )
    if ticket_id is not None:
        record(connection, ticket_id, conversation.sender.site, Move.OPENED, now, before=None, staff_id=None)
    return ticket_id


def touch_ticket(connection: Connection, ticket_id: int, now: datetime) -> None:
    """Note that something happened in a ticket and tell the desk."""
    row = connection.execute(sa.select(tickets.c.site).where(tickets.c.id == ticket_id)).one()
    connection.execute(sa.update(tickets).where(tickets.c.id == ticket_id).values(touched_at=now))
    announce(connection, desk_topic(row.site))


def withdraw_ticket(
    connection: Connection, conversation: Conversation, ticket_id: int, now: datetime, *, language: str
) -> bool:
    """Close a ticket because the visitor goes on with the bot, and say so; return whether it was live."""
    changes = {"closed_at": now, "lease_until": None}
    if not move_ticket(connection, ticket_id, Move.WITHDRAWN, now, changes=changes):
        return False
    notify(connection, conversation, ticket_id, "ticket-withdrawn", language, now)
    return True


def notify(
    connection: Connection, conversation: Conversation, ticket_id: int, label: str, language: str, now: datetime
) -> None:
    """Tell the visitor what became of the ticket, in a sentence of the system's own."""
    message = Post(author=Author.SYSTEM, reply=Notification(label=label), language=language, ticket_id=ticket_id)
    post(connection, conversation, message, now)
