"""A visitor's wish to be forgotten: everything that a conversation has left in the edge's database."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.messages import Sender
from conversation.errors import UnknownConversationError
from storage.conversations import read_conversation
from storage.engine import Database
from storage.tables import conversations, inbox, notes, outbox, ticket_events, tickets, web_sessions


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What is gone."""

    #: Whom Rasa knew by this sender.
    sender: Sender
    #: Messages of the visitor, and those sent to them.
    received: int
    sent: int
    tickets: int
    notes: int


async def erase(database: Database, conversation_id: int, *, site: str) -> Erased:
    """Delete a conversation with its messages, tickets and notes, in one transaction.

    Raises:
        UnknownConversationError: The site has no conversation of this number.
    """
    return await database.write(lambda connection: _erase(connection, conversation_id, site))


def _erase(connection: Connection, conversation_id: int, site: str) -> Erased:
    wanted = sa.select(conversations).where(conversations.c.id == conversation_id, conversations.c.site == site)
    row = connection.execute(wanted).first()
    if row is None:
        message = f"site {site} has no conversation {conversation_id}; the console's notes show the numbers"
        raise UnknownConversationError(message)
    mine = sa.select(tickets.c.id).where(tickets.c.conversation_id == conversation_id)
    connection.execute(sa.delete(ticket_events).where(ticket_events.c.ticket_id.in_(mine)))
    # each before what it points to
    counts = [
        connection.execute(sa.delete(table).where(table.c.conversation_id == conversation_id)).rowcount
        for table in (notes, outbox, inbox, tickets, web_sessions)
    ]
    connection.execute(sa.delete(conversations).where(conversations.c.id == conversation_id))
    return Erased(
        sender=read_conversation(row).sender, notes=counts[0], sent=counts[1], received=counts[2], tickets=counts[3]
    )
