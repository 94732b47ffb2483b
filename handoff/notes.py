"""Notes: what visitors leave for the staff without waiting for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.clock import Clock, utc_now
from bot.core.messages import Channel
from bot.core.replies import Note, NoteKind
from handoff.errors import UnknownNoteError
from storage.conversations import Conversation
from storage.engine import Database
from storage.statements import insert_new
from storage.tables import notes

#: Notes on one page, newest first.
SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class LeftNote:
    """A note as the staff read it."""

    id: int
    conversation_id: int
    channel: Channel
    note: Note
    #: Tag of the language that the visitor was spoken to in.
    language: str
    created_at: datetime


def leave_notes(
    connection: Connection,
    conversation: Conversation,
    left: Sequence[Note],
    *,
    inbox_id: int,
    language: str,
    now: datetime,
) -> None:
    """Store the notes of one message; the same message again stores nothing."""
    for ordinal, one in enumerate(left):
        values = {
            "conversation_id": conversation.id,
            "inbox_id": inbox_id,
            "ordinal": ordinal,
            "site": conversation.sender.site,
            "channel": conversation.sender.channel.value,
            "kind": one.kind.value,
            "text": one.text,
            "contact": one.contact,
            "entry": one.entry,
            "language": language,
            "created_at": now,
        }
        insert_new(connection, notes, values)


class Notes:
    """The notes of one database."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        """Read and settle the notes of this database."""
        self._database = database
        self._clock = clock

    async def open(self, site: str) -> list[LeftNote]:
        """Return the notes that nobody has seen to, newest first."""
        unsettled = sa.and_(notes.c.site == site, notes.c.done_at.is_(None))
        statement = sa.select(notes).where(unsettled).order_by(notes.c.id.desc()).limit(SHOWN)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return [
            LeftNote(
                id=row.id,
                conversation_id=row.conversation_id,
                channel=Channel(row.channel),
                note=Note(kind=NoteKind(row.kind), text=row.text, contact=row.contact, entry=row.entry),
                language=row.language,
                created_at=row.created_at,
            )
            for row in rows
        ]

    async def settle(self, note_id: int, *, site: str, staff_id: int) -> None:
        """Note who has seen to a note; one that somebody has seen to stays theirs.

        Raises:
            UnknownNoteError: The site has no note of this number.
        """
        mine = sa.and_(notes.c.id == note_id, notes.c.site == site)
        settled = sa.update(notes).where(mine, notes.c.done_at.is_(None))
        settled = settled.values(done_at=self._clock(), staff_id=staff_id)

        def write(connection: Connection) -> bool:
            connection.execute(settled)
            return connection.execute(sa.select(notes.c.id).where(mine)).first() is not None

        if not await self._database.write(write):
            raise UnknownNoteError(f"site {site} has no note {note_id}")
