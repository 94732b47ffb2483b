"""Statements that SQLite and PostgreSQL spell alike but SQLAlchemy 1.4 keeps apart."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_new(connection: Connection, table: sa.Table, values: Mapping[str, Any]) -> int | None:
    """Insert a row and return its id, or return None when a unique constraint knows it already."""
    if connection.dialect.name == "sqlite":
        result = connection.execute(sqlite.insert(table).values(values).on_conflict_do_nothing())
        return int(result.lastrowid) if result.rowcount else None
    statement = postgresql.insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)
    found = connection.execute(statement).scalar_one_or_none()
    return None if found is None else int(found)
