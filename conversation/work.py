"""Messages that wait for the router, as rows and as what a turn needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.core.messages import InboundKind
from handoff.transitions import is_live
from storage.conversations import WORK, Conversation, let_go, read_conversation
from storage.signals import WORK as WORK_TOPIC
from storage.signals import announce
from storage.states import InboxState
from storage.tables import conversations, inbox, tickets


@dataclass(frozen=True, kw_only=True)
class Work:
    """One message that a router has taken, with all that its turn needs."""

    conversation: Conversation
    inbox_id: int
    kind: InboundKind
    text: str
    #: The payload that was pressed; None for typed words.
    command: str | None
    #: Failed turns and refused connections so far.
    attempts: int
    unreachable: int


def waiting() -> Any:
    """Return the condition that a message is not done.

    It is spelt as in the partial index: SQLite uses that only where the same words stand, without a bound value.
    """
    return inbox.c.state != sa.literal_column(f"'{InboxState.DONE.value}'")


def select_heads(*conditions: Any) -> sa.sql.Select:
    """Return the statement for the oldest waiting message of each conversation of `ids` and its live ticket, if any.

    Args:
        conditions: What the message must fulfil besides.
    """
    first = (
        sa.select(sa.func.min(inbox.c.id))
        .where(inbox.c.conversation_id.in_(sa.bindparam("ids", expanding=True)), waiting(), *conditions)
        .group_by(inbox.c.conversation_id)
    )
    live = sa.and_(tickets.c.conversation_id == conversations.c.id, is_live())
    joined = inbox.join(conversations, inbox.c.conversation_id == conversations.c.id).outerjoin(tickets, live)
    message = (
        inbox.c.id.label("inbox_id"),
        inbox.c.kind,
        inbox.c.text,
        inbox.c.choice,
        inbox.c.attempts,
        inbox.c.unreachable,
        inbox.c.accepted_at,
        inbox.c.next_attempt_at,
        inbox.c.notified_at,
    )
    selected = sa.select(conversations, *message, tickets.c.id.label("ticket")).select_from(joined)
    return selected.where(inbox.c.id.in_(first))


_DONE = (
    sa.update(inbox)
    .where(inbox.c.id == sa.bindparam("row"))
    .values(
        state=InboxState.DONE.value,
        done_at=sa.bindparam("now"),
        language=sa.bindparam("tag"),
        intent=sa.bindparam("meant"),
        ticket_id=sa.bindparam("ticket"),
    )
)
_FOLLOWING = (
    sa.select(inbox.c.next_attempt_at)
    .where(inbox.c.conversation_id == sa.bindparam("conversation"), waiting())
    .order_by(inbox.c.id)
    .limit(1)
)


def read_work(row: Row, command: str | None) -> Work:
    """Return the work of a row of `select_heads`."""
    return Work(
        conversation=read_conversation(row),
        inbox_id=row.inbox_id,
        kind=InboundKind(row.kind),
        text=row.text,
        command=command,
        attempts=row.attempts,
        unreachable=row.unreachable,
    )


def mark_done(
    connection: Connection,
    work: Work,
    now: datetime,
    *,
    language: str | None = None,
    intent: str | None = None,
    ticket_id: int | None = None,
) -> None:
    """Note that a message is answered or with the desk, and give its conversation back for the next one."""
    values = {"row": work.inbox_id, "now": now, "tag": language, "meant": intent, "ticket": ticket_id}
    connection.execute(_DONE, values)
    due = connection.execute(_FOLLOWING, {"conversation": work.conversation.id}).scalar_one_or_none()
    let_go(connection, WORK, conversation_id=work.conversation.id, due=due)
    if due is not None:
        announce(connection, WORK_TOPIC)
