"""The moves of a ticket: one table, and the only place that changes a state."""

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.signals import announce, desk_topic
from storage.states import TicketState
from storage.tables import ticket_events, tickets


class Move(str, Enum):
    """What can happen to a ticket."""

    OPENED = "opened"
    CLAIMED = "claimed"
    #: Given back by whoever had it.
    RELEASED = "released"
    #: Given back because whoever had it was not heard of.
    EXPIRED = "expired"
    CLOSED = "closed"
    #: Closed by the visitor, who goes on with the bot.
    WITHDRAWN = "withdrawn"


#: From which states a move starts, and where it ends.
MOVES: dict[Move, tuple[frozenset[TicketState | None], TicketState]] = {
    Move.OPENED: (frozenset({None}), TicketState.OPEN),
    Move.CLAIMED: (frozenset({TicketState.OPEN}), TicketState.CLAIMED),
    Move.RELEASED: (frozenset({TicketState.CLAIMED}), TicketState.OPEN),
    Move.EXPIRED: (frozenset({TicketState.CLAIMED}), TicketState.OPEN),
    Move.CLOSED: (frozenset({TicketState.CLAIMED}), TicketState.CLOSED),
    Move.WITHDRAWN: (frozenset({TicketState.OPEN, TicketState.CLAIMED}), TicketState.CLOSED),
}

#: States in which the bot is silent.
LIVE = frozenset({TicketState.OPEN, TicketState.CLAIMED})


def is_live() -> Any:
    """Return the condition that a ticket is live.

    It is spelt as in the partial unique index: SQLite uses that only where the same words stand, without a
    bound value.
    """
    return tickets.c.state != sa.literal_column(f"'{TicketState.CLOSED.value}'")


def move_ticket(
    connection: Connection,
    ticket_id: int,
    move: Move,
    now: datetime,
    *,
    staff_id: int | None = None,
    condition: Any = None,
    changes: dict[str, Any] | None = None,
) -> bool:
    """Make a move if the ticket is in a state that allows it; return whether it was.

    One conditional update decides, so of many at once exactly one wins. The winner's event is in the same
    transaction.

    Args:
        connection: A writing transaction.
        ticket_id: The ticket.
        move: What happens to it.
        now: When.
        staff_id: Who does it; None when nobody of the staff does.
        condition: What must hold besides the state.
        changes: Other columns that change with it.
    """
    sources, target = MOVES[move]
    columns = (tickets.c.site, tickets.c.state)
    before = connection.execute(sa.select(*columns).where(tickets.c.id == ticket_id)).one_or_none()
    if before is None or TicketState(before.state) not in sources:
        return False
    statement = sa.update(tickets).where(tickets.c.id == ticket_id, tickets.c.state == before.state)
    if condition is not None:
        statement = statement.where(condition)
    values = {"state": target.value, "touched_at": now, **(changes or {})}
    if connection.execute(statement.values(**values)).rowcount != 1:
        return False
    record(connection, ticket_id, before.site, move, now, before=before.state, staff_id=staff_id)
    return True


def record(
    connection: Connection,
    ticket_id: int,
    site: str,
    move: Move,
    now: datetime,
    *,
    before: str | None,
    staff_id: int | None,
) -> None:
    """Write the event of a move and tell the desk."""
    values = {
        "ticket_id": ticket_id,
        "site": site,
        "move": move.value,
        "before": before,
        "after": MOVES[move][1].value,
        "staff_id": staff_id,
        "at": now,
    }
    connection.execute(sa.insert(ticket_events).values(values))
    announce(connection, desk_topic(site))
