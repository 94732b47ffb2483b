"""The migrations make what the metadata says."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage.engine import Database, open_database
from storage.errors import SchemaOutdatedError
from storage.migrations import require_current, upgrade
from storage.tables import metadata


def test_migrated_schema_is_that_of_the_metadata(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, metadata) == []


def test_partial_indexes_and_checks_are_those_of_the_metadata(database: Database, tmp_path: Path) -> None:
    # Alembic compares neither conditions of indexes nor checks.
    if database.engine.dialect.name != "sqlite":
        assert _postgresql_conditions(database) == {"uq_ticket_live", "ix_inbox_waiting", "ix_outbox_waiting"}
        return
    made = sa.create_engine(f"sqlite:///{tmp_path / 'made.db'}", future=True)
    metadata.create_all(made)
    assert _sqlite_conditions(made) == _sqlite_conditions(database.engine)


def test_upgrading_again_changes_nothing(database: Database) -> None:
    upgrade(database.engine)
    require_current(database.engine)


def test_database_without_tables_is_refused(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'bare.db'}")
    with pytest.raises(SchemaOutdatedError, match="ronghe migrate"):
        require_current(database.engine)
    database.close()


def _ours(_item: object, name: str, *_rest: object) -> bool:
    return name != "sqlite_sequence"  # SQLite's own


def _postgresql_conditions(database: Database) -> set[str]:
    statement = sa.text("SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% WHERE %'")
    return set(database.read_now(lambda connection: connection.execute(statement).scalars().all()))


def _sqlite_conditions(engine: sa.engine.Engine) -> set[str]:
    statement = sa.text("SELECT sql FROM sqlite_master WHERE sql LIKE '%CHECK%' OR sql LIKE '% WHERE %'")
    with engine.connect() as connection:
        found = connection.execute(statement).scalars().all()
    return {
        " ".join(part.split()) for sql in found for part in sql.splitlines() if "CHECK" in part or " WHERE " in part
    }
