"""A message is stored once."""

import asyncio
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.core.messages import Channel, InboundMessage, Sender
from conversation.inbox import Inbox
from storage.engine import Database
from storage.tables import conversations, inbox

HERE = Sender(site="sip", channel=Channel.WEB, platform_id="anna")


def message(message_id: str, sender: Sender = HERE, **other: object) -> InboundMessage:
    return InboundMessage(sender=sender, message_id=message_id, received_at=datetime.now(UTC), text="hi", **other)


def count(database: Database, table: sa.Table) -> int:
    statement = sa.select(sa.func.count()).select_from(table)
    return database.read_now(lambda connection: connection.execute(statement).scalar_one())


async def test_repeat_is_stored_once_and_named_so(database: Database) -> None:
    accepting = Inbox(database)
    first = await accepting.accept(message("m1"))
    again = await accepting.accept(message("m1"))
    assert (first.repeated, again.repeated) == (False, True)
    assert again.inbox_id == first.inbox_id
    assert count(database, inbox) == 1


async def test_of_many_repeats_at_once_one_is_stored(database: Database) -> None:
    results = await asyncio.gather(*(Inbox(database).accept(message("m1")) for _ in range(20)))
    assert sum(not one.repeated for one in results) == 1
    assert (count(database, inbox), count(database, conversations)) == (1, 1)


async def test_same_id_on_another_channel_or_site_is_another_message(database: Database) -> None:
    accepting = Inbox(database)
    elsewhere = [
        Sender(site="sip", channel=Channel.TELEGRAM, platform_id="anna"),
        Sender(site="other", channel=Channel.WEB, platform_id="anna"),
    ]
    results = [await accepting.accept(message("m1", sender)) for sender in (HERE, *elsewhere)]
    assert [one.repeated for one in results] == [False, False, False]
    assert len({one.conversation_id for one in results}) == 3


async def test_hint_of_the_platform_is_kept(database: Database) -> None:
    accepting = Inbox(database)
    await accepting.accept(message("m1", language_hints=("pt-BR", "zh-TW")))
    await accepting.accept(message("m2"))
    statement = sa.select(conversations.c.language_hint)
    assert database.read_now(lambda connection: connection.execute(statement).scalar_one()) == "zh-Hant"
