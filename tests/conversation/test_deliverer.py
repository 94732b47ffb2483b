"""Messages reach the platform in order, once, and what does not arrive is known."""

import asyncio
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.core.clock import utc_now
from bot.core.messages import Channel
from bot.core.replies import Text
from conversation.deliverer import ATTEMPTS, Deliverer
from conversation.rendering import Renderer
from conversation.sender import Delivery, DeliveryFailedError, Receipt, RetryLaterError, WindowClosedError
from storage.conversations import lock_conversation
from storage.engine import Database, open_database
from storage.posting import Post, post
from storage.states import Author, OutboxState
from storage.tables import outbox
from tests.clocks import SetClock
from tests.conversation.conftest import Visitor, at_work, crash, until


class RecordingSender:
    """A platform that does what a test tells it."""

    def __init__(self) -> None:
        self.sent: list[Delivery] = []
        #: Raised one after the other before anything is sent.
        self.errors: list[Exception] = []
        self.tries = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.entered = asyncio.Event()
        self.overlaps = 0
        self._at_work: set[str] = set()

    async def send(self, delivery: Delivery) -> Receipt:
        self.tries += 1
        self.overlaps += delivery.visitor.platform_id in self._at_work
        self._at_work.add(delivery.visitor.platform_id)
        self.entered.set()
        try:
            await self.gate.wait()
        finally:
            self._at_work.discard(delivery.visitor.platform_id)
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(delivery)
        return Receipt(message_ids=(str(len(self.sent)),))

    @property
    def texts(self) -> list[str]:
        return [delivery.view.paragraphs[0] for delivery in self.sent]


@pytest.fixture
def sender() -> RecordingSender:
    return RecordingSender()


@pytest.fixture
def make_deliverer(database: Database, sender: RecordingSender, renderer: Renderer) -> Callable[..., Deliverer]:
    def make(own: Database | None = None, **options: object) -> Deliverer:
        return Deliverer(own or database, {Channel.TELEGRAM: sender}, renderer, poll_seconds=0.05, **options)

    return make


@pytest.fixture
async def chat(database: Database) -> Visitor:
    """A visitor on Telegram who has written once."""
    visitor = Visitor(database, "anna", Channel.TELEGRAM)
    await visitor.say("hello")
    return visitor


async def tell(database: Database, visitor: Visitor, text: str, author: Author = Author.BOT) -> int | None:
    message = Post(author=author, reply=Text(text=text), language="en")
    return await database.write(
        lambda connection: post(connection, lock_conversation(connection, visitor.conversation_id), message, utc_now())
    )


def states(database: Database) -> list[str]:
    statement = sa.select(outbox.c.state).order_by(outbox.c.id)
    return database.read_now(lambda connection: connection.execute(statement).scalars().all())


def reached(database: Database, *expected: OutboxState) -> Callable:
    async def check() -> bool:
        return states(database) == [state.value for state in expected]

    return check


async def test_messages_are_sent_in_order_and_marked(
    make_deliverer: Callable[..., Deliverer], database: Database, chat: Visitor, sender: RecordingSender
) -> None:
    for n in range(25):
        await tell(database, chat, str(n))
    async with at_work(make_deliverer()):
        await until(reached(database, *[OutboxState.SENT] * 25))
    assert sender.texts == [str(n) for n in range(25)]
    assert sender.sent[0].visitor == chat.sender
    assert sender.sent[0].visitor_at is not None


async def test_message_is_sent_as_soon_as_it_is_written(
    make_deliverer: Callable[..., Deliverer], database: Database, chat: Visitor, sender: RecordingSender
) -> None:
    async with at_work(make_deliverer()):
        await tell(database, chat, "hello")
        await asyncio.wait_for(sender.entered.wait(), 5)


async def test_busy_platform_gets_it_again_and_later_messages_wait(
    make_deliverer: Callable[..., Deliverer], database: Database, chat: Visitor, sender: RecordingSender
) -> None:
    sender.errors = [RetryLaterError("flood", after=0.05), RetryLaterError("flood", after=0.05, parts_sent=2)]
    await tell(database, chat, "first")
    await tell(database, chat, "second")
    async with at_work(make_deliverer()):
        await until(reached(database, OutboxState.SENT, OutboxState.SENT))
    assert sender.texts == ["first", "second"]
    assert sender.sent[0].parts_sent == 2


