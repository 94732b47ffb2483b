"""Staff take, answer and end conversations; the database decides who was first."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy.engine import Connection

from conversation.outbox import Outbox
from handoff.desk import LEASE, Desk
from handoff.errors import AlreadyClaimedError, NotYourTicketError, TicketClosedError, UnknownTicketError
from handoff.tickets import Ticket
from handoff.transcript import AssistantLine
from handoff.transitions import Move
from storage.engine import Database, open_database
from storage.statements import insert_new
from storage.states import Author, TicketState
from storage.tables import staff
from tests.clocks import SetClock
from tests.handoff.conftest import OpenTicket

LATE = LEASE.total_seconds() + 1


async def test_conversation_has_one_live_ticket(open_for: OpenTicket, desk: Desk, staff_ids: list[int]) -> None:
    first = await open_for()
    assert await open_for() is None
    await desk.claim(first, staff_ids[0])
    assert await open_for() is None
    await desk.close(first, staff_ids[0])
    assert await open_for() not in {None, first}


async def test_of_fifty_claims_at_once_one_wins(
    open_for: OpenTicket, database_url: str, clock: SetClock, staff_ids: list[int]
) -> None:
    ticket_id = await open_for()
    # Two edges over one database, as with two servers.
    databases = [open_database(database_url), open_database(database_url)]
    desks = [Desk(one, clock=clock) for one in databases]
    claims = [desks[n % 2].claim(ticket_id, staff_ids[n % 3]) for n in range(50)]
    results = await asyncio.gather(*claims, return_exceptions=True)
    won = [result for result in results if isinstance(result, Ticket)]
    lost = [result for result in results if isinstance(result, AlreadyClaimedError)]
    holders = {ticket.claimed_by for ticket in won}
    assert len(holders) == 1
    assert len(won) + len(lost) == 50
    assert {error.holder for error in lost} == {won[0].holder}
    events = await desks[0].events(ticket_id)
    assert [event.move for event in events] == [Move.OPENED, Move.CLAIMED]
    for one in databases:
        one.close()


async def test_fifty_different_people_claim_and_exactly_one_wins(
    open_for: OpenTicket, desk: Desk, database: Database, staff_ids: list[int]
) -> None:
    ticket_id = await open_for()
    crowd = await database.write(lambda connection: _hire(connection, 50))
    results = await asyncio.gather(*(desk.claim(ticket_id, one) for one in crowd), return_exceptions=True)
    assert sum(isinstance(result, Ticket) for result in results) == 1
    assert sum(isinstance(result, AlreadyClaimedError) for result in results) == 49


async def test_expired_claim_returns_to_the_queue_and_the_visitor_is_told(
    open_for: OpenTicket, desk: Desk, database: Database, clock: SetClock, staff_ids: list[int]
) -> None:
    ticket_id = await open_for()
    ticket = await desk.claim(ticket_id, staff_ids[0])
    clock.advance(LATE)
    assert await desk.return_expired() == 1
    assert await desk.return_expired() == 0
    [waiting] = await desk.queue("sip")
    assert (waiting.state, waiting.claimed_by) == (TicketState.OPEN, None)
    with pytest.raises(NotYourTicketError):
        await desk.reply(ticket_id, staff_ids[0], "too late")
    assert await _labels(database, ticket.conversation_id) == ["ticket-claimed", "ticket-requeued"]


async def test_heartbeat_keeps_a_claim(open_for: OpenTicket, desk: Desk, clock: SetClock, staff_ids: list[int]) -> None:
    ticket_id = await open_for()
    await desk.claim(ticket_id, staff_ids[0])
    for _ in range(3):
        clock.advance(LATE / 2)
        await desk.heartbeat(ticket_id, staff_ids[0])
    assert await desk.return_expired() == 0


async def test_heartbeat_after_expiry_is_refused(
    open_for: OpenTicket, desk: Desk, clock: SetClock, staff_ids: list[int]
) -> None:
    ticket_id = await open_for()
    await desk.claim(ticket_id, staff_ids[0])
    clock.advance(LATE)
    await desk.return_expired()
    with pytest.raises(NotYourTicketError):
        await desk.heartbeat(ticket_id, staff_ids[0])


async def test_expired_claim_may_be_taken_by_somebody_else_at_once(
    open_for: OpenTicket, desk: Desk, clock: SetClock, staff_ids: list[int]
) -> None:
    ticket_id = await open_for()
    await desk.claim(ticket_id, staff_ids[0])
    clock.advance(LATE)
    ticket = await desk.claim(ticket_id, staff_ids[1])
    assert ticket.holder == "Park"
    assert [event.move for event in await desk.events(ticket_id)] == [
        Move.OPENED,
        Move.CLAIMED,
        Move.EXPIRED,
        Move.CLAIMED,
    ]


async def test_staff_reply_reaches_the_visitor_in_order_and_once(
    open_for: OpenTicket, desk: Desk, database: Database, staff_ids: list[int]
) -> None:
    ticket_id = await open_for()
    ticket = await desk.claim(ticket_id, staff_ids[0])
    numbers = [await desk.reply(ticket_id, staff_ids[0], f"line {n}", request_id=f"key-{n}") for n in range(5)]
    assert await desk.reply(ticket_id, staff_ids[0], "line 4", request_id="key-4") == numbers[4]
    rows = await Outbox(database).after(ticket.conversation_id, 0)
    staff_rows = [row for row in rows if row.author is Author.STAFF]
    assert [row.payload["text"] for row in staff_rows] == [f"line {n}" for n in range(5)]
    assert {row.staff_name for row in staff_rows} == {"Li"}


async def test_reply_wakes_a_waiting_stream(
    open_for: OpenTicket, desk: Desk, database: Database, staff_ids: list[int]
) -> None:
    ticket = await desk.claim(await open_for(), staff_ids[0])
    outbox = Outbox(database)
    [claimed] = await outbox.after(ticket.conversation_id, 0)
    stream = asyncio.create_task(outbox.wait(ticket.conversation_id, claimed.id, timeout=30))
    await asyncio.sleep(0)
    await desk.reply(ticket.id, staff_ids[0], "hello")
    [row] = await asyncio.wait_for(stream, 5)
    assert row.payload["text"] == "hello"


async def test_only_the_holder_may_reply_release_and_close(
    open_for: OpenTicket, desk: Desk, staff_ids: list[int]
) -> None:
    ticket_id = await open_for()
    await desk.claim(ticket_id, staff_ids[0])
    for attempt in (
        desk.reply(ticket_id, staff_ids[1], "me too"),
        desk.release(ticket_id, staff_ids[1]),
        desk.close(ticket_id, staff_ids[1]),
        desk.heartbeat(ticket_id, staff_ids[1]),
    ):
        with pytest.raises(NotYourTicketError):
            await attempt


async def test_closing_tells_the_visitor_once(
    open_for: OpenTicket, desk: Desk, database: Database, staff_ids: list[int]
) -> None:
    ticket = await desk.claim(await open_for(), staff_ids[0])
    results = await asyncio.gather(*(desk.close(ticket.id, staff_ids[0]) for _ in range(5)), return_exceptions=True)
    assert sum(result is None for result in results) == 1
    assert await _labels(database, ticket.conversation_id) == ["ticket-claimed", "ticket-closed"]
    with pytest.raises(TicketClosedError):
        await desk.claim(ticket.id, staff_ids[1])


async def test_queue_shows_a_site_its_own_oldest_first(open_for: OpenTicket, desk: Desk, clock: SetClock) -> None:
    ids = []
    for visitor in ("a", "b", "c"):
        ids.append(await open_for(visitor))
        clock.advance(1)
    await open_for("d", site="other")
    assert [ticket.id for ticket in await desk.queue("sip")] == ids


async def test_position_counts_those_ahead(open_for: OpenTicket, desk: Desk, staff_ids: list[int]) -> None:
    first = await desk.ticket(await open_for("a"))
    second = await desk.ticket(await open_for("b"))
    assert [await desk.position(one.conversation_id) for one in (first, second)] == [1, 2]
    await desk.claim(first.id, staff_ids[0])
    assert [await desk.position(one.conversation_id) for one in (first, second)] == [None, 1]


async def test_unknown_ticket_is_named(desk: Desk, staff_ids: list[int]) -> None:
    with pytest.raises(UnknownTicketError, match="999"):
        await desk.claim(999, staff_ids[0])


async def test_change_at_the_desk_wakes_the_console(open_for: OpenTicket, desk: Desk) -> None:
    console = asyncio.create_task(desk.wait("sip", 30))
    await asyncio.sleep(0)
    await open_for()
    assert await asyncio.wait_for(console, 5)


async def test_transcript_holds_what_the_visitor_was_told(
    open_for: OpenTicket, desk: Desk, staff_ids: list[int]
) -> None:
    ticket = await desk.claim(await open_for(), staff_ids[0])
    await desk.reply(ticket.id, staff_ids[0], "hello")
    lines = await desk.transcript(ticket.id)
    assert [line.author for line in lines if isinstance(line, AssistantLine)] == [Author.SYSTEM, Author.STAFF]


def _hire(connection: Connection, number: int) -> list[int]:
    values = {"site": "sip", "password_hash": "-", "languages": [], "active": True}
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    return [
        insert_new(connection, staff, {**values, "username": f"u{n}", "display_name": f"U{n}", "created_at": moment})
        for n in range(number)
    ]


async def _labels(database: Database, conversation_id: int) -> list[object]:
    return [row.payload["label"] for row in await Outbox(database).after(conversation_id, 0)]
