"""Messages to visitors: a row first, always."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.messages import Channel
from bot.core.replies import Reply, to_payload
from storage.conversations import Conversation
from storage.signals import DELIVERY, announce, outbox_topic
from storage.statements import insert_new
from storage.states import Author, OutboxState
from storage.tables import conversations, outbox

#: Channels whose visitors fetch their messages: a row is delivered as soon as it can be read.
FETCHED = frozenset({Channel.WEB})

#: Ordinal of the line that says that a message has arrived.
RECEIVED = -1


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message to a visitor, before it is a row."""

    author: Author
    reply: Reply
    #: Tag of the language that it is in.
    language: str
    #: The visitor's message it answers and its place among the answers; None when it answers none.
    inbox_id: int | None = None
    ordinal: int = 0
    staff_id: int | None = None
    ticket_id: int | None = None
    #: Made up by the console, so that a repeated request writes one row.
    request_id: str | None = None


def post(connection: Connection, conversation: Conversation, message: Post, now: datetime) -> int | None:
    """Write a message to a visitor; return its id, or None when it stands there already.

    The conversation must be locked in this transaction.
    """
    fetched = conversation.sender.channel in FETCHED
    values: Mapping[str, object] = {
        "conversation_id": conversation.id,
        "site": conversation.sender.site,
        "channel": conversation.sender.channel.value,
        "inbox_id": message.inbox_id,
        "ordinal": message.ordinal,
        "author": message.author.value,
        "staff_id": message.staff_id,
        "ticket_id": message.ticket_id,
        "request_id": message.request_id,
        "payload": to_payload(message.reply),
        "language": message.language,
        "state": (OutboxState.SENT if fetched else OutboxState.PENDING).value,
        "sent_at": now if fetched else None,
        "next_attempt_at": now,
        "created_at": now,
    }
    posted = insert_new(connection, outbox, values)
    if posted is None:
        return None
    announce(connection, outbox_topic(conversation.id))
    if not fetched:
        due = sa.update(conversations).where(
            conversations.c.id == conversation.id, conversations.c.delivery_due_at.is_(None)
        )
        connection.execute(due.values(delivery_due_at=now))
        announce(connection, DELIVERY)
    return posted
