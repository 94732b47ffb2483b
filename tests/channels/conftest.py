"""An inbox over a real database, for the channels' ways in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from conversation.inbox import Inbox
from storage.engine import Database, open_database
from storage.migrations import upgrade
from storage.tables import inbox as rows


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'inbox.db'}")
    upgrade(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


@pytest.fixture
def stored(database: Database) -> "Stored":
    return Stored(database)


class Stored:
    """What the inbox holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self) -> list[tuple[str, str, str | None]]:
        """Return kind, text and choice of each message, oldest first."""
        statement = sa.select(rows.c.kind, rows.c.text, rows.c.choice).order_by(rows.c.id)
        return self._database.read_now(lambda connection: [tuple(row) for row in connection.execute(statement)])
