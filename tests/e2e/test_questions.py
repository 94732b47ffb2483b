"""Questions that nobody trained on, through the whole system."""

from bot.settings import ROOT
from cli.evaluating import ask_all
from cli.questions import read_questions
from cli.scoring import grouped, score
from tests.e2e.conftest import Stack

QUESTIONS = ROOT / "tests" / "questions" / "services.tsv"


async def test_fresh_questions_are_answered_right_and_in_their_own_language(stack: Stack) -> None:
    judgements = await ask_all(read_questions(QUESTIONS), address=stack.address)

    total = score(judgements)
    assert total.top1 >= 0.88
    assert total.top3 >= 0.96
    assert total.answered_wrong <= 0.02
    assert total.language_right == 1
    assert min(one.top1 for one in grouped(judgements, lambda one: one.question.language).values()) >= 0.84
