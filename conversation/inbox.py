"""The way in: a message is stored once, before anybody acknowledges it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.clock import Clock, utc_now
from bot.core.languages import first_match
from bot.core.messages import InboundMessage
from storage.columns import UtcDateTime
from storage.conversations import Conversation, ensure_conversation
from storage.engine import Database
from storage.posting import FETCHED
from storage.signals import DELIVERY, WORK, announce
from storage.statements import insert_new
from storage.states import Author, OutboxState
from storage.tables import conversations, inbox, outbox


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A message is safe; the channel may acknowledge it."""

    #: The row of the message; of the first one when it was repeated.
    inbox_id: int
    conversation_id: int
    #: Whether the platform had sent it before, so that nothing more happens.
    repeated: bool


class Inbox:
    """Stores what visitors send, for every channel."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        """Write to this database."""
        self._database = database
        self._clock = clock

    async def accept(self, message: InboundMessage) -> Accepted:
        """Store a message unless the platform's id of it is known, and wake the router.

        Ids are compared within site and channel. Where a platform numbers messages per chat, or a page makes
        them up, the channel puts the visitor's platform id before them.
        """
        now = self._clock()
        return await self._database.write(lambda connection: _accept(connection, message, now))


_NOTE_VISITOR = (
    sa.update(conversations)
    .where(conversations.c.id == sa.bindparam("row"))
    .values(
        visitor_at=sa.bindparam("at"),
        language_hint=sa.bindparam("hint"),
        work_due_at=sa.func.coalesce(conversations.c.work_due_at, sa.bindparam("now", type_=UtcDateTime())),
    )
)


def _accept(connection: Connection, message: InboundMessage, now: datetime) -> Accepted:
    conversation = ensure_conversation(connection, message.sender, now)
    stored = insert_new(
        connection,
        inbox,
        {
            "conversation_id": conversation.id,
            "site": message.sender.site,
            "channel": message.sender.channel.value,
            "platform_message_id": message.message_id,
            "kind": message.kind.value,
            "text": message.text,
            "choice": message.choice,
            "received_at": message.received_at,
            "accepted_at": now,
            "next_attempt_at": now,
        },
    )
    if stored is None:
        return Accepted(inbox_id=_known(connection, message), conversation_id=conversation.id, repeated=True)
    _note_visitor(connection, conversation, message, now)
    if conversation.sender.channel not in FETCHED:
        _reopen_window(connection, conversation, now)
    announce(connection, WORK)
    return Accepted(inbox_id=stored, conversation_id=conversation.id, repeated=False)


def _note_visitor(connection: Connection, conversation: Conversation, message: InboundMessage, now: datetime) -> None:
    hint = first_match(message.language_hints) or conversation.language_hint
    connection.execute(_NOTE_VISITOR, {"row": conversation.id, "at": message.received_at, "hint": hint, "now": now})


def _reopen_window(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Send what staff wrote while the platform let nobody write; what the bot said then is stale."""
    statement = sa.update(outbox).where(
        outbox.c.conversation_id == conversation.id,
        outbox.c.state == OutboxState.WINDOW_CLOSED.value,
        outbox.c.author == Author.STAFF.value,
    )
    reopened = connection.execute(
        statement.values(state=OutboxState.PENDING.value, next_attempt_at=now, attempts=0, error=None)
    )
    if reopened.rowcount:
        due = sa.update(conversations).where(conversations.c.id == conversation.id)
        connection.execute(due.values(delivery_due_at=now))
        announce(connection, DELIVERY)


def _known(connection: Connection, message: InboundMessage) -> int:
    statement = sa.select(inbox.c.id).where(
        inbox.c.site == message.sender.site,
        inbox.c.channel == message.sender.channel.value,
        inbox.c.platform_message_id == message.message_id,
    )
    return int(connection.execute(statement).scalar_one())
