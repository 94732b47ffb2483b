"""Keep notes, and what visitors were told of languages."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _id() -> "sa.types.TypeEngine[int]":
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "note",
        sa.Column("id", _id(), nullable=False),
        sa.Column("conversation_id", _id(), nullable=False),
        sa.Column("inbox_id", _id(), nullable=False),
        sa.Column("ordinal", sa.Integer(), server_default="0", nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("entry", sa.String(length=128), server_default="", nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("created_at", storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("staff_id", _id(), nullable=True),
        sa.Column("done_at", storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_note_conversation_id")),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_note_inbox_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_note_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("inbox_id", "ordinal", name=op.f("uq_note_inbox_id_ordinal")),
        sqlite_autoincrement=True,
    )
    for name in ("language_foreign", "language_offered"):
        op.add_column("conversation", sa.Column(name, sa.String(length=16), nullable=True))
    op.create_index("ix_note_site_done_at_id", "note", ["site", "done_at", "id"], unique=False)
