"""Messages to visitors, as they are read again: by a web page's stream and by the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Row

from bot.core.replies import Reply, parse_reply
from storage.engine import Database
from storage.signals import heard, outbox_topic
from storage.states import Author, OutboxState
from storage.tables import inbox, outbox, staff


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """One message to a visitor, as stored."""

    #: Grows within a conversation; the web stream's event id.
    id: int
    conversation_id: int
    author: Author
    #: Display name of the member of staff who wrote it; empty for the bot and the system.
    staff_name: str
    payload: Mapping[str, object]
    language: str
    state: OutboxState
    created_at: datetime
    #: The platform's id of the visitor's message that this answers; None when it answers none.
    answers: str | None

    @property
    def reply(self) -> Reply:
        """Return the reply that the row holds."""
        return parse_reply(self.payload)


_AFTER = (
    sa.select(outbox, staff.c.display_name, inbox.c.platform_message_id)
    .select_from(
        outbox.outerjoin(staff, outbox.c.staff_id == staff.c.id).outerjoin(inbox, outbox.c.inbox_id == inbox.c.id)
    )
    .where(outbox.c.conversation_id == sa.bindparam("conversation"), outbox.c.id > sa.bindparam("last"))
    .order_by(outbox.c.id)
    .limit(sa.bindparam("most"))
)


class Outbox:
    """Reads the messages of one conversation in order."""

    def __init__(self, database: Database) -> None:
        """Read from this database."""
        self._database = database

    async def after(self, conversation_id: int, last_id: int, limit: int = 100) -> list[OutboxRow]:
        """Return the messages of a conversation that follow a number, oldest first; 0 is the beginning."""
        wanted = {"conversation": conversation_id, "last": last_id, "most": limit}
        rows = await self._database.read(lambda connection: connection.execute(_AFTER, wanted).all())
        return [_read(row) for row in rows]

    async def wait(
        self,
        conversation_id: int,
        after: int,
        timeout: float,  # noqa: ASYNC109 - a wait with an end is what it is
        limit: int = 100,
    ) -> list[OutboxRow]:
        """Return the messages that follow a number, waiting for the first one at most so many seconds.

        An empty list is the moment for a stream to send its heartbeat. Nothing is asked of the database in
        between.
        """
        with self._database.signals.listen(outbox_topic(conversation_id)) as bell:
            rows = await self.after(conversation_id, after, limit)
            if rows or not await heard(bell, timeout):
                return rows
            return await self.after(conversation_id, after, limit)


def _read(row: Row) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        conversation_id=row.conversation_id,
        author=Author(row.author),
        staff_name=row.display_name or "",
        payload=row.payload,
        language=row.language,
        state=OutboxState(row.state),
        created_at=row.created_at,
        answers=row.platform_message_id,
    )
