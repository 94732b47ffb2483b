"""A stream resumes where it left off."""

import asyncio
from datetime import UTC, datetime

from bot.core.replies import Text
from conversation.outbox import Outbox
from storage.conversations import lock_conversation
from storage.engine import Database
from storage.posting import Post, post
from storage.states import Author
from tests.conversation.conftest import Visitor


async def tell(database: Database, conversation_id: int, text: str) -> int | None:
    message = Post(author=Author.BOT, reply=Text(text=text), language="en")
    now = datetime.now(UTC)
    return await database.write(
        lambda connection: post(connection, lock_conversation(connection, conversation_id), message, now)
    )


async def test_reading_goes_on_after_the_last_number(database: Database, visitor: Visitor) -> None:
    await visitor.say("hello")
    numbers = [await tell(database, visitor.conversation_id, str(n)) for n in range(5)]
    outbox = Outbox(database)
    assert [row.id for row in await outbox.after(visitor.conversation_id, 0)] == numbers
    assert [row.id for row in await outbox.after(visitor.conversation_id, numbers[2])] == numbers[3:]
    assert [row.id for row in await outbox.after(visitor.conversation_id, 0, limit=2)] == numbers[:2]
    assert await outbox.after(visitor.conversation_id, numbers[-1]) == []


async def test_other_conversations_are_not_read(database: Database, visitor: Visitor) -> None:
    stranger = Visitor(database, "mallory")
    await visitor.say("hello")
    await stranger.say("hello")
    await tell(database, visitor.conversation_id, "for anna")
    assert await Outbox(database).after(stranger.conversation_id, 0) == []


async def test_waiting_ends_with_the_first_message(database: Database, visitor: Visitor) -> None:
    await visitor.say("hello")
    stream = asyncio.create_task(Outbox(database).wait(visitor.conversation_id, 0, timeout=30))
    await asyncio.sleep(0)
    await tell(database, visitor.conversation_id, "hi")
    [row] = await asyncio.wait_for(stream, 5)
    assert row.reply == Text(text="hi")


async def test_waiting_without_a_message_ends_empty(database: Database, visitor: Visitor) -> None:
    await visitor.say("hello")
    assert await Outbox(database).wait(visitor.conversation_id, 0, timeout=0.01) == []


async def test_reader_that_was_cut_off_misses_nothing(database: Database, visitor: Visitor) -> None:
    await visitor.say("hello")
    numbers = await asyncio.gather(*(tell(database, visitor.conversation_id, str(n)) for n in range(30)))
    outbox, seen = Outbox(database), []
    while rows := await outbox.after(visitor.conversation_id, seen[-1] if seen else 0, limit=7):
        seen += [row.id for row in rows]
    assert seen == sorted(numbers)
