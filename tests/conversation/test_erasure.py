"""Who wants to be forgotten leaves nothing behind, and nobody else loses anything."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.clock import utc_now
from bot.core.messages import Channel, InboundMessage, Sender
from bot.core.replies import Handoff, HandoffReason, Note, NoteKind
from conversation.erasure import erase
from conversation.errors import UnknownConversationError
from conversation.inbox import Inbox
from handoff.notes import leave_notes
from handoff.tickets import open_ticket
from storage.conversations import ensure_conversation
from storage.engine import Database
from storage.tables import metadata

SITE = "sip"


async def leave_traces(database: Database, visitor: str) -> int:
    """Let a visitor write, ask for a person and leave a note; return the number of the conversation."""
    sender = Sender(site=SITE, channel=Channel.WEB, platform_id=visitor)
    said = InboundMessage(sender=sender, message_id=f"{visitor}-1", received_at=utc_now(), text="delete my data")
    accepted = await Inbox(database).accept(said)

    def write(connection: Connection) -> None:
        conversation = ensure_conversation(connection, sender, utc_now())
        open_ticket(connection, conversation, Handoff(reason=HandoffReason.ASKED, summary=""), "en", utc_now())
        note = Note(kind=NoteKind.DELETION)
        leave_notes(connection, conversation, [note], inbox_id=accepted.inbox_id, language="en", now=utc_now())

    await database.write(write)
    return accepted.conversation_id


def rows(database: Database) -> dict[str, int]:
    def count(connection: Connection) -> dict[str, int]:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }

    return database.read_now(count)


async def test_everything_of_the_conversation_goes_and_nothing_else(database: Database) -> None:
    await leave_traces(database, "anna")
    before = rows(database)
    ben = await leave_traces(database, "ben")

    erased = await erase(database, ben, site=SITE)

    assert rows(database) == before
    assert str(erased.sender) == "sip:web:ben"
    assert (erased.received, erased.tickets, erased.notes) == (1, 1, 1)


async def test_a_number_that_the_site_does_not_have_is_named(database: Database) -> None:
    anna = await leave_traces(database, "anna")
    before = rows(database)

    with pytest.raises(UnknownConversationError, match="elsewhere has no conversation"):
        await erase(database, anna, site="elsewhere")

    assert rows(database) == before
