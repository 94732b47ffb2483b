"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect

from bot.core.clock import require_utc


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment that goes in and comes out aware and in UTC, or is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment that is not in UTC; SQLite stores it without its zone."""
        if value is None:
            return None
        moment = require_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Return the moment in UTC, whatever the zone of the database session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def process_literal_param(self, value: datetime | None, dialect: Dialect) -> str:
        """Write the moment into a statement, as migrations and `EXPLAIN` do."""
        return "NULL" if value is None else repr(str(self.process_bind_param(value, dialect)))

    @property
    def python_type(self) -> type[datetime]:
        """Return what the column holds in Python."""
        return datetime


def json_column() -> Any:
    """Return the type of a column that holds a JSON value."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def id_column() -> Any:
    """Return the type of a numbered row's key: 64 bits, and on SQLite the row id."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
