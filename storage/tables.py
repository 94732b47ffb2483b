"""All tables, in one MetaData.

The database holds the invariants: a platform's message is stored once, a turn's reply is written once, a
conversation has one live ticket. Columns named `*_due_at` say when a conversation next needs a worker, so that
claiming is one indexed look-up however many messages there are.
"""

from typing import Any

import sqlalchemy as sa

from storage.columns import UtcDateTime, id_column, json_column
from storage.states import Author, InboxState, OutboxState, TicketState

metadata = sa.MetaData(
    naming_convention={
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def _key(name: str, target: str, *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, id_column(), sa.ForeignKey(target), nullable=nullable)


def _word(name: str, length: int = 16, *, nullable: bool = False, default: str | None = None) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(length), nullable=nullable, server_default=default)


def _one_of(
    column: str, words: type[InboxState] | type[OutboxState] | type[Author] | type[TicketState]
) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


conversations = sa.Table(
    "conversation",
    metadata,
    sa.Column("id", id_column(), primary_key=True),
    _word("site", 64),
    _word("channel"),
    # The platform's own name of the visitor.
    _word("platform_user", 255),
    # What the visitor chose; what the visitor last wrote in; what the platform or browser told.
    _word("language_preferred", nullable=True),
    _word("language_last", nullable=True),
    _word("language_hint", nullable=True),
    # What the visitor was told of once: a language that the assistant does not speak, and one that it offered.
    _word("language_foreign", nullable=True),
    _word("language_offered", nullable=True),
    _moment("created_at"),
    # When the visitor last sent something: platforms close their reply window by it.
    _moment("visitor_at", nullable=True),
    # The lane of the router: due, who works on it, until when that counts.
    _moment("work_due_at", nullable=True),
    _word("work_owner", 64, nullable=True),
    _moment("work_until", nullable=True),
    # The lane of the deliverer.
    _moment("delivery_due_at", nullable=True),
    _word("delivery_owner", 64, nullable=True),
    _moment("delivery_until", nullable=True),
    sa.UniqueConstraint("site", "channel", "platform_user"),
    sa.Index("ix_conversation_work_due_at", "work_due_at"),
    sa.Index("ix_conversation_delivery_due_at", "delivery_due_at"),
    sqlite_autoincrement=True,
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", id_column(), primary_key=True),
    _key("conversation_id", "conversation.id"),
    _word("site", 64),
    _word("channel"),
    _word("platform_message_id", 255),
    _word("kind"),
    sa.Column("text", sa.Text(), nullable=False),
    _word("choice", 64, nullable=True),
    # What the platform said of the moment, and when it was stored here.
    _moment("received_at"),
    _moment("accepted_at"),
    _word("state", default=InboxState.ACCEPTED.value),
    # Failed turns so far, and refused connections so far.
    sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("unreachable", sa.Integer(), nullable=False, server_default="0"),
    _moment("next_attempt_at"),
    # When the visitor was told that it has arrived and an answer is late.
    _moment("notified_at", nullable=True),
    _moment("done_at", nullable=True),
    # The language of the turn and what the turn was taken to mean.
    _word("language", nullable=True),
    _word("intent", 128, nullable=True),
    # Set when the message went to the desk.
    _key("ticket_id", "ticket.id", nullable=True),
    sa.UniqueConstraint("site", "channel", "platform_message_id"),
    sa.Index("ix_inbox_conversation_id_id", "conversation_id", "id"),
    sa.Index(
        "ix_inbox_waiting",
        "conversation_id",
        "id",
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    ),
    _one_of("state", InboxState),
    sqlite_autoincrement=True,
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", id_column(), primary_key=True),
    _key("conversation_id", "conversation.id"),
    _word("site", 64),
    _word("channel"),
    # The message it answers, and its place in that answer; ordinal -1 says that the message has arrived.
    _key("inbox_id", "inbox.id", nullable=True),
    sa.Column("ordinal", sa.Integer(), nullable=False, server_default="0"),
    _word("author"),
    _key("staff_id", "staff.id", nullable=True),
    _key("ticket_id", "ticket.id", nullable=True),
    # A key that the console made up, so that a repeated request writes one row.
    _word("request_id", 64, nullable=True),
    sa.Column("payload", json_column(), nullable=False),
    _word("language"),
    _word("state", default=OutboxState.PENDING.value),
    sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
    # Parts of a long message that the platform already has.
    sa.Column("parts_sent", sa.Integer(), nullable=False, server_default="0"),
    _moment("next_attempt_at"),
    _moment("created_at"),
    _moment("sent_at", nullable=True),
    sa.Column("error", sa.Text(), nullable=True),
    sa.UniqueConstraint("inbox_id", "ordinal"),
    sa.UniqueConstraint("ticket_id", "request_id"),
    sa.Index("ix_outbox_conversation_id_id", "conversation_id", "id"),
    sa.Index(
        "ix_outbox_waiting",
        "conversation_id",
        "id",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    ),
    _one_of("author", Author),
    _one_of("state", OutboxState),
    sqlite_autoincrement=True,
)

tickets = sa.Table(
    "ticket",
    metadata,
    sa.Column("id", id_column(), primary_key=True),
    _key("conversation_id", "conversation.id"),
    _word("site", 64),
    _word("channel"),
    _word("state", default=TicketState.OPEN.value),
    _word("reason", 32),
    _word("language"),
    sa.Column("summary", sa.Text(), nullable=False, server_default=""),
    # Ids of the entries that the conversation was about.
    sa.Column("entries", json_column(), nullable=False),
    _moment("opened_at"),
    _key("claimed_by", "staff.id", nullable=True),
    _moment("claimed_at", nullable=True),
    _moment("lease_until", nullable=True),
    _moment("closed_at", nullable=True),
    # When anything last happened in it, for the console's order and unread marks.
    _moment("touched_at"),
    sa.Index(
        "uq_ticket_live",
        "conversation_id",
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    ),
    sa.Index("ix_ticket_site_state_opened_at", "site", "state", "opened_at"),
    _one_of("state", TicketState),
    sqlite_autoincrement=True,
)

ticket_events = sa.Table(
    "ticket_event",
    metadata,
    sa.Column("id", id_column(), primary_key=True),
    _key("ticket_id", "ticket.id"),
    _word("site", 64),
    _word("move", 32),
    _word("before", nullable=True),
    _word("after"),
    _key("staff_id", "staff.id", nullable=True),
    _moment("at"),
    sa.Index("ix_ticket_event_ticket_id_id", "ticket_id", "id"),
    sqlite_autoincrement=True,
)

notes = sa.Table(
    "note",
    metadata,
    sa.Column("id", id_column(), primary_key=True),
    _key("conversation_id", "conversation.id"),
    # The message that left it: a turn that is repeated leaves nothing twice.
    _key("inbox_id", "inbox.id"),
    sa.Column("ordinal", sa.Integer(), nullable=False, server_default="0"),
    _word("site", 64),
    _word("channel"),
    _word("kind", 32),
    sa.Column("text", sa.Text(), nullable=False, server_default=""),
    sa.Column("contact", sa.Text(), nullable=False, server_default=""),
    _word("entry", 128, default=""),
    _word("language"),
    _moment("created_at"),
    # Who has seen to it, and when.
    _key("staff_id", "staff.id", nullable=True),
    _moment("done_at", nullable=True),
    sa.UniqueConstraint("inbox_id", "ordinal"),
    sa.Index("ix_note_site_done_at_id", "site", "done_at", "id"),
    sqlite_autoincrement=True,
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", id_column(), primary_key=True),
    _word("site", 64),
    _word("username", 64),
    sa.Column("password_hash", sa.Text(), nullable=False),
    _word("display_name", 128),
    # Tags of the languages that this person answers in.
    sa.Column("languages", json_column(), nullable=False),
    sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
    _moment("created_at"),
    sa.UniqueConstraint("username"),
    sqlite_autoincrement=True,
)

staff_sessions = sa.Table(
    "staff_session",
    metadata,
    # SHA-256 of the cookie's token: who reads the database cannot sign in with it.
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _key("staff_id", "staff.id"),
    _word("site", 64),
    _moment("created_at"),
    _moment("expires_at"),
    sa.Index("ix_staff_session_expires_at", "expires_at"),
)

web_sessions = sa.Table(
    "web_session",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _key("conversation_id", "conversation.id"),
    _word("site", 64),
    _moment("created_at"),
    _moment("expires_at"),
    sa.Index("ix_web_session_expires_at", "expires_at"),
)
