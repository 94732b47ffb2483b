"""One row for each visitor on each channel, and the lanes in which workers take it."""

import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.core.messages import Channel, Sender
from storage.errors import MissingRowError
from storage.statements import insert_new
from storage.tables import conversations

_HOST_LENGTH = 40


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One visitor on one channel of one site, as last read."""

    id: int
    sender: Sender
    #: Tag that the visitor chose; None until then.
    language_preferred: str | None
    #: Tag that the visitor last wrote in beyond doubt.
    language_last: str | None
    #: Tag that the platform or browser told.
    language_hint: str | None
    #: When the visitor last sent something.
    visitor_at: datetime | None

    def language(self, default: str) -> str:
        """Return the tag to speak in when no message of the visitor is at hand."""
        return self.language_preferred or self.language_last or self.language_hint or default


@dataclass(frozen=True, kw_only=True)
class Lane:
    """The three columns by which one kind of worker takes a conversation."""

    #: When the conversation next needs the worker; null when it does not.
    due: Any
    #: Who is at it, and until when that counts.
    owner: Any
    until: Any


WORK = Lane(due=conversations.c.work_due_at, owner=conversations.c.work_owner, until=conversations.c.work_until)
DELIVERY = Lane(
    due=conversations.c.delivery_due_at, owner=conversations.c.delivery_owner, until=conversations.c.delivery_until
)


def read_conversation(row: Row) -> Conversation:
    """Return the conversation of a row that selects all its columns."""
    return Conversation(
        id=row.id,
        sender=Sender(site=row.site, channel=Channel(row.channel), platform_id=row.platform_user),
        language_preferred=row.language_preferred,
        language_last=row.language_last,
        language_hint=row.language_hint,
        visitor_at=row.visitor_at,
    )


def lock_conversation(connection: Connection, conversation_id: int) -> Conversation:
    """Return a conversation and keep everybody else from changing it until the transaction ends.

    Whoever adds to a conversation calls this first: so ids within one conversation grow in the order of
    commits, and a reader who has seen number n never misses a smaller one.

    Raises:
        MissingRowError: There is no such conversation.
    """
    statement = sa.select(conversations).where(conversations.c.id == conversation_id).with_for_update()
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise MissingRowError(f"there is no conversation {conversation_id}")
    return read_conversation(row)


def find_conversation(connection: Connection, sender: Sender) -> Conversation | None:
    """Return the conversation of a visitor, locked, or None."""
    statement = sa.select(conversations).where(
        conversations.c.site == sender.site,
        conversations.c.channel == sender.channel.value,
        conversations.c.platform_user == sender.platform_id,
    )
    row = connection.execute(statement.with_for_update()).one_or_none()
    return None if row is None else read_conversation(row)


def ensure_conversation(connection: Connection, sender: Sender, now: datetime) -> Conversation:
    """Return the conversation of a visitor, locked, and make it where there is none."""
    found = find_conversation(connection, sender)
    if found is None:
        insert_new(
            connection,
            conversations,
            {
                "site": sender.site,
                "channel": sender.channel.value,
                "platform_user": sender.platform_id,
                "created_at": now,
            },
        )
        found = find_conversation(connection, sender)
    if found is None:
        raise MissingRowError(f"the conversation of {sender.site}:{sender.channel.value} could not be made")
    return found


def worker_name(name: str = "") -> str:
    """Return what a worker signs its claims with: the machine and its name there, or else something unique."""
    return f"{socket.gethostname()[:_HOST_LENGTH]}/{name}" if name else secrets.token_hex(8)


def claim_due(
    connection: Connection,
    lane: Lane,
    *,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    channels: Iterable[Channel] | None = None,
) -> list[int]:
    """Take conversations that are due and nobody holds; return their ids.

    On PostgreSQL rows that another worker is just taking are skipped, on SQLite there is one writer at a time.
    """
    table = conversations.c
    free = sa.or_(lane.until.is_(None), lane.until < now)
    due = sa.select(table.id).where(lane.due <= now, free).order_by(lane.due).limit(limit)
    if channels is not None:
        due = due.where(table.channel.in_([channel.value for channel in channels]))
    ids = [row.id for row in connection.execute(due.with_for_update(skip_locked=True))]
    if ids:
        taken = sa.update(conversations).where(table.id.in_(ids))
        connection.execute(taken.values({lane.owner: owner, lane.until: now + lease}))
    return ids


def renew(connection: Connection, lane: Lane, *, owner: str, ids: list[int], until: datetime) -> None:
    """Hold on to conversations that this owner still has."""
    mine = sa.update(conversations).where(conversations.c.id.in_(ids), lane.owner == owner)
    connection.execute(mine.values({lane.until: until}))


def still_held(connection: Connection, lane: Lane, *, owner: str, conversation_id: int) -> bool:
    """Lock a conversation and return whether it is still this owner's to change."""
    statement = sa.select(lane.owner).where(conversations.c.id == conversation_id).with_for_update()
    return bool(connection.execute(statement).scalar_one_or_none() == owner)


def let_go(connection: Connection, lane: Lane, *, conversation_id: int, due: datetime | None) -> None:
    """Give a conversation back and note when it next needs a worker."""
    statement = sa.update(conversations).where(conversations.c.id == conversation_id)
    connection.execute(statement.values({lane.owner: None, lane.until: None, lane.due: due}))


def let_go_of_all(connection: Connection, lane: Lane, *, owner: str) -> int:
    """Give back whatever a worker of this name held before it went down; return how many."""
    statement = sa.update(conversations).where(lane.owner == owner)
    return int(connection.execute(statement.values({lane.owner: None, lane.until: None})).rowcount)
