"""Accounts, passwords and sessions."""

import pytest
import sqlalchemy as sa

from bot.core.errors import UnknownLanguageError
from handoff.errors import (
    SessionExpiredError,
    UnknownStaffError,
    UsernameTakenError,
    WeakPasswordError,
    WrongPasswordError,
)
from handoff.staffing import SESSION_LENGTH, Staffing
from storage.engine import Database
from storage.tables import staff, staff_sessions
from tests.clocks import SetClock

PASSWORD = "correct horse battery"


async def create(staffing: Staffing, username: str = "Li", **other: object) -> None:
    values = {
        "site": "sip",
        "password": PASSWORD,
        "display_name": "Li Na",
        "languages": ("zh-Hans", "en"),
        **other,
    }
    await staffing.create(username=username, **values)


async def test_password_is_stored_as_argon2_hash(staffing: Staffing, database: Database) -> None:
    await create(staffing)
    stored = database.read_now(lambda connection: connection.execute(sa.select(staff.c.password_hash)).scalar_one())
    assert stored.startswith("$argon2id$")


async def test_right_password_signs_in_whatever_the_case_of_the_name(staffing: Staffing) -> None:
    await create(staffing)
    member, token = await staffing.sign_in(" LI ", PASSWORD)
    assert (await staffing.signed_in(token)) == member
    assert (member.display_name, member.languages) == ("Li Na", ("zh-Hans", "en"))


async def test_token_itself_is_not_stored(staffing: Staffing, database: Database) -> None:
    await create(staffing)
    _, token = await staffing.sign_in("li", PASSWORD)
    stored = database.read_now(
        lambda connection: connection.execute(sa.select(staff_sessions.c.token_hash)).scalar_one()
    )
    assert token not in stored


@pytest.mark.parametrize(("username", "password"), [("li", "wrong password"), ("nobody", PASSWORD)])
async def test_wrong_name_and_wrong_password_are_the_same_error(
    staffing: Staffing, username: str, password: str
) -> None:
    await create(staffing)
    with pytest.raises(WrongPasswordError):
        await staffing.sign_in(username, password)


async def test_session_ends_in_time(staffing: Staffing, clock: SetClock) -> None:
    await create(staffing)
    _, token = await staffing.sign_in("li", PASSWORD)
    clock.advance(SESSION_LENGTH.total_seconds() + 1)
    with pytest.raises(SessionExpiredError):
        await staffing.signed_in(token)


async def test_signing_out_ends_the_session(staffing: Staffing) -> None:
    await create(staffing)
    _, token = await staffing.sign_in("li", PASSWORD)
    await staffing.sign_out(token)
    with pytest.raises(SessionExpiredError):
        await staffing.signed_in(token)


async def test_new_password_signs_out_everywhere(staffing: Staffing) -> None:
    await create(staffing)
    _, token = await staffing.sign_in("li", PASSWORD)
    await staffing.set_password("li", "another long one")
    with pytest.raises(SessionExpiredError):
        await staffing.signed_in(token)
    with pytest.raises(WrongPasswordError):
        await staffing.verify("li", PASSWORD)
    assert (await staffing.verify("li", "another long one")).username == "li"


async def test_closed_account_cannot_sign_in(staffing: Staffing) -> None:
    await create(staffing)
    _, token = await staffing.sign_in("li", PASSWORD)
    await staffing.deactivate("li")
    with pytest.raises(SessionExpiredError):
        await staffing.signed_in(token)
    with pytest.raises(WrongPasswordError):
        await staffing.verify("li", PASSWORD)


async def test_accounts_are_checked_when_made(staffing: Staffing) -> None:
    await create(staffing)
    with pytest.raises(UsernameTakenError, match="li"):
        await create(staffing, "LI")
    with pytest.raises(WeakPasswordError):
        await create(staffing, "sato", password="short")
    with pytest.raises(UnknownLanguageError):
        await create(staffing, "sato", languages=("fr",))
    with pytest.raises(UnknownStaffError):
        await staffing.set_password("nobody", PASSWORD)
    assert [member.username for member in await staffing.members("sip")] == ["li"]
