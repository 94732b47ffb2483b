"""Statements that SQLite and PostgreSQL spell alike but SQLAlchemy 1.4 keeps apart."""

from collections.abc import Mapping
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

# SQLAlchemy 1.4 compiles its own ON CONFLICT anew each time. Without a target the clause is always the same, so that
# these may be compiled once; a tenth of the edge's time on a message went there.


class _SQLiteDoNothing(sqlite.dml.OnConflictDoNothing):
    inherit_cache = True
    _traverse_internals: ClassVar[list[Any]] = []


class _SQLiteInsert(sqlite.dml.Insert):
    inherit_cache = True
    _post_values_clause: Any


class _PostgreSQLDoNothing(postgresql.dml.OnConflictDoNothing):
    inherit_cache = True
    _traverse_internals: ClassVar[list[Any]] = []


class _PostgreSQLInsert(postgresql.dml.Insert):
    inherit_cache = True
    _post_values_clause: Any


def insert_new(connection: Connection, table: sa.Table, values: Mapping[str, Any]) -> int | None:
    """Insert a row and return its id, or return None when a unique constraint knows it already."""
    if connection.dialect.name == "sqlite":
        insert = _SQLiteInsert(table).values(values)
        insert._post_values_clause = _SQLiteDoNothing()
        result = connection.execute(insert)
        return int(result.lastrowid) if result.rowcount else None
    returning = _PostgreSQLInsert(table).values(values)
    returning._post_values_clause = _PostgreSQLDoNothing()
    found = connection.execute(returning.returning(table.c.id)).scalar_one_or_none()
    return None if found is None else int(found)
