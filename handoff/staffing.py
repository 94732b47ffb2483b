"""Staff accounts and who is signed in."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.engine import Connection, Row

from bot.core.clock import Clock, utc_now
from bot.core.languages import language
from handoff.errors import (
    SessionExpiredError,
    UnknownStaffError,
    UsernameTakenError,
    WeakPasswordError,
    WrongPasswordError,
)
from storage.engine import Database
from storage.statements import insert_new
from storage.tables import staff, staff_sessions
from storage.tokens import hash_token, new_token

SESSION_LENGTH = timedelta(hours=12)
SHORTEST_PASSWORD = 10

_SIGNED_IN = (
    sa.select(staff_sessions.c.staff_id)
    .where(staff_sessions.c.site == sa.bindparam("site"), staff_sessions.c.expires_at > sa.bindparam("now"))
    .limit(1)
)


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """Somebody who answers visitors."""

    id: int
    site: str
    username: str
    #: What colleagues read: the name that visitors read, or the user name where there is none.
    display_name: str
    #: Tags of the languages that this person answers in.
    languages: tuple[str, ...]
    active: bool


def is_staffed(connection: Connection, site: str, now: datetime) -> bool:
    """Tell whether any member of a site's staff is signed in."""
    found = connection.execute(_SIGNED_IN, {"site": site, "now": now}).first()
    return found is not None


class Staffing:
    """Accounts, passwords and sessions of the console."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock = utc_now,
        hasher: PasswordHasher | None = None,
        session_length: timedelta = SESSION_LENGTH,
    ) -> None:
        """Keep accounts in this database."""
        self._database = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._session_length = session_length
        # Checked when there is no such user, so that the answer takes as long as for one.
        self._decoy = self._hasher.hash(new_token())

    async def create(
        self, *, site: str, username: str, password: str, display_name: str, languages: tuple[str, ...] = ()
    ) -> StaffMember:
        """Make an account.

        Raises:
            UnknownLanguageError: A tag is not in the registry.
            WeakPasswordError: The password is too short.
            UsernameTakenError: Another account has this user name.
        """
        tags = [language(tag).tag for tag in languages]
        values = {
            "site": site,
            "username": _folded(username),
            "password_hash": await self._hash(password),
            "display_name": display_name,
            "languages": tags,
            "active": True,
            "created_at": self._clock(),
        }

        def write(connection: Connection) -> StaffMember:
            staff_id = insert_new(connection, staff, values)
            if staff_id is None:
                raise UsernameTakenError(f"the user name {values['username']!r} is taken")
            return _find(connection, staff.c.id == staff_id)

        return await self._database.write(write)

    async def set_password(self, username: str, password: str) -> None:
        """Give an account another password and sign it out everywhere.

        Raises:
            WeakPasswordError: The password is too short.
            UnknownStaffError: There is no such user.
        """
        hashed = await self._hash(password)

        def write(connection: Connection) -> None:
            member = _find(connection, staff.c.username == _folded(username))
            connection.execute(sa.update(staff).where(staff.c.id == member.id).values(password_hash=hashed))
            connection.execute(sa.delete(staff_sessions).where(staff_sessions.c.staff_id == member.id))

        await self._database.write(write)

    async def deactivate(self, username: str) -> None:
        """Close an account and sign it out everywhere; its name stays on what it wrote.

        Raises:
            UnknownStaffError: There is no such user.
        """

        def write(connection: Connection) -> None:
            member = _find(connection, staff.c.username == _folded(username))
            connection.execute(sa.update(staff).where(staff.c.id == member.id).values(active=False))
            connection.execute(sa.delete(staff_sessions).where(staff_sessions.c.staff_id == member.id))

        await self._database.write(write)

    async def members(self, site: str) -> list[StaffMember]:
        """Return the accounts of a site by user name."""
        statement = sa.select(staff).where(staff.c.site == site).order_by(staff.c.username)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return [_member(row) for row in rows]

    async def verify(self, username: str, password: str) -> StaffMember:
        """Return the member of staff whose user name and password these are.

        Raises:
            WrongPasswordError: They do not fit, or the account is closed; which of the two is not told.
        """
        statement = sa.select(staff).where(staff.c.username == _folded(username), staff.c.active)
        row = await self._database.read(lambda connection: connection.execute(statement).one_or_none())
        hashed = self._decoy if row is None else row.password_hash
        fits = await asyncio.to_thread(self._fits, hashed, password)
        if row is None or not fits:
            raise WrongPasswordError
        return _member(row)

    async def sign_in(self, username: str, password: str) -> tuple[StaffMember, str]:
        """Verify a member of staff and start a session; return who it is and the token for the cookie.

        Raises:
            WrongPasswordError: User name and password do not fit.
        """
        member = await self.verify(username, password)
        token = new_token()
        now = self._clock()
        values = {
            "token_hash": hash_token(token),
            "staff_id": member.id,
            "site": member.site,
            "created_at": now,
            "expires_at": now + self._session_length,
        }

        def write(connection: Connection) -> None:
            connection.execute(sa.delete(staff_sessions).where(staff_sessions.c.expires_at < now))
            connection.execute(sa.insert(staff_sessions).values(values))

        await self._database.write(write)
        return member, token

    async def signed_in(self, token: str) -> StaffMember:
        """Return whose session a token is.

        Raises:
            SessionExpiredError: It is nobody's, or too old.
        """
        statement = sa.select(staff).join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
        mine = statement.where(
            staff_sessions.c.token_hash == hash_token(token),
            staff_sessions.c.expires_at > self._clock(),
            staff.c.active,
        )
        row = await self._database.read(lambda connection: connection.execute(mine).one_or_none())
        if row is None:
            raise SessionExpiredError
        return _member(row)

    async def sign_out(self, token: str) -> None:
        """End the session of a token, if it has one."""
        ended = sa.delete(staff_sessions).where(staff_sessions.c.token_hash == hash_token(token))
        await self._database.write(lambda connection: connection.execute(ended))

    async def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise WeakPasswordError(f"a password has at least {SHORTEST_PASSWORD} characters")
        return await asyncio.to_thread(self._hasher.hash, password)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def _folded(username: str) -> str:
    return username.strip().casefold()


def _find(connection: Connection, condition: object) -> StaffMember:
    row = connection.execute(sa.select(staff).where(condition)).one_or_none()
    if row is None:
        raise UnknownStaffError("there is no such user")
    return _member(row)


def _member(row: Row) -> StaffMember:
    return StaffMember(
        id=row.id,
        site=row.site,
        username=row.username,
        display_name=row.display_name or row.username,
        languages=tuple(row.languages),
        active=row.active,
    )
