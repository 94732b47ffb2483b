"""Looking for work stays quick however long the history is."""

import sqlalchemy as sa

from conversation.work import select_heads, waiting
from handoff.transitions import is_live
from storage.engine import Database
from storage.tables import inbox, tickets


def plan(database: Database, statement: sa.sql.Select) -> str:
    compiled = statement.compile(database.engine, compile_kwargs={"render_postcompile": True})
    if database.engine.dialect.name == "sqlite":
        values = tuple(compiled.params[name] for name in compiled.positiontup)
        rows = database.read_now(lambda c: c.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values).all())
    else:

        def explain(connection):
            # An empty table is read as a whole; that it could do otherwise is what counts.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            return connection.exec_driver_sql(f"EXPLAIN {compiled}", compiled.params).all()

        rows = database.read_now(explain)
    return "\n".join(str(part) for row in rows for part in row)


def test_waiting_messages_are_found_by_their_own_index(database: Database) -> None:
    assert "ix_inbox_waiting" in plan(database, select_heads().params(ids=[1, 2, 3]))
    assert "ix_inbox_waiting" in plan(database, sa.select(inbox.c.conversation_id).where(waiting()))


def test_live_tickets_are_found_by_their_own_index(database: Database) -> None:
    mine = sa.select(tickets.c.id).where(tickets.c.conversation_id == 1, is_live())
    assert "uq_ticket_live" in plan(database, mine)
