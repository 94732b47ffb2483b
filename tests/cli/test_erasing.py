"""`ronghe forget` on the databases of an installation."""

from pathlib import Path

import sqlalchemy as sa

from bot.core.clock import utc_now
from bot.core.messages import Channel, InboundMessage, Sender
from bot.settings import Settings
from bot.tracker_store import DialogueStore
from cli.erasing import forget_in
from conversation.inbox import Inbox
from storage.engine import open_database
from storage.migrations import upgrade

ANNA, BEN = (Sender(site="sip", channel=Channel.WEB, platform_id=name) for name in ("anna", "ben"))


async def test_who_is_forgotten_is_gone_from_both_databases_and_nobody_else(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    database = open_database(settings.database)
    upgrade(database.engine)
    accepted = [
        await Inbox(database).accept(
            InboundMessage(sender=one, message_id=one.platform_id, received_at=utc_now(), text="hello")
        )
        for one in (ANNA, BEN)
    ]
    database.close()
    store = DialogueStore(settings=settings)
    with store.engine.begin() as connection:
        for one in (ANNA, BEN):
            connection.execute(sa.text("INSERT INTO rasa_dialogues VALUES (:id, '[]')"), {"id": str(one)})

    erased = await forget_in(settings, accepted[0].conversation_id)

    assert (erased.sender, erased.received) == (ANNA, 1)
    assert list(await store.keys()) == [str(BEN)]
