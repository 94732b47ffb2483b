"""What was said in a conversation, both ways, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.messages import InboundKind
from storage.states import Author, OutboxState
from storage.tables import inbox, outbox, staff


@dataclass(frozen=True, kw_only=True)
class VisitorLine:
    """Something that the visitor sent."""

    #: Number of the inbox row.
    id: int
    at: datetime
    kind: InboundKind
    text: str
    #: Tag that it was understood in; None while it waits, or when it went to the desk unread.
    language: str | None
    #: The platform's id of the message, by which a web page recognises what it sent itself.
    message_id: str


@dataclass(frozen=True, kw_only=True)
class AssistantLine:
    """Something that the visitor was sent."""

    #: Number of the outbox row.
    id: int
    at: datetime
    author: Author
    #: Display name of the member of staff; empty for the bot and the system.
    staff_name: str
    #: The reply as stored; rendering makes words of it.
    payload: Mapping[str, object]
    language: str
    #: Whether it arrived, so that staff see what the visitor has not read.
    state: OutboxState
    error: str | None


Line = VisitorLine | AssistantLine


def read_transcript(connection: Connection, conversation_id: int, *, limit: int = 200) -> list[Line]:
    """Return the last lines of a conversation, oldest first."""
    lines: list[Line] = [
        *_visitor_lines(connection, conversation_id, limit),
        *_assistant_lines(connection, conversation_id, limit),
    ]
    # A visitor's line and its answer may carry the same moment: the question stands first.
    lines.sort(key=lambda line: (line.at, isinstance(line, AssistantLine), line.id))
    return lines[-limit:]


def _visitor_lines(connection: Connection, conversation_id: int, limit: int) -> list[VisitorLine]:
    statement = sa.select(inbox).where(inbox.c.conversation_id == conversation_id)
    rows = connection.execute(statement.order_by(inbox.c.id.desc()).limit(limit))
    return [
        VisitorLine(
            id=row.id,
            at=row.accepted_at,
            kind=InboundKind(row.kind),
            text=row.text,
            language=row.language,
            message_id=row.platform_message_id,
        )
        for row in rows
    ]


def _assistant_lines(connection: Connection, conversation_id: int, limit: int) -> list[AssistantLine]:
    joined = outbox.outerjoin(staff, outbox.c.staff_id == staff.c.id)
    statement = sa.select(outbox, staff.c.display_name).select_from(joined)
    chosen = statement.where(outbox.c.conversation_id == conversation_id)
    rows = connection.execute(chosen.order_by(outbox.c.id.desc()).limit(limit))
    return [
        AssistantLine(
            id=row.id,
            at=row.created_at,
            author=Author(row.author),
            staff_name=row.display_name or "",
            payload=row.payload,
            language=row.language,
            state=OutboxState(row.state),
            error=row.error,
        )
        for row in rows
    ]
