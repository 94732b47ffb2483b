"""Everything between a visitor's message and the answer, over a real database and a fake Rasa."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.messages import Channel, InboundKind, InboundMessage, Sender
from bot.texts import Texts
from conversation.inbox import Accepted, Inbox
from conversation.language import Languages
from conversation.outbox import Outbox, OutboxRow
from conversation.rasa import RasaClient
from conversation.rendering import Renderer
from conversation.router import Router
from storage.engine import Database
from tests.conversation.fake_rasa import TOKEN, FakeRasa

PATIENCE = 10.0


@dataclass(frozen=True)
class Guess:
    """What the fake detector says."""

    label: str | None
    decisive: bool
    other: str | None = None


class MarkDetector:
    """Takes a text of the form `ja: …` to be Japanese beyond doubt, and no other."""

    def detect(self, text: str) -> Guess:
        tag, colon, _ = text.partition(": ")
        return Guess(label=tag, decisive=True) if colon else Guess(label=None, decisive=False)


def resolve(detection: Guess, *, preferred: str | None, prior: str | None, hint: str | None, default: str) -> str:
    return preferred or (detection.label if detection.decisive else None) or prior or hint or default


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load()


@pytest.fixture
def renderer(texts: Texts) -> Renderer:
    return Renderer(texts)


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    async with FakeRasa().listening() as fake:
        yield fake


@pytest.fixture
async def client(rasa: FakeRasa) -> AsyncIterator[RasaClient]:
    opened = RasaClient(rasa.url, TOKEN, turn_seconds=5)
    yield opened
    await opened.close()


@pytest.fixture
def make_router(client: RasaClient, renderer: Renderer, database: Database) -> Callable[..., Router]:
    def make(own: Database | None = None, **options: Any) -> Router:
        quick = {"poll_seconds": 0.05, "retry_after": timedelta(milliseconds=20), **options}
        languages = Languages(MarkDetector(), resolve, {"sip": "en"})
        parts = {"understanding": client, "languages": languages, "renderer": renderer}
        return Router(own or database, **{**parts, **quick})

    return make


@asynccontextmanager
async def at_work(router: Router) -> AsyncIterator[Router]:
    running = asyncio.create_task(router.run())
    try:
        yield router
    finally:
        await asyncio.wait_for(router.close(), PATIENCE)
        await running


async def crash(running: asyncio.Task[None]) -> None:
    """End a router as a killed process would: nothing is given back."""
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


class Visitor:
    """Somebody who writes and reads."""

    def __init__(self, database: Database, name: str, channel: Channel = Channel.WEB) -> None:
        self.sender = Sender(site="sip", channel=channel, platform_id=name)
        self._database = database
        self._inbox = Inbox(database)
        self._count = 0
        self.conversation_id = 0

    async def say(self, text: str, **other: Any) -> Accepted:
        self._count += 1
        values = {
            "sender": self.sender,
            "message_id": f"{self.sender.platform_id}-{self._count}",
            "received_at": datetime.now(UTC),
            "text": text,
            **other,
        }
        accepted = await self._inbox.accept(InboundMessage(**values))
        self.conversation_id = accepted.conversation_id
        return accepted

    async def press(self, choice: str) -> Accepted:
        return await self.say("", kind=InboundKind.CHOICE, choice=choice)

    async def rows(self, number: int) -> list[OutboxRow]:
        """Return the first so many messages to this visitor, waiting for them."""
        outbox = Outbox(self._database)
        found: list[OutboxRow] = []
        async with asyncio.timeout(PATIENCE):
            while len(found) < number:
                found += await outbox.wait(self.conversation_id, found[-1].id if found else 0, timeout=0.2)
        return found

    async def all_rows(self) -> list[OutboxRow]:
        return await Outbox(self._database).after(self.conversation_id, 0)


@pytest.fixture
def visitor(database: Database) -> Visitor:
    return Visitor(database, "anna")


Until = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that no signal tells of."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():
            await asyncio.sleep(0.01)
