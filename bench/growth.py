"""What more entries cost: time to index, milliseconds a question and memory, on one core.

The entries beyond the real ones are made up: each of their examples is the first half of one real example and the
second half of another of the same language, so that letters, words and lengths are those of real questions.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import psutil
import torch
from rich.table import Table

from bot.settings import ROOT
from cli.console import console, output
from cli.questions import read_questions
from cli.scoring import MEDIAN, TAIL, quantile
from knowledge.embedding import open_embedder
from knowledge.loading import load_content
from knowledge.material import Example, Origin, read_examples
from knowledge.retrieval import Retriever

SIZES = (0, 2_000, 20_000, 200_000)
QUESTIONS = ROOT / "tests" / "questions" / "services.tsv"
#: Made-up examples of a made-up entry.
_EXAMPLES = 8
_ASKED = 400
_WARM_UP = 20
_MIB = 2**20


async def main() -> None:
    """Measure each size and print them below each other."""
    table = Table(title=f"entries made up beside the real ones, {_EXAMPLES} examples each; one core", box=None)
    for column in ("entries", "examples", "index s", "p50 ms", "p95 ms", "files MiB", "memory MiB"):
        table.add_column(column, justify="right")
    for size in SIZES:
        with console.status(f"Indexing {size or 'the real'} entries …"), tempfile.TemporaryDirectory() as folder:
            one = {**apart("index", folder, size), **apart("ask", folder, size)}
        table.add_row(
            f"{one['entries']:,.0f}",
            f"{one['examples']:,.0f}",
            *(f"{one[name]:.1f}" for name in ("seconds", "p50", "p95")),
            *(f"{one[name]:,.0f}" for name in ("files", "memory")),
        )
    output.print(table)


def apart(step: str, folder: str, size: int) -> dict[str, float]:
    """Return what `index` or `ask` does, in a process of its own: memory that one used is not given back."""
    command = [sys.executable, "-m", "bench.growth", step, folder, str(size)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        sys.exit(f"{size} entries failed:\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def index(folder: Path, size: int) -> dict[str, float]:
    """Index so many entries; those that there are, when it is less."""
    real = read_examples(load_content(ROOT / "knowledge" / "content"), ROOT / "data" / "questions")
    texts, labels = grown(real, size)
    embedder = open_embedder("")
    started = time.perf_counter()
    Retriever.fit(embedder, texts, labels).save(folder)
    seconds = time.perf_counter() - started
    files = sum(file.stat().st_size for file in folder.iterdir())
    return {"entries": max(labels) + 1, "examples": len(texts), "seconds": seconds, "files": files / _MIB}


def ask(folder: Path) -> dict[str, float]:
    """Read an index and ask it real questions."""
    embedder = open_embedder("")
    embedder.embed(["passport"])
    before = psutil.Process().memory_info().rss
    retriever = Retriever.load(folder, embedder)
    questions = [one.text for one in read_questions(QUESTIONS)][: _ASKED + _WARM_UP]
    milliseconds = []
    for question in questions:
        started = time.perf_counter()
        retriever.rank(question)
        milliseconds.append(1000 * (time.perf_counter() - started))
    times = sorted(milliseconds[_WARM_UP:])
    memory = psutil.Process().memory_info().rss - before
    return {"p50": quantile(times, MEDIAN), "p95": quantile(times, TAIL), "memory": memory / _MIB}


def run(step: str, folder: Path, size: int) -> dict[str, float]:
    """Do a step on one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    return index(folder, size) if step == "index" else ask(folder)


def grown(real: Sequence[Example], size: int) -> tuple[list[str], list[int]]:
    """Return the real examples and made-up ones, and the number of each one's entry."""
    generator = np.random.default_rng(5)
    numbers = {entry: row for row, entry in enumerate(dict.fromkeys(one.entry for one in real))}
    texts, labels = [one.text for one in real], [numbers[one.entry] for one in real]
    by_language: dict[str, list[str]] = defaultdict(list)
    for one in real:
        if one.origin is not Origin.TEXT:
            by_language[one.language].append(one.text)
    languages = sorted(by_language)
    for entry in range(len(numbers), size):
        for row in range(_EXAMPLES):
            pool = by_language[languages[row % len(languages)]]
            first, second = (pool[one] for one in generator.integers(len(pool), size=2))
            texts.append(first[: len(first) // 2] + second[len(second) // 2 :])
            labels.append(entry)
    return texts, labels


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
