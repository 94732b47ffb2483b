"""`ronghe evaluate`: a file of questions through the running system."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx
from rich.progress import Progress
from rich.table import Table

from bot.settings import ROOT, load_settings
from cli.console import console, output
from cli.outcomes import outcome_of
from cli.questions import Question, read_questions
from cli.scoring import Judgement, Score, grouped, judge, score
from cli.visitor import connection, visiting


def evaluate(file: Path, *, as_json: bool, failures: bool, visitors: int) -> None:
    """Ask everything in a file and print the figures.

    Raises:
        AssistantError: The file has wrong lines, or Ronghe is not running.
    """
    questions = with_canonical_ids(read_questions(file))
    judgements = asyncio.run(ask_all(questions, address=load_settings().address, visitors=visitors))
    if as_json:
        print(json.dumps(as_object(judgements), ensure_ascii=False, indent=2))  # noqa: T201 - the result itself
        return
    output.print(table("language", grouped(judgements, lambda one: one.question.language), score(judgements)))
    output.print(table("kind", grouped(judgements, lambda one: one.question.kind), None))
    if failures:
        show_failures(judgements)


def with_canonical_ids(questions: Sequence[Question]) -> list[Question]:
    """Return questions with the id that is answered in the place of its aliases."""
    from knowledge.loading import load_content

    aliases = load_content(ROOT / "knowledge" / "content").aliases
    return [
        replace(one, expected=tuple(dict.fromkeys(aliases.get(id_, id_) for id_ in one.expected))) for one in questions
    ]


async def ask_all(questions: Sequence[Question], *, address: str, visitors: int = 1) -> list[Judgement]:
    """Ask each question in a conversation of its own, so many at a time, and judge what comes back, in order."""
    gate = asyncio.Semaphore(visitors)
    async with connection(address) as client:
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("Asking …", total=len(questions))

            async def one(question: Question) -> Judgement:
                async with gate:
                    judgement = await ask_one(client, question)
                progress.advance(task)
                return judgement

            return list(await asyncio.gather(*(one(question) for question in questions)))


async def ask_one(client: httpx.AsyncClient, question: Question) -> Judgement:
    """Ask a question as a visitor whose browser says nothing of a language."""
    async with visiting(client) as visitor:
        return judge(question, outcome_of(await visitor.say(question.text)))


def table(name: str, groups: dict[str, Score], total: Score | None) -> Table:
    """Return the figures for a terminal."""
    made = Table(box=None, pad_edge=False)
    made.add_column(name)
    for column in ("n", "top-1", "top-3", "answered wrong", "language", "p50 ms", "p95 ms"):
        made.add_column(column, justify="right")
    for label, one in [*groups.items(), *([("all", total)] if total else [])]:
        shares = (one.top1, one.top3, one.answered_wrong, one.language_right)
        cells = [f"{100 * value:.1f} %" for value in shares]
        made.add_row(label, str(one.n), *cells, f"{1000 * one.p50:.0f}", f"{1000 * one.p95:.0f}")
    return made


def as_object(judgements: Sequence[Judgement]) -> dict[str, object]:
    """Return figures and single results for machines; shares are 0..1, latencies seconds."""
    return {
        "all": score(judgements).as_json(),
        "languages": {k: v.as_json() for k, v in grouped(judgements, lambda one: one.question.language).items()},
        "kinds": {k: v.as_json() for k, v in grouped(judgements, lambda one: one.question.kind).items()},
        "questions": [
            {
                "line": one.question.line,
                "language": one.question.language,
                "question": one.question.text,
                "expected": list(one.question.expected),
                "entries": list(one.outcome.entries),
                "leads_to": sorted(one.outcome.leads_to),
                "outcomes": sorted(one.outcome.outcomes),
                "certain": one.outcome.certain,
                "top1": one.top1,
                "top3": one.top3,
                "answered_wrong": one.answered_wrong,
                "language_right": one.language_right,
                "seconds": round(one.outcome.seconds, 4),
            }
            for one in judgements
        ],
    }


def show_failures(judgements: Sequence[Judgement]) -> None:
    """Print each question that was not answered right, with what came instead."""
    for one in judgements:
        if one.top1 and one.language_right:
            continue
        mark = "WRONG" if one.answered_wrong else "missed" if not one.top1 else "language"
        found = [*one.outcome.entries[:3], *sorted(one.outcome.leads_to), *sorted(one.outcome.outcomes)]
        got = ", ".join(found) or "nothing"
        expected = "|".join(one.question.expected)
        output.print(f"{one.question.line}: {mark}: {one.question.text}", markup=False)
        output.print(f"    expected {expected}; got {got}: {one.outcome.text[:100]}", markup=False, style="dim")
