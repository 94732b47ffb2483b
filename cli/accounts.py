"""Accounts of the console."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.settings import Settings, load_settings
from cli.console import output
from handoff.errors import UsernameTakenError
from handoff.staffing import Staffing
from storage.engine import open_database
from storage.migrations import upgrade

FIRST = "staff"
PASSWORD_BYTES = 12


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What to sign in with; the password is kept nowhere in clear."""

    username: str
    password: str


def first_account(settings: Settings) -> NewAccount | None:
    """Make an account when there is none yet."""
    with _staffing(settings) as staffing:
        return asyncio.run(_first(staffing, settings.site))


def add_staff(username: str, *, display_name: str) -> None:
    """Make an account, or give an existing one a new password, and print what to sign in with."""
    settings = load_settings()
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    with _staffing(settings) as staffing:
        asyncio.run(_add(staffing, settings.site, username, password, display_name))
    output.print(f"user name  {username}\npassword   {password}", markup=False)


async def _first(staffing: Staffing, site: str) -> NewAccount | None:
    if await staffing.members(site):
        return None
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        await staffing.create(site=site, username=FIRST, password=password, display_name="")
    except UsernameTakenError:
        # another start of Ronghe on the same database was quicker, or another site has an account of this name
        return None
    return NewAccount(username=FIRST, password=password)


async def _add(staffing: Staffing, site: str, username: str, password: str, display_name: str) -> None:
    try:
        await staffing.create(site=site, username=username, password=password, display_name=display_name)
    except UsernameTakenError:
        await staffing.set_password(username, password)


@contextmanager
def _staffing(settings: Settings) -> Iterator[Staffing]:
    settings.var.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database)
    try:
        upgrade(database.engine)
        yield Staffing(database)
    finally:
        database.close()
