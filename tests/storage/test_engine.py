"""Transactions, and the moments that go through them."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import StatementError

from bot.core.messages import Channel, Sender
from storage.conversations import ensure_conversation
from storage.engine import Database, open_database
from storage.errors import DatabaseAddressError, DatabaseClosedError
from storage.signals import announce, heard
from storage.tables import conversations

VISITOR = Sender(site="sip", channel=Channel.WEB, platform_id="a")
MOMENT = datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC)


async def test_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    await database.write(lambda connection: ensure_conversation(connection, VISITOR, MOMENT))
    found = await database.read(
        lambda connection: connection.execute(sa.select(conversations.c.created_at)).scalar_one()
    )
    assert found == MOMENT
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize("moment", [MOMENT.replace(tzinfo=None), MOMENT.astimezone(timezone(timedelta(hours=8)))])
async def test_moment_of_another_zone_is_refused(database: Database, moment: datetime) -> None:
    with pytest.raises(StatementError, match="not an aware UTC datetime"):
        await database.write(lambda connection: ensure_conversation(connection, VISITOR, moment))


async def test_failed_transaction_leaves_nothing_and_rings_nobody(database: Database) -> None:
    def fail(connection: Connection) -> None:
        ensure_conversation(connection, VISITOR, MOMENT)
        announce(connection, "topic")
        raise RuntimeError("on purpose")

    with database.signals.listen("topic") as bell:
        with pytest.raises(RuntimeError, match="on purpose"):
            await database.write(fail)
        await database.write(lambda connection: None)
        assert not bell.is_set()
    count = sa.select(sa.func.count()).select_from(conversations)
    assert await database.read(lambda connection: connection.execute(count).scalar_one()) == 0


async def test_committed_transaction_rings_who_listens(database: Database) -> None:
    with database.signals.listen("topic") as bell:
        await database.write(lambda connection: announce(connection, "topic"))
        assert await heard(bell, 5)


async def test_many_writers_at_once_all_get_through(database: Database) -> None:
    def visitor(number: int) -> Sender:
        return Sender(site="sip", channel=Channel.WEB, platform_id=str(number))

    await asyncio.gather(
        *(
            database.write(lambda connection, n=n: ensure_conversation(connection, visitor(n % 20), MOMENT))
            for n in range(60)
        )
    )
    count = sa.select(sa.func.count()).select_from(conversations)
    assert await database.read(lambda connection: connection.execute(count).scalar_one()) == 20


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(DatabaseAddressError):
        open_database(url)


def test_password_is_not_shown() -> None:
    with pytest.raises(DatabaseAddressError) as caught:
        open_database("mysql://user:secret@localhost/x")
    assert "secret" not in str(caught.value)


async def test_failing_work_does_not_undo_what_is_committed_with_it(database: Database) -> None:
    def fail(connection: Connection) -> None:
        ensure_conversation(connection, Sender(site="sip", channel=Channel.WEB, platform_id="b"), MOMENT)
        raise RuntimeError("on purpose")

    def visitor(number: int) -> Sender:
        return Sender(site="sip", channel=Channel.WEB, platform_id=f"v{number}")

    results = await asyncio.gather(
        *(
            database.write(
                fail if n % 3 == 0 else lambda connection, n=n: ensure_conversation(connection, visitor(n), MOMENT)
            )
            for n in range(12)
        ),
        return_exceptions=True,
    )
    assert [isinstance(result, RuntimeError) for result in results] == [n % 3 == 0 for n in range(12)]
    names = sa.select(conversations.c.platform_user)
    found = await database.read(lambda connection: connection.execute(names).scalars().all())
    assert set(found) == {f"v{n}" for n in range(12) if n % 3}


async def test_writing_waits_for_another_process_on_the_file(database: Database, database_url: str) -> None:
    other = open_database(database_url)
    with other.transaction() as connection:
        ensure_conversation(connection, VISITOR, MOMENT)
        writing = asyncio.create_task(
            database.write(lambda mine: ensure_conversation(mine, VISITOR, MOMENT + timedelta(days=1)))
        )
        done, _ = await asyncio.wait({writing}, timeout=0.05)
        assert not done
    await writing
    created = sa.select(conversations.c.created_at)
    assert await database.read(lambda mine: mine.execute(created).scalars().all()) == [MOMENT]
    other.close()


async def test_closed_database_takes_no_more(database_url: str) -> None:
    database = open_database(database_url)
    database.close()
    with pytest.raises((DatabaseClosedError, RuntimeError)):
        await database.write(lambda connection: None)
