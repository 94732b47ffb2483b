"""Databases for tests: a SQLite file, and a PostgreSQL database where a server listens on loopback."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from storage.engine import Database, open_database
from storage.migrations import upgrade
from storage.tables import metadata

SERVER = "postgresql://postgres@127.0.0.1:5432"


def postgresql_listens() -> bool:
    engine = sa.create_engine(f"{SERVER}/postgres", future=True, connect_args={"connect_timeout": 2})
    try:
        engine.connect().close()
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "empty.db"
    database = open_database(f"sqlite:///{file}")
    upgrade(database.engine)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Make a migrated PostgreSQL database for this run and drop it afterwards."""
    name = f"ronghe_test_{secrets.token_hex(6)}"
    server = sa.create_engine(f"{SERVER}/postgres", future=True, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        database = open_database(f"{SERVER}/{name}")
        upgrade(database.engine)
        database.close()
        yield f"{SERVER}/{name}"
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty, migrated database on each kind of server."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        return f"sqlite:///{tmp_path / 'test.db'}"
    url = str(request.getfixturevalue("postgresql_url"))
    engine = sa.create_engine(url, future=True)
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def kinds() -> list[str]:
    """Return the kinds of database that tests can run on here."""
    return ["sqlite", "postgresql"] if postgresql_listens() else ["sqlite"]
