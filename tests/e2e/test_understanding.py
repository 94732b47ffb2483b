"""Messages of every kind, by writers who saw neither data nor system, through the whole system."""

from collections.abc import Iterable

import pytest_asyncio

from bot.core.languages import SIMPLIFIED, TRADITIONAL
from bot.settings import ROOT
from bot.traditional import to_simplified
from cli.evaluating import ask_all
from cli.messages import read_messages
from cli.questions import Question
from cli.scoring import Judgement, share
from tests.e2e.conftest import Stack

MESSAGES = [ROOT / "tests" / "questions" / name for name in ("messages.tsv", "messages3.tsv")]
VISITORS = 4


def questions() -> list[Question]:
    """Return each message as a question; its intent is what is expected."""
    return [
        Question(line=one.line, language=one.language, text=one.text, expected=(one.kind,), kind=one.kind)
        for file in MESSAGES
        for one in read_messages(file)
    ]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def judged(stack: Stack) -> list[Judgement]:
    return await ask_all(questions(), address=stack.address, visitors=VISITORS)


def of_kind(judged: Iterable[Judgement], kind: str) -> list[Judgement]:
    return [one for one in judged if one.question.kind == kind]


async def test_danger_is_found_and_nothing_else_raises_the_alarm(judged: list[Judgement]) -> None:
    others = [one for one in judged if one.question.kind != "emergency"]

    assert share("EMERGENCY" in one.outcome.outcomes for one in of_kind(judged, "emergency")) >= 0.99
    assert share("EMERGENCY" in one.outcome.outcomes for one in others) <= 0.01


async def test_who_wants_a_person_gets_one(judged: list[Judgement]) -> None:
    assert share("HUMAN" in one.outcome.outcomes for one in of_kind(judged, "talk_to_human")) >= 0.98


async def test_what_is_none_of_the_centres_matters_is_not_answered_as_if_known(judged: list[Judgement]) -> None:
    asked = of_kind(judged, "out_of_scope")

    assert share(one.outcome.certain or bool(one.outcome.leads_to) for one in asked) <= 0.05


async def test_the_reply_is_in_the_language_of_the_message(judged: list[Judgement]) -> None:
    asked = [one for one in judged if one.question.kind != "change_language"]

    assert share(replied_in_its_language(one) for one in asked) >= 0.995


def replied_in_its_language(one: Judgement) -> bool:
    """Tell whether it is; of Chinese characters that both scripts share nobody can tell which is written."""
    tag, replied = one.question.language, one.outcome.languages
    shared = tag == TRADITIONAL and to_simplified(one.question.text) == one.question.text
    return replied == {tag} or (shared and replied == {SIMPLIFIED})