@pytest.mark.parametrize("error", [DeliveryFailedError("blocked"), WindowClosedError("48 h")])
async def test_refused_message_is_marked_and_the_next_is_tried(
    make_deliverer: Callable[..., Deliverer],
    database: Database,
    chat: Visitor,
    sender: RecordingSender,
    error: Exception,
) -> None:
    state = OutboxState.WINDOW_CLOSED if isinstance(error, WindowClosedError) else OutboxState.FAILED
    sender.errors = [error]
    await tell(database, chat, "first")
    await tell(database, chat, "second")
    async with at_work(make_deliverer()):
        await until(reached(database, state, OutboxState.SENT))
    reason = sa.select(outbox.c.error).order_by(outbox.c.id).limit(1)
    assert database.read_now(lambda connection: connection.execute(reason).scalar_one()) == str(error)


async def test_what_a_sender_did_not_foresee_is_tried_again(
    make_deliverer: Callable[..., Deliverer], database: Database, chat: Visitor, sender: RecordingSender
) -> None:
    clock = SetClock()
    sender.errors = [RuntimeError("surprise")]
    await tell(database, chat, "first")
    clock.now = utc_now()
    async with at_work(make_deliverer(clock=clock)):

        async def tried() -> bool:
            return sender.tries == 1 and states(database) == ["pending"]

        await until(tried)
        clock.advance(60)
        await until(reached(database, OutboxState.SENT))


async def test_message_is_given_up_after_many_attempts(
    make_deliverer: Callable[..., Deliverer], database: Database, chat: Visitor, sender: RecordingSender
) -> None:
    sender.errors = [RetryLaterError("busy", after=0) for _ in range(ATTEMPTS)]
    await tell(database, chat, "first")
    async with at_work(make_deliverer()):
        await until(reached(database, OutboxState.FAILED))
    assert sender.tries == ATTEMPTS


async def test_words_of_staff_are_sent_when_the_visitor_writes_again(
    make_deliverer: Callable[..., Deliverer], database: Database, chat: Visitor, sender: RecordingSender
) -> None:
    sender.errors = [WindowClosedError("48 h"), WindowClosedError("48 h")]
    await tell(database, chat, "from the bot")
    await tell(database, chat, "from staff", Author.STAFF)
    async with at_work(make_deliverer()):
        await until(reached(database, OutboxState.WINDOW_CLOSED, OutboxState.WINDOW_CLOSED))
        await chat.say("I am back")
        await until(reached(database, OutboxState.WINDOW_CLOSED, OutboxState.SENT))
    assert sender.texts == ["from staff"]


async def test_two_deliverers_send_each_message_once_and_in_order(
    make_deliverer: Callable[..., Deliverer], database: Database, database_url: str, sender: RecordingSender
) -> None:
    other = open_database(database_url)
    visitors = [Visitor(database, f"v{n}", Channel.TELEGRAM) for n in range(4)]
    async with at_work(make_deliverer()), at_work(make_deliverer(other)):
        for one in visitors:
            await one.say("hello")
        for n in range(5):
            for one in visitors:
                await tell(database if n % 2 else other, one, str(n))
        await until(reached(database, *[OutboxState.SENT] * 20))
    for one in visitors:
        mine = [d.view.paragraphs[0] for d in sender.sent if d.visitor == one.sender]
        assert mine == [str(n) for n in range(5)]
    assert sender.overlaps == 0
    other.close()


async def test_crash_while_sending_sends_again(
    make_deliverer: Callable[..., Deliverer], database: Database, chat: Visitor, sender: RecordingSender
) -> None:
    sender.gate.clear()
    await tell(database, chat, "first")
    running = asyncio.create_task(make_deliverer(name="edge-1").run())
    await asyncio.wait_for(sender.entered.wait(), 5)
    await crash(running)
    sender.gate.set()
    async with at_work(make_deliverer(name="edge-1")):
        await until(reached(database, OutboxState.SENT))
    assert sender.texts == ["first"]


async def test_web_messages_are_readable_at_once_and_never_sent(
    make_deliverer: Callable[..., Deliverer], database: Database, visitor: Visitor, sender: RecordingSender
) -> None:
    await visitor.say("hello")
    async with at_work(make_deliverer()):
        await tell(database, visitor, "first")
        assert states(database) == [OutboxState.SENT.value]
        assert [row.payload["text"] for row in await visitor.rows(1)] == ["first"]
    assert sender.tries == 0
