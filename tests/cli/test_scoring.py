"""Judgements follow the definitions printed in the reference."""

import pytest

from cli.questions import Question
from cli.scoring import Outcome, grouped, judge, quantile, score


def question(*expected: str, language: str = "en") -> Question:
    return Question(line=1, language=language, text="?", expected=expected, kind="plain")


def outcome(
    *entries: str, certain: bool = False, outcomes: frozenset[str] = frozenset(), language: str = "en"
) -> Outcome:
    return Outcome(entries=entries, certain=certain, outcomes=outcomes, languages=frozenset({language}), seconds=0.1)


@pytest.mark.parametrize(
    ("expected", "entries", "certain", "top1", "top3", "wrong"),
    [
        (("a",), ("a",), True, True, True, False),
        (("a", "b"), ("b",), True, True, True, False),
        (("a",), ("b",), True, False, False, True),
        (("a",), ("b", "c", "a"), False, False, True, False),
        (("a",), ("b", "c", "d", "a"), False, False, False, False),
        (("a",), (), False, False, False, False),
    ],
)
def test_entries(
    expected: tuple[str, ...], entries: tuple[str, ...], certain: bool, top1: bool, top3: bool, wrong: bool
) -> None:
    judgement = judge(question(*expected), outcome(*entries, certain=certain))

    assert (judgement.top1, judgement.top3, judgement.answered_wrong) == (top1, top3, wrong)


def test_an_answer_where_a_person_was_wished_for_is_wrong() -> None:
    judgement = judge(question("HUMAN"), outcome("a", certain=True))

    assert (judgement.top1, judgement.answered_wrong) == (False, True)


def test_one_reply_in_another_language_is_a_wrong_language() -> None:
    assert not judge(question("a", language="ja"), outcome("a", language="en")).language_right
    mixed = Outcome(entries=("a",), languages=frozenset({"ja", "en"}), seconds=0.1)
    assert not judge(question("a", language="ja"), mixed).language_right
    assert judge(question("a", language="ja"), outcome("a", language="ja")).language_right


def test_figures_are_shares_per_group() -> None:
    judgements = [
        judge(question("a"), outcome("a", certain=True)),
        judge(question("a"), outcome("b", certain=True)),
        judge(question("a", language="ko"), outcome("a", language="ko")),
    ]

    by_language = grouped(judgements, lambda one: one.question.language)

    assert by_language["en"].top1 == 0.5
    assert by_language["en"].answered_wrong == 0.5
    assert by_language["ko"].top1 == 1.0
    assert score(judgements).n == 3


def test_quantiles_are_values_that_occurred() -> None:
    values = [float(n) for n in range(1, 101)]

    assert (quantile(values, 0.5), quantile(values, 0.95), quantile([7.0], 0.95)) == (50.0, 95.0, 7.0)
