"""Processes die at bad moments, and every message is still answered, once."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from cli.visitor import NoReplyError, Visitor, visiting
from tests.e2e.conftest import Stack, eventually

#: What still comes, after which a second answer would have come as well.
QUIET_SECONDS = 3.0


@pytest.fixture(autouse=True)
def whole(stack: Stack) -> Iterator[None]:
    """Leave the system as it was found, whatever became of the test."""
    yield
    if not stack.supervision.pid("actions"):
        stack.supervision.start_program("actions")
    stack.wait("edge", "rasa", "actions")


async def nothing_more(visitor: Visitor) -> bool:
    try:
        while True:
            if (await visitor.next_message(patience=QUIET_SECONDS))["label"] != "received":
                return False
    except NoReplyError:
        return True


async def test_rasa_dies_and_what_was_written_meanwhile_is_answered_once_and_dialogues_go_on(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    async with visiting(client) as visitor, visiting(client) as parent:
        await visitor.say("hello")
        first = await parent.say("passport for my child")
        question = first.messages[-1]["view"]
        assert question["buttons"]
        stack.kill("rasa")

        turn, second = await asyncio.gather(
            visitor.say("I lost my passport", patience=240),
            parent.say(question["buttons"][0]["title"], choice=question["buttons"][0]["id"], patience=240),
        )

        assert turn.messages[0]["about"]["entries"] == ["exit-entry.lost-passport"]
        assert second.messages[-1]["about"].get("response", "") != first.messages[-1]["about"]["response"]
        assert second.messages[-1]["about"]["type"] in {"text", "answer"}
        assert await nothing_more(visitor)
        assert await nothing_more(parent)


async def test_the_edge_dies_between_accepting_and_replying(stack: Stack, client: httpx.AsyncClient) -> None:
    async with visiting(client) as visitor:
        await visitor.say("hello")
        stack.kill("rasa")
        waiting = asyncio.create_task(visitor.say("register my new flat with the police", patience=240))
        # accepted: the row is there and Rasa, being dead, cannot have answered it
        await asyncio.sleep(0.5)
        stack.kill("edge")
        assert eventually(lambda: stack.up("edge"), 30)

        turn = await waiting

        assert turn.messages[0]["about"]["entries"] == ["exit-entry.accommodation-registration"]
        assert await nothing_more(visitor)


async def test_the_edge_dies_while_a_turn_runs(stack: Stack, client: httpx.AsyncClient) -> None:
    async with visiting(client) as visitor:
        await visitor.say("hello")
        waiting = asyncio.create_task(visitor.say("my visa ends next week, can I extend it?", patience=120))
        await asyncio.sleep(0.01)
        stack.kill("edge")

        turn = await waiting

        assert turn.messages[0]["about"]["type"] in {"answer", "choices"}
        assert await nothing_more(visitor)


async def test_an_action_server_that_is_away_brings_an_apology_and_a_person(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    stack.supervision.stop_program("actions")
    async with visiting(client) as visitor:
        turn = await visitor.say("パスポートをなくしました", patience=120)

        labels = [message["label"] for message in turn.messages]
        assert "turn-failed" in labels
        assert {message["view"]["language"] for message in turn.messages} == {"ja"}
