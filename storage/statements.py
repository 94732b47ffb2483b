"""Statements that SQLite and PostgreSQL spell alike but SQLAlchemy 1.4 keeps apart."""

from collections.abc import Mapping
from functools import cache
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
        result = connection.execute(_sqlite_insert(table), values)
        return int(result.lastrowid) if result.rowcount else None
    found = connection.execute(_postgresql_insert(table), values).scalar_one_or_none()
    return None if found is None else int(found)


@cache
def _sqlite_insert(table: sa.Table) -> _SQLiteInsert:
    insert = _SQLiteInsert(table)
    insert._post_values_clause = _SQLiteDoNothing()
    return insert


@cache
def _postgresql_insert(table: sa.Table) -> _PostgreSQLInsert:
    insert = _PostgreSQLInsert(table)
    insert._post_values_clause = _PostgreSQLDoNothing()
    return insert.returning(table.c.id)
