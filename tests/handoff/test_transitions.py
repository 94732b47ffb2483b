"""The table of moves."""

import itertools

import pytest
import sqlalchemy as sa

from handoff.transitions import LIVE, MOVES, Move, move_ticket
from storage.engine import Database
from storage.states import TicketState
from storage.tables import ticket_events, tickets
from tests.clocks import SetClock
from tests.handoff.conftest import OpenTicket


def test_every_state_can_be_reached_and_closed_is_the_end() -> None:
    assert {target for _, target in MOVES.values()} == set(TicketState)
    assert all(TicketState.CLOSED not in sources for sources, _ in MOVES.values())
    assert set(TicketState) - LIVE == {TicketState.CLOSED}


@pytest.mark.parametrize(("state", "move"), itertools.product(TicketState, Move))
async def test_move_happens_and_writes_an_event_exactly_where_the_table_has_it(
    database: Database, open_for: OpenTicket, clock: SetClock, state: TicketState, move: Move
) -> None:
    ticket_id = await open_for()
    with database.transaction() as connection:
        connection.execute(sa.update(tickets).values(state=state.value))
        moved = move_ticket(connection, ticket_id, move, clock())
        found = connection.execute(sa.select(tickets.c.state)).scalar_one()
        events = connection.execute(sa.select(ticket_events.c.move).order_by(ticket_events.c.id)).scalars().all()
    sources, target = MOVES[move]
    assert moved == (state in sources)
    assert found == (target if moved else state).value
    assert events == (["opened", move.value] if moved else ["opened"])
