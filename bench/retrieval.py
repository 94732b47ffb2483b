"""Finding the entry that a question means: ours beside BM25, character TF-IDF and Haystack's BM25 on the same texts."""

import json
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.words import Vocabularies
from bot.settings import ROOT, load_settings
from cli.console import console, output
from cli.preparation import build_knowledge
from cli.questions import Question, read_questions
from cli.scoring import MEDIAN, TAIL, TOP, quantile
from knowledge.calibration import Decision
from knowledge.lexical import fold
from knowledge.loading import load_content
from knowledge.material import Example, read_examples
from knowledge.service import KnowledgeBase

QUESTIONS = ROOT / "tests" / "questions" / "services.tsv"
HAYSTACK = ROOT / "var" / "bench" / "haystack"
_RANKED = 10
_WARM_UP = 20

#: Returns entries, best first, and whether the first would be given as certain.
Search = Callable[[Question], tuple[Sequence[str], bool]]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one search makes of all questions."""

    #: Place of the right entry in each ranking, from 0; None when it is not among the first ten.
    places: tuple[int | None, ...]
    #: Whether each first entry was wrong and given as certain.
    wrong: tuple[bool, ...]
    #: Milliseconds of each question.
    milliseconds: tuple[float, ...]

    def top(self, many: int, rows: Sequence[int]) -> float:
        """Return the share of questions whose right entry is among the first so many."""
        return sum(1 for row in rows if (place := self.places[row]) is not None and place < many) / len(rows)

    def reciprocal(self, rows: Sequence[int]) -> float:
        """Return the mean reciprocal rank."""
        return sum(1 / (1 + place) for row in rows if (place := self.places[row]) is not None) / len(rows)


async def main(file: str | None = None) -> None:
    """Measure all on a file of questions, as `ronghe evaluate` reads it, and print them side by side."""
    build_knowledge()
    content = load_content(ROOT / "knowledge" / "content")
    examples = read_examples(content, ROOT / "data" / "questions")
    asked = [one for one in read_questions(Path(file) if file else QUESTIONS) if one.outcome is None]
    expected = [{content.aliases.get(name, name) for name in one.expected} for one in asked]
    searches = {"Ronghe": ours(), "BM25": bm25(examples), "char TF-IDF": tfidf(examples)}
    found = {name: measure(search, asked, expected) for name, search in searches.items()}
    found["Haystack BM25"] = haystack(examples, asked, expected)
    show(asked, found)


def ours() -> Search:
    """Return the search of the version in use."""
    base = KnowledgeBase.open(load_settings().var / "knowledge")

    def search(question: Question) -> tuple[Sequence[str], bool]:
        finding = base.search(question.text, question.language, limit=_RANKED)
        return [hit.entry for hit in finding.hits], finding.decision is Decision.ANSWER

    return search


def bm25(examples: Sequence[Example]) -> Search:
    """Return Okapi BM25 over words as spaCy cuts them, an entry being as good as its best example."""
    cut = Vocabularies()

    def words(text: str, tag: str) -> list[str]:
        return [word.lemma for word in cut.words(text, tag)]

    tags = {"zh": "zh-Hans"}
    index = BM25Okapi([words(fold(one.text), tags.get(one.language, one.language)) for one in examples])
    entries = [one.entry for one in examples]
    return lambda question: (ranked(index.get_scores(words(fold(question.text), question.language)), entries), False)


def tfidf(examples: Sequence[Example]) -> Search:
    """Return the cosine of TF-IDF over runs of one to four characters, an entry being as good as its best example."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
    matrix = vectorizer.fit_transform([fold(one.text) for one in examples])
    entries = [one.entry for one in examples]

    def search(question: Question) -> tuple[Sequence[str], bool]:
        scores = (matrix @ vectorizer.transform([fold(question.text)]).T).toarray()[:, 0]
        return ranked(scores, entries), False

    return search


def ranked(scores: Sequence[float], entries: Sequence[str]) -> list[str]:
    """Return the entries of the best examples, each once."""
    order = np.argsort(-np.asarray(scores), kind="stable")[: 40 * _RANKED]
    return list(dict.fromkeys(entries[row] for row in order))[:_RANKED]


def haystack(examples: Sequence[Example], asked: Sequence[Question], expected: Sequence[set[str]]) -> Figures:
    """Return what Haystack's in-memory BM25 makes of it, in an environment of its own: its needs and ours differ."""
    python = HAYSTACK / "bin" / "python"
    if not python.exists():
        with console.status("Installing Haystack (a minute) …"):
            venv.create(HAYSTACK, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "haystack-ai"], check=True)
    job = {
        "documents": [{"entry": one.entry, "text": fold(one.text)} for one in examples],
        "questions": [fold(one.text) for one in asked],
        "ranked": _RANKED,
    }
    with console.status("Asking Haystack …"):
        done = subprocess.run(
            [python, str(Path(__file__).with_name("haystack_bm25.py"))],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        sys.exit(f"Haystack failed:\n{done.stderr[-2000:]}")
    results = json.loads(done.stdout)
    return Figures(
        places=tuple(place_of(one["entries"], wanted) for one, wanted in zip(results, expected, strict=True)),
        wrong=tuple(False for _ in results),
        milliseconds=tuple(one["ms"] for one in results),
    )


def measure(search: Search, asked: Sequence[Question], expected: Sequence[set[str]]) -> Figures:
    """Ask every question once, after a few to warm up."""
    for question in asked[:_WARM_UP]:
        search(question)
    places, wrong, milliseconds = [], [], []
    for question, wanted in zip(asked, expected, strict=True):
        started = time.perf_counter()
        entries, certain = search(question)
        milliseconds.append(1000 * (time.perf_counter() - started))
        places.append(place_of(entries, wanted))
        wrong.append(certain and places[-1] != 0)
    return Figures(places=tuple(places), wrong=tuple(wrong), milliseconds=tuple(milliseconds))


def place_of(entries: Sequence[str], wanted: set[str]) -> int | None:
    """Return the first place of a right entry, from 0."""
    return next((place for place, entry in enumerate(entries) if entry in wanted), None)


def show(asked: Sequence[Question], found: dict[str, Figures]) -> None:
    """Print all searches by language, then the figures over everything."""
    groups = {tag: [row for row, one in enumerate(asked) if one.language == tag] for tag in {o.language for o in asked}}
    table = Table(title=f"{len(asked)} questions that nobody learnt from: top-1, %", box=None)
    table.add_column("language")
    for name in found:
        table.add_column(name, justify="right")
    table.add_column("ahead of the best", justify="right")
    for tag, rows in [*sorted(groups.items()), ("all", range(len(asked)))]:
        shares = [100 * one.top(1, rows) for one in found.values()]
        table.add_row(tag, *(f"{share:.1f}" for share in shares), f"{shares[0] - max(shares[1:]):+.1f}")
    output.print(table)
    table = Table(box=None)
    for column in ("", "top-1 %", "top-3 %", "MRR", "wrong as certain %", "p50 ms", "p95 ms"):
        table.add_column(column, justify="right")
    every = range(len(asked))
    for name, one in found.items():
        times = sorted(one.milliseconds)
        certain = f"{100 * sum(one.wrong) / len(asked):.1f}" if name == "Ronghe" else "–"
        table.add_row(
            name,
            f"{100 * one.top(1, every):.1f}",
            f"{100 * one.top(TOP, every):.1f}",
            f"{one.reciprocal(every):.3f}",
            certain,
            f"{quantile(times, MEDIAN):.1f}",
            f"{quantile(times, TAIL):.1f}",
        )
    output.print(table)
