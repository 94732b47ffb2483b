"""The router's first transaction: which messages are next, and what their buttons mean."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.core.errors import MalformedReplyError
from bot.core.messages import Channel, InboundKind
from bot.core.replies import Handoff, HandoffReason, Notification, Reply, parse_reply
from conversation.commands import BACK_TO_BOT, GREET, PERSON, change_language, nearest_point, typed_language
from conversation.options import lone_number, options_of, parse_option_id, payload_at
from conversation.work import Work, mark_done, read_work, select_heads, waiting
from handoff.tickets import open_ticket, touch_ticket, withdraw_ticket
from storage.conversations import WORK, Conversation, claim_due, let_go
from storage.posting import Post, post
from storage.signals import WORK as WORK_TOPIC
from storage.signals import announce
from storage.states import Author, InboxState
from storage.tables import inbox, outbox

#: Messages among which the last answer is looked for when a lone number was typed.
_ANSWER_ROWS = 8

_HEADS = select_heads()
_STARTED = (
    sa.update(inbox)
    .where(inbox.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(state=InboxState.PROCESSING.value)
)


def take_work(
    connection: Connection,
    *,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    numbered: frozenset[Channel],
    language_of: Callable[[Conversation], str],
) -> list[Work]:
    """Take the oldest waiting message of conversations that are due.

    Messages of a conversation with a live ticket go to the desk here and now; nobody else is asked.

    Args:
        connection: A writing transaction.
        owner: The router.
        now: The time.
        lease: How long the conversations are its own.
        limit: How many it has room for.
        numbered: Channels where a lone number is a choice.
        language_of: The language of a conversation without a new message.
    """
    ids = claim_due(connection, WORK, owner=owner, now=now, lease=lease, limit=limit)
    if not ids:
        return []
    heads = {row.id: row for row in connection.execute(_HEADS, {"ids": ids})}
    taken: list[Work] = []
    for conversation_id in ids:
        row = heads.get(conversation_id)
        if row is None or row.next_attempt_at > now:
            due = None if row is None else row.next_attempt_at
            let_go(connection, WORK, conversation_id=conversation_id, due=due)
            continue
        work = read_work(row, _command(connection, row, numbered))
        if row.ticket is not None or work.command == BACK_TO_BOT:
            _hand_to_desk(connection, work, row.ticket, now, language_of(work.conversation))
        elif row.unreachable and _wants_person(connection, row):
            _call_staff(connection, work, now, language_of(work.conversation))
        else:
            taken.append(work)
    if taken:
        connection.execute(_STARTED, {"ids": [work.inbox_id for work in taken]})
    if len(ids) == limit:
        # There may be more than there was room for.
        announce(connection, WORK_TOPIC)
    return taken


def _command(connection: Connection, row: Row, numbered: frozenset[Channel]) -> str | None:
    match InboundKind(row.kind):
        case InboundKind.ENTER:
            return GREET
        case InboundKind.CHOICE:
            return _chosen(connection, row.id, row.choice)
        case InboundKind.LOCATION:
            return nearest_point(row.text)
        case InboundKind.TEXT if (tag := typed_language(row.text)) is not None:
            return change_language(tag)
        case InboundKind.TEXT if Channel(row.channel) in numbered:
            number = lone_number(row.text)
            return None if number is None else _numbered(connection, row, number)
    return None


def _wants_person(connection: Connection, row: Row) -> bool:
    """Return whether the visitor, whose message waits for Rasa, has asked for a person meanwhile."""
    pressed = sa.select(inbox.c.choice).where(
        inbox.c.conversation_id == row.id, waiting(), inbox.c.kind == InboundKind.CHOICE.value
    )
    choices = connection.execute(pressed).scalars().all()
    return any(_chosen(connection, row.id, choice) == PERSON for choice in choices)


def _chosen(connection: Connection, conversation_id: int, choice: str | None) -> str | None:
    named = parse_option_id(choice or "")
    if named is None:
        return None
    # Only among the rows of this conversation: an id of somebody else's button means nothing here.
    statement = sa.select(outbox.c.payload).where(outbox.c.id == named[0], outbox.c.conversation_id == conversation_id)
    reply = _reply(connection.execute(statement).scalar_one_or_none())
    return payload_at(reply, named[1]) if reply else None


def _numbered(connection: Connection, row: Row, number: int) -> str | None:
    # The last answer before the number was typed, with any message that offered something.
    mine = sa.select(outbox.c.payload, outbox.c.inbox_id).where(
        outbox.c.conversation_id == row.id, outbox.c.created_at <= row.accepted_at
    )
    rows = connection.execute(mine.order_by(outbox.c.id.desc()).limit(_ANSWER_ROWS)).all()
    answer = [_reply(one.payload) for one in rows if one.inbox_id == rows[0].inbox_id]
    offering = next((reply for reply in answer if reply and options_of(reply)), None)
    return payload_at(offering, number) if offering else None


def _reply(payload: dict[str, object] | None) -> Reply | None:
    if payload is None:
        return None
    try:
        return parse_reply(payload)
    except MalformedReplyError:
        # Written by an earlier version; its buttons mean nothing any more.
        return None


def _call_staff(connection: Connection, work: Work, now: datetime, language: str) -> None:
    """Open a ticket without Rasa, which is away: who asks for a person must not wait for it."""
    handoff = Handoff(reason=HandoffReason.ASKED, summary=work.text)
    ticket_id = open_ticket(connection, work.conversation, handoff, language, now)
    line = Post(
        author=Author.SYSTEM,
        reply=Notification(label="ticket-opened"),
        language=language,
        inbox_id=work.inbox_id,
        ticket_id=ticket_id,
    )
    post(connection, work.conversation, line, now)
    mark_done(connection, work, now, ticket_id=ticket_id)


def _hand_to_desk(connection: Connection, work: Work, ticket_id: int | None, now: datetime, language: str) -> None:
    if work.command == BACK_TO_BOT and ticket_id is not None:
        withdraw_ticket(connection, work.conversation, ticket_id, now, language=language)
    elif ticket_id is not None:
        touch_ticket(connection, ticket_id, now)
    else:
        # The button of a ticket that has ended since: the visitor reads that the bot is there.
        answer = Notification(label="ticket-withdrawn")
        line = Post(author=Author.SYSTEM, reply=answer, language=language, inbox_id=work.inbox_id)
        post(connection, work.conversation, line, now)
    mark_done(connection, work, now, ticket_id=ticket_id)
