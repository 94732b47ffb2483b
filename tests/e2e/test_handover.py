"""When staff are called, without a browser: by asking, by two failures in a row, and how it ends."""

import uuid

import httpx
import pytest

from bot.core.languages import TAGS
from cli.visitor import Turn, Visitor, visiting
from tests.e2e.browsing import BANK_ACCOUNT, CHILD_PASSPORT, EMERGENCY, PERSON
from tests.e2e.conftest import Stack

OPENED = "ticket-opened"
#: A bare yes answers neither which of three it is nor which country's.
YES = {"zh-Hans": "是的", "zh-Hant": "是的", "en": "yes", "ja": "はい", "ko": "네"}
#: Words of no language. Some of them the classifier takes for a matter that is not ours, which is no failure.
GIBBERISH = (
    "zzz",
    "lorem ipsum",
    "asdf",
    "banana banana",
    "form 17b",
    "xyzzy plugh",
    "hgfd jklm",
    "frobnicate the frobnicator",
)


def labels(turn: Turn) -> list[str | None]:
    """Return the labels; whether a member of staff happens to be signed in is another test's matter."""
    return [OPENED if message["label"] == f"{OPENED}-away" else message["label"] for message in turn.messages]


def spoken(turn: Turn) -> set[str]:
    return {message["view"]["language"] for message in turn.messages}


@pytest.mark.parametrize("tag", TAGS)
async def test_a_person_can_be_asked_for(stack: Stack, client: httpx.AsyncClient, tag: str) -> None:
    async with visiting(client, language=tag) as visitor:
        turn = await visitor.say(PERSON[tag])

        assert labels(turn) == [OPENED]
        assert spoken(turn) == {tag}


@pytest.mark.parametrize("tag", TAGS)
async def test_an_emergency_gives_the_numbers_first_and_calls_staff(
    stack: Stack, client: httpx.AsyncClient, tag: str
) -> None:
    async with visiting(client, language=tag) as visitor:
        turn = await visitor.say(EMERGENCY[tag])

        assert turn.messages[0]["about"]["type"] == "emergency"
        assert labels(turn) == [None, OPENED]
        assert spoken(turn) == {tag}


@pytest.mark.parametrize("tag", TAGS)
async def test_who_cannot_answer_a_question_twice_gets_a_person(
    stack: Stack, client: httpx.AsyncClient, tag: str
) -> None:
    async with visiting(client, language=tag) as visitor:
        await visitor.say(CHILD_PASSPORT[tag])
        first = await visitor.say(YES[tag])
        second = await visitor.say(YES[tag])

        assert [one["about"].get("response") for one in first.messages] == [
            "utter_please_choose",
            "utter_ask_parents_citizenship",
        ]
        assert labels(second) == [OPENED]
        assert spoken(first) | spoken(second) == {tag}


async def test_two_messages_that_nobody_understands_bring_a_person(stack: Stack, client: httpx.AsyncClient) -> None:
    for words in GIBBERISH:
        async with visiting(client) as visitor:
            first = await visitor.say(words)
            if first.messages[0]["about"].get("response") == "utter_not_understood":
                assert labels(await visitor.say(words)) == [OPENED]
                return
    pytest.fail(f"every one of these was understood: {GIBBERISH}")


async def refused(visitor: Visitor, offered: Turn) -> Turn:
    """Press the button under a list of entries that says that none of them is meant."""
    none = offered.messages[0]["view"]["buttons"][-2]
    assert none["title"] == "None of these"
    return await visitor.say(none["title"], choice=none["id"])


async def test_none_of_the_entries_twice_brings_a_person(stack: Stack, client: httpx.AsyncClient) -> None:
    async with visiting(client) as visitor:
        offered = await visitor.say("residence permit")
        first = await refused(visitor, offered)
        second = await refused(visitor, offered)

        assert first.messages[0]["about"]["response"] == "utter_not_understood"
        assert labels(second) == [OPENED]


async def test_a_failure_is_forgotten_after_an_answer(stack: Stack, client: httpx.AsyncClient) -> None:
    async with visiting(client) as visitor:
        offered = await visitor.say("residence permit")
        await refused(visitor, offered)
        await visitor.say(BANK_ACCOUNT["en"])
        turn = await refused(visitor, offered)

        assert turn.messages[0]["about"]["response"] == "utter_not_understood"


@pytest.mark.parametrize("tag", TAGS)
async def test_a_bare_yes_out_of_the_blue_is_answered_once(stack: Stack, client: httpx.AsyncClient, tag: str) -> None:
    async with visiting(client, language=tag) as visitor:
        turn = await visitor.say(YES[tag])
        again = await visitor.say(YES[tag])

        for one in (turn, again):
            assert [message["about"].get("response") for message in one.messages] == ["utter_ask_away"]
        assert spoken(turn) == {tag}


async def test_while_staff_are_called_the_assistant_is_silent(stack: Stack, client: httpx.AsyncClient) -> None:
    async with visiting(client) as visitor:
        opened = await visitor.say(PERSON["en"])
        back = opened.messages[-1]["view"]["buttons"][0]

        # messages are worked in order: what comes next proves that the first was not answered
        for body in ({"text": BANK_ACCOUNT["en"]}, {"text": back["title"], "choice": back["id"]}):
            message = {"id": uuid.uuid4().hex, **body}
            (await client.post("/api/web/messages", json=message, headers=visitor._headers)).raise_for_status()
        assert (await visitor.next_message(patience=30))["label"] == "ticket-withdrawn"

        after = await visitor.say(BANK_ACCOUNT["en"])
        assert [message["about"]["type"] for message in after.messages] == ["answer"]
