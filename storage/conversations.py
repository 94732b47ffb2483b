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
    #: Code of the language that the visitor was told is not spoken here; None until then.
    language_foreign: str | None = None
    #: Tag that the visitor was offered to change to; None until then.
    language_offered: str | None = None
    #: When the visitor last sent something.
    visitor_at: datetime | None

    def language(self, default: str) -> str:
        """Return the tag to speak in when no message of the visitor is at hand."""
        return self.language_preferred or self.language_last or self.language_hint or default


class Lane:
    """The three columns by which one kind of worker takes a conversation, and the statements on them.

    Statements of the hot path are built once, here and elsewhere: SQLAlchemy 1.4 takes longer to build one and to look
    up what it compiled to than SQLite takes to run it.
    """

    def __init__(self, *, due: Any, owner: Any, until: Any) -> None:
        """Take these columns.

        Args:
            due: When the conversation next needs the worker; null when it does not.
            owner: Who is at it.
            until: Until when that counts.
        """
        table = conversations.c
        self.owner = owner
        self.until = until
        free = sa.or_(until.is_(None), until < sa.bindparam("now"))
        claimable = sa.select(table.id).where(due <= sa.bindparam("now"), free).order_by(due)
        self.claimable = claimable.limit(sa.bindparam("most")).with_for_update(skip_locked=True)
        self.claimable_of_some = self.claimable.where(table.channel.in_(sa.bindparam("channels", expanding=True)))
        some = table.id.in_(sa.bindparam("ids", expanding=True))
        self.claimed = (
            sa.update(conversations).where(some).values({owner: sa.bindparam("by"), until: sa.bindparam("to")})
        )
        self.holder = sa.select(owner).where(table.id == sa.bindparam("row")).with_for_update()
        given_back = sa.update(conversations).where(table.id == sa.bindparam("row"))
        self.given_back = given_back.values({owner: None, until: None, due: sa.bindparam("next")})


WORK = Lane(due=conversations.c.work_due_at, owner=conversations.c.work_owner, until=conversations.c.work_until)
DELIVERY = Lane(
    due=conversations.c.delivery_due_at, owner=conversations.c.delivery_owner, until=conversations.c.delivery_until
)

_BY_ID = sa.select(conversations).where(conversations.c.id == sa.bindparam("row")).with_for_update()
_BY_SENDER = (
    sa.select(conversations)
    .where(
        conversations.c.site == sa.bindparam("of_site"),
        conversations.c.channel == sa.bindparam("on_channel"),
        conversations.c.platform_user == sa.bindparam("visitor"),
    )
    .with_for_update()
)


def read_conversation(row: Row) -> Conversation:
    """Return the conversation of a row that selects all its columns."""
    return Conversation(
        id=row.id,
        sender=Sender(site=row.site, channel=Channel(row.channel), platform_id=row.platform_user),
        language_preferred=row.language_preferred,
        language_last=row.language_last,
        language_hint=row.language_hint,
        language_foreign=row.language_foreign,
        language_offered=row.language_offered,
        visitor_at=row.visitor_at,
    )


def lock_conversation(connection: Connection, conversation_id: int) -> Conversation:
    """Return a conversation and keep everybody else from changing it until the transaction ends.

    Whoever adds to a conversation calls this first: so ids within one conversation grow in the order of
    commits, and a reader who has seen number n never misses a smaller one.

    Raises:
        MissingRowError: There is no such conversation.
    """
    row = connection.execute(_BY_ID, {"row": conversation_id}).one_or_none()
    if row is None:
        raise MissingRowError(f"there is no conversation {conversation_id}")
    return read_conversation(row)


def find_conversation(connection: Connection, sender: Sender) -> Conversation | None:
    """Return the conversation of a visitor, locked, or None."""
    wanted = {"of_site": sender.site, "on_channel": sender.channel.value, "visitor": sender.platform_id}
    row = connection.execute(_BY_SENDER, wanted).one_or_none()
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
    values: dict[str, object] = {"now": now, "most": limit}
    if channels is None:
        rows = connection.execute(lane.claimable, values)
    else:
        rows = connection.execute(
            lane.claimable_of_some, {**values, "channels": [channel.value for channel in channels]}
        )
    ids = [row.id for row in rows]
    if ids:
        connection.execute(lane.claimed, {"ids": ids, "by": owner, "to": now + lease})
    return ids


def renew(connection: Connection, lane: Lane, *, owner: str, ids: list[int], until: datetime) -> None:
    """Hold on to conversations that this owner still has."""
    mine = sa.update(conversations).where(conversations.c.id.in_(ids), lane.owner == owner)
    connection.execute(mine.values({lane.until: until}))


def still_held(connection: Connection, lane: Lane, *, owner: str, conversation_id: int) -> bool:
    """Lock a conversation and return whether it is still this owner's to change."""
    return bool(connection.execute(lane.holder, {"row": conversation_id}).scalar_one_or_none() == owner)


def let_go(connection: Connection, lane: Lane, *, conversation_id: int, due: datetime | None) -> None:
    """Give a conversation back and note when it next needs a worker."""
    connection.execute(lane.given_back, {"row": conversation_id, "next": due})


def let_go_of_all(connection: Connection, lane: Lane, *, owner: str) -> int:
    """Give back whatever a worker of this name held before it went down; return how many."""
    statement = sa.update(conversations).where(lane.owner == owner)
    return int(connection.execute(statement.values({lane.owner: None, lane.until: None})).rowcount)
