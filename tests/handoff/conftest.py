"""A desk with staff and a visitor."""

from collections.abc import Awaitable, Callable

import pytest
from argon2 import PasswordHasher

from bot.core.messages import Channel, Sender
from bot.core.replies import Handoff, HandoffReason
from handoff.desk import Desk
from handoff.staffing import Staffing
from handoff.tickets import open_ticket
from storage.conversations import ensure_conversation
from storage.engine import Database
from tests.clocks import SetClock

OpenTicket = Callable[..., Awaitable[int | None]]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(database: Database, clock: SetClock) -> Desk:
    return Desk(database, clock=clock)


@pytest.fixture
def staffing(database: Database, clock: SetClock) -> Staffing:
    return Staffing(database, clock=clock, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
async def staff_ids(staffing: Staffing) -> list[int]:
    names = ("li", "park", "sato")
    members = [
        await staffing.create(site="sip", username=name, password="long enough", display_name=name.title())
        for name in names
    ]
    return [member.id for member in members]


@pytest.fixture
def open_for(database: Database, clock: SetClock) -> OpenTicket:
    """Open a ticket for a visitor; None when one is live."""

    async def open_for(visitor: str = "anna", *, site: str = "sip", language: str = "ja") -> int | None:
        handoff = Handoff(reason=HandoffReason.ASKED, summary="visa", entries=("exit-entry.visa-reissue",))
        sender = Sender(site=site, channel=Channel.WEB, platform_id=visitor)
        return await database.write(
            lambda connection: open_ticket(
                connection, ensure_conversation(connection, sender, clock()), handoff, language, clock()
            )
        )

    return open_for
