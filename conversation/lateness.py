"""Visitors whose answer is late read that their message has arrived."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.messages import InboundKind
from bot.core.replies import Notification
from conversation.work import Work, read_work, select_heads, waiting
from storage.conversations import lock_conversation
from storage.posting import RECEIVED, Post, post
from storage.states import Author, InboxState
from storage.tables import inbox

_AT_ONCE = 200


def find_late(connection: Connection, *, before: datetime) -> list[Work]:
    """Return the messages that wait since before a moment and were not remarked on, one of each conversation."""
    # Who only opened the conversation has sent nothing that could have arrived.
    sent = inbox.c.kind != InboundKind.ENTER.value
    late = sa.select(inbox.c.conversation_id).where(
        waiting(), sent, inbox.c.accepted_at < before, inbox.c.notified_at.is_(None)
    )
    ids = list(connection.execute(late.distinct().limit(_AT_ONCE)).scalars())
    rows = connection.execute(select_heads(sent), {"ids": ids}).all() if ids else []
    return [
        read_work(row, None)
        for row in rows
        if row.ticket is None and row.notified_at is None and row.accepted_at < before
    ]


def say_received(connection: Connection, *, work: Work, language: str, now: datetime) -> bool:
    """Tell a visitor once that a message has arrived, unless it is answered by now; return whether it was told."""
    conversation = lock_conversation(connection, work.conversation.id)
    statement = sa.select(inbox.c.state, inbox.c.notified_at).where(inbox.c.id == work.inbox_id)
    found = connection.execute(statement).one()
    if found.state == InboxState.DONE.value or found.notified_at is not None:
        return False
    # One line speaks for whatever else has arrived by now.
    arrived = sa.update(inbox).where(
        inbox.c.conversation_id == conversation.id, waiting(), inbox.c.notified_at.is_(None)
    )
    connection.execute(arrived.values(notified_at=now))
    line = Post(
        author=Author.SYSTEM,
        reply=Notification(label="received"),
        language=language,
        inbox_id=work.inbox_id,
        ordinal=RECEIVED,
    )
    return post(connection, conversation, line, now) is not None
