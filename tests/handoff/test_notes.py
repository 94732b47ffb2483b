"""What visitors leave for the staff: stored once, seen by their own site, gone when somebody has seen to it."""

import pytest
from sqlalchemy.engine import Connection

from bot.core.messages import Channel, InboundMessage, Sender
from bot.core.replies import Note, NoteKind
from conversation.inbox import Inbox
from handoff.errors import UnknownNoteError
from handoff.notes import Notes, leave_notes
from storage.conversations import ensure_conversation
from storage.engine import Database
from tests.clocks import SetClock

IDEA = Note(kind=NoteKind.SUGGESTION, text="Open on Sunday mornings", contact="anna@example.org")
DOWN = Note(kind=NoteKind.FEEDBACK, text="Too long", entry="life.bank-account")


@pytest.fixture
def kept(database: Database, clock: SetClock) -> Notes:
    return Notes(database, clock=clock)


async def leave(database: Database, clock: SetClock, *left: Note, message: str = "m1", site: str = "sip") -> None:
    sender = Sender(site=site, channel=Channel.WEB, platform_id="anna")
    said = InboundMessage(sender=sender, message_id=message, received_at=clock(), text="hello")
    accepted = await Inbox(database, clock=clock).accept(said)

    def write(connection: Connection) -> None:
        conversation = ensure_conversation(connection, sender, clock())
        leave_notes(connection, conversation, left, inbox_id=accepted.inbox_id, language="en", now=clock())

    await database.write(write)


async def test_the_newest_is_first_and_a_message_counts_once(database: Database, clock: SetClock, kept: Notes) -> None:
    await leave(database, clock, IDEA)
    await leave(database, clock, IDEA)
    await leave(database, clock, DOWN, message="m2")

    assert [one.note for one in await kept.open("sip")] == [DOWN, IDEA]


async def test_what_was_seen_to_is_gone_and_stays_so(
    database: Database, clock: SetClock, kept: Notes, staff_ids: list[int]
) -> None:
    await leave(database, clock, IDEA, DOWN)
    first, second = await kept.open("sip")

    await kept.settle(first.id, site="sip", staff_id=staff_ids[0])
    await kept.settle(first.id, site="sip", staff_id=staff_ids[1])

    assert [one.id for one in await kept.open("sip")] == [second.id]


async def test_another_site_neither_reads_nor_settles(
    database: Database, clock: SetClock, kept: Notes, staff_ids: list[int]
) -> None:
    await leave(database, clock, IDEA)
    (note,) = await kept.open("sip")

    assert await kept.open("elsewhere") == []
    with pytest.raises(UnknownNoteError, match="elsewhere"):
        await kept.settle(note.id, site="elsewhere", staff_id=staff_ids[0])
