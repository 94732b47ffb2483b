"""What a turn was worth, and the figures over many of them."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from cli.questions import Question

TOP = 3
MEDIAN, TAIL = 0.50, 0.95


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the system did with one question."""

    #: Entries answered or offered, first shown first.
    entries: tuple[str, ...] = ()
    #: Entries that a dialogue leads to whose first question was asked; which of them, its answers decide.
    leads_to: frozenset[str] = frozenset()
    #: Whether an entry was answered as certain, not offered.
    certain: bool = False
    #: Outcomes in capitals that the replies amount to.
    outcomes: frozenset[str] = frozenset()
    #: Language tags of the replies.
    languages: frozenset[str] = frozenset()
    #: From sending to the last reply.
    seconds: float
    #: What the visitor read, for the list of failures.
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One question with its outcome, judged."""

    question: Question
    outcome: Outcome
    top1: bool
    top3: bool
    #: Something was stated as certain that was not asked for.
    answered_wrong: bool
    language_right: bool


@dataclass(frozen=True, kw_only=True)
class Score:
    """Figures over some questions; shares are 0..1, latencies seconds."""

    n: int
    top1: float
    top3: float
    answered_wrong: float
    language_right: float
    p50: float
    p95: float

    def as_json(self) -> dict[str, float]:
        """Return the figures, rounded for reading."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def judge(question: Question, outcome: Outcome) -> Judgement:
    """Compare what was done with what was expected.

    A dialogue counts as right when it leads to an expected entry. An expected outcome counts when it is among
    those the replies amount to, and then as top-1 and top-3 alike. An
    answer given as certain is wrong when it is none of the expected entries, also where an outcome was expected.
    """
    if question.outcome is not None:
        right = question.outcome in outcome.outcomes
        top1 = top3 = right
        wrong = outcome.certain and not right
    else:
        expected = set(question.expected)
        led = bool(expected & outcome.leads_to)
        top1 = led or (bool(outcome.entries) and outcome.entries[0] in expected)
        top3 = led or bool(expected.intersection(outcome.entries[:TOP]))
        wrong = outcome.certain and not top1
    return Judgement(
        question=question,
        outcome=outcome,
        top1=top1,
        top3=top3,
        answered_wrong=wrong,
        language_right=outcome.languages == {question.language},
    )


def score(judgements: Sequence[Judgement]) -> Score:
    """Return the figures over some judgements; there must be at least one."""
    latencies = sorted(one.outcome.seconds for one in judgements)
    return Score(
        n=len(judgements),
        top1=share(one.top1 for one in judgements),
        top3=share(one.top3 for one in judgements),
        answered_wrong=share(one.answered_wrong for one in judgements),
        language_right=share(one.language_right for one in judgements),
        p50=quantile(latencies, MEDIAN),
        p95=quantile(latencies, TAIL),
    )


def grouped(judgements: Sequence[Judgement], key: Callable[[Judgement], str]) -> dict[str, Score]:
    """Return the figures per group, in order of first appearance."""
    groups: dict[str, list[Judgement]] = {}
    for one in judgements:
        groups.setdefault(key(one), []).append(one)
    return {name: score(members) for name, members in groups.items()}


def share(flags: Iterable[bool]) -> float:
    """Return the share of true ones."""
    values = list(flags)
    return sum(values) / len(values)


def quantile(ordered: Sequence[float], part: float) -> float:
    """Return the smallest value that at least this part of the ordered values does not exceed."""
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]
