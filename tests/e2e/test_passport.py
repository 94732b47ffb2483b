"""'Passport for my child' through the whole system: one dialogue, five languages, every case."""

import httpx
import pytest

from cli.visitor import Turn, visiting
from tests.e2e.conftest import Stack

OPENINGS = {
    "zh-Hans": "我女儿的护照怎么办",
    "zh-Hant": "我女兒的護照要怎麼辦",
    "en": "passport for my child",
    "ja": "子どものパスポートを作りたい",
    "ko": "아이 여권을 만들고 싶어요",
}


@pytest.mark.parametrize("language", OPENINGS)
async def test_the_same_dialogue_starts_in_the_visitors_own_language(
    stack: Stack, client: httpx.AsyncClient, language: str
) -> None:
    async with visiting(client) as visitor:
        turn = await visitor.say(OPENINGS[language])

    question = turn.messages[-1]
    assert question["view"]["language"] == language
    assert question["about"]["response"] == first_question(turn)
    assert len(question["view"]["buttons"]) >= 2


def first_question(turn: Turn) -> str:
    """Return the response of the first question, the same in every language."""
    return "utter_ask_parents_citizenship"
