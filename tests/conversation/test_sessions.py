"""A browser's hold on its conversation."""

import pytest

from bot.core.messages import Channel
from conversation.errors import SessionUnknownError
from conversation.sessions import SESSION_LENGTH, WebSessions
from storage.engine import Database
from tests.clocks import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def sessions(database: Database, clock: SetClock) -> WebSessions:
    return WebSessions(database, clock=clock)


async def test_token_finds_its_conversation_and_no_other(sessions: WebSessions) -> None:
    first, token = await sessions.open("sip", language_hints=("ja-JP",))
    second, other = await sessions.open("sip")
    assert (await sessions.find(token)).conversation == first.conversation
    assert (await sessions.find(other)).conversation == second.conversation
    assert first.conversation.id != second.conversation.id
    assert (first.conversation.sender.channel, first.conversation.language_hint) == (Channel.WEB, "ja")


async def test_made_up_expired_and_ended_tokens_find_nothing(sessions: WebSessions, clock: SetClock) -> None:
    _, ended = await sessions.open("sip")
    await sessions.end(ended)
    _, old = await sessions.open("sip")
    clock.advance(SESSION_LENGTH.total_seconds() + 1)
    for token in ("", "made-up", ended, old):
        with pytest.raises(SessionUnknownError):
            await sessions.find(token)
