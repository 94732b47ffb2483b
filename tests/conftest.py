"""Fixtures for every package's tests."""

from functools import cache

import pytest

from tests import databases
from tests.databases import database, database_url, postgresql_url, sqlite_template

__all__ = ["database", "database_url", "postgresql_url", "sqlite_template"]

_kinds = cache(databases.kinds)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that uses a database once on every kind that is here."""
    if "database_url" in metafunc.fixturenames:
        metafunc.parametrize("database_url", _kinds(), indirect=True)


def pytest_report_header() -> str:
    """Say what the tests run on."""
    return f"databases: {', '.join(_kinds())}"
