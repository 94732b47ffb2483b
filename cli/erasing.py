"""`ronghe forget`: what a visitor wants deleted is deleted."""

import asyncio

from bot.settings import Settings, load_settings
from cli.console import output
from conversation.erasure import Erased, erase
from storage.engine import open_database
from storage.migrations import upgrade


def forget(conversation_id: int) -> None:
    """Delete a conversation of the installation's site, here and where Rasa keeps its dialogue, and say what is gone.

    Raises:
        UnknownConversationError: The site has no conversation of this number.
    """
    erased = asyncio.run(forget_in(load_settings(), conversation_id))
    counts = f"{erased.received} messages received, {erased.sent} sent, {erased.tickets} tickets, {erased.notes} notes"
    output.print(f"Conversation {conversation_id} is deleted: {counts}.", markup=False)


async def forget_in(settings: Settings, conversation_id: int) -> Erased:
    """Delete it in these databases."""
    from bot.tracker_store import DialogueStore

    database = open_database(settings.database)
    try:
        upgrade(database.engine)
        erased = await erase(database, conversation_id, site=settings.site)
    finally:
        database.close()
    await DialogueStore(settings=settings).delete(str(erased.sender))
    return erased
