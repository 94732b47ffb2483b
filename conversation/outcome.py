"""The router's last transaction: what a turn came to, all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.replies import Handoff, Note, Notification, Reply
from conversation.work import Work, mark_done
from handoff.notes import leave_notes
from handoff.staffing import is_staffed
from handoff.tickets import open_ticket, touch_ticket
from handoff.transitions import is_live
from storage.conversations import WORK, let_go, still_held
from storage.posting import Post, post
from storage.states import Author, InboxState
from storage.tables import conversations, inbox, tickets

OPENED, OPENED_AWAY = "ticket-opened", "ticket-opened-away"

_LIVE = sa.and_(tickets.c.conversation_id == inbox.c.conversation_id, is_live())
_FOUND = (
    sa.select(inbox.c.state, tickets.c.id.label("ticket"))
    .select_from(inbox.outerjoin(tickets, _LIVE))
    .where(inbox.c.id == sa.bindparam("row"))
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a turn comes to."""

    #: Tag of the answer.
    language: str
    #: Tag that the visitor evidently wrote in; None when the message did not tell.
    written: str | None = None
    #: Tag that the visitor chose in this turn.
    chosen: str | None = None
    #: Code of a foreign language, and tag of one of ours, that the visitor was told of in this turn.
    foreign: str | None = None
    offered: str | None = None
    #: Name of the intent that the message was taken for.
    intent: str = ""
    #: What is said, in order.
    replies: tuple[Reply, ...] = ()
    #: What is left for the staff to read.
    notes: tuple[Note, ...] = ()
    #: Set when staff must take over.
    handoff: Handoff | None = None
    #: Label that tells the visitor of the handoff.
    label: str = OPENED


def finish_work(connection: Connection, work: Work, outcome: Outcome, *, owner: str, now: datetime) -> bool:
    """Write what a turn came to; return False when the message is no longer this owner's."""
    if not still_held(connection, WORK, owner=owner, conversation_id=work.conversation.id):
        return False
    found = connection.execute(_FOUND, {"row": work.inbox_id}).one()
    if found.state == InboxState.DONE.value:
        return False
    if found.ticket is None:
        _write_replies(connection, work, outcome, now)
    else:
        # Staff have come in between: the bot keeps its answer to itself.
        touch_ticket(connection, found.ticket, now)
    leave_notes(
        connection, work.conversation, outcome.notes, inbox_id=work.inbox_id, language=outcome.language, now=now
    )
    _note_language(connection, work, outcome)
    mark_done(connection, work, now, language=outcome.language, intent=outcome.intent or None, ticket_id=found.ticket)
    return True


def postpone_work(
    connection: Connection, work: Work, *, owner: str, until: datetime, attempts: int, unreachable: int
) -> bool:
    """Put a message back until a later moment; return False when it is no longer this owner's."""
    if not still_held(connection, WORK, owner=owner, conversation_id=work.conversation.id):
        return False
    put_back = sa.update(inbox).where(inbox.c.id == work.inbox_id)
    connection.execute(
        put_back.values(
            state=InboxState.ACCEPTED.value, next_attempt_at=until, attempts=attempts, unreachable=unreachable
        )
    )
    let_go(connection, WORK, conversation_id=work.conversation.id, due=until)
    return True


def _write_replies(connection: Connection, work: Work, outcome: Outcome, now: datetime) -> None:
    for ordinal, reply in enumerate(outcome.replies):
        message = Post(
            author=Author.SYSTEM if isinstance(reply, Notification) else Author.BOT,
            reply=reply,
            language=outcome.language,
            inbox_id=work.inbox_id,
            ordinal=ordinal,
        )
        post(connection, work.conversation, message, now)
    if outcome.handoff is not None:
        opened = open_ticket(connection, work.conversation, outcome.handoff, outcome.language, now)
        line = Post(
            author=Author.SYSTEM,
            reply=Notification(label=_label(connection, work, outcome, now)),
            language=outcome.language,
            inbox_id=work.inbox_id,
            ordinal=len(outcome.replies),
            ticket_id=opened,
        )
        post(connection, work.conversation, line, now)


def _label(connection: Connection, work: Work, outcome: Outcome, now: datetime) -> str:
    """Return how the visitor is told of a ticket: when nobody is at the desk, with what to do meanwhile."""
    away = outcome.label == OPENED and not is_staffed(connection, work.conversation.sender.site, now)
    return OPENED_AWAY if away else outcome.label


def _note_language(connection: Connection, work: Work, outcome: Outcome) -> None:
    known = work.conversation
    changes: dict[str, str] = {}
    if outcome.written and outcome.written != known.language_last:
        changes["language_last"] = outcome.written
    if outcome.chosen and outcome.chosen != known.language_preferred:
        changes["language_preferred"] = outcome.chosen
        # what was written before the choice does not speak against it
        changes["language_last"] = outcome.chosen
    if outcome.foreign:
        changes["language_foreign"] = outcome.foreign
    if outcome.offered:
        changes["language_offered"] = outcome.offered
    if changes:
        mine = sa.update(conversations).where(conversations.c.id == known.id)
        connection.execute(mine.values(**changes))
