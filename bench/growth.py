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
    """Measure each size in a process of its own, and print them below each other."""
    table = Table(title=f"entries made up beside the real ones, {_EXAMPLES} examples each; one core", box=None)
    for column in ("entries", "examples", "index s", "p50 ms", "p95 ms", "files MiB", "memory MiB"):
        table.add_column(column, justify="right")
    for size in SIZES:
        with console.status(f"Indexing {size or 'the real'} entries …"):
            one = measure_apart(size)
        table.add_row(
            f"{one['entries']:,}",
            f"{one['examples']:,}",
            *(f"{one[name]:.1f}" for name in ("build", "p50", "p95")),
            *(f"{one[name]:,.0f}" for name in ("files", "memory")),
        )
    output.print(table)


def measure_apart(size: int) -> dict[str, float]:
    """Return what `measure` does, in a process of its own: memory that one size used is not given back."""
    command = [sys.executable, "-m", "bench.growth", str(size)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        sys.exit(f"{size} entries failed:\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure(size: int) -> dict[str, float]:
    """Index so many entries, read the index back, and ask it real questions.

    Args:
        size: Entries in all; those that there are, when it is less.
    """
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    real = read_examples(load_content(ROOT / "knowledge" / "content"), ROOT / "data" / "questions")
    texts, labels = grown(real, size)
    embedder = open_embedder("")
    started = time.perf_counter()
    retriever = Retriever.fit(embedder, texts, labels)
    build = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        retriever.save(Path(folder))
        del retriever
        before = psutil.Process().memory_info().rss
        retriever = Retriever.load(Path(folder), embedder)
        memory = psutil.Process().memory_info().rss - before
        files = sum(file.stat().st_size for file in Path(folder).iterdir())
        questions = [one.text for one in read_questions(QUESTIONS)][: _ASKED + _WARM_UP]
        milliseconds = []
        for question in questions:
            started = time.perf_counter()
            retriever.rank(question)
            milliseconds.append(1000 * (time.perf_counter() - started))
    times = sorted(milliseconds[_WARM_UP:])
    return {
        "entries": max(labels) + 1,
        "examples": len(texts),
        "build": build,
        "p50": quantile(times, MEDIAN),
        "p95": quantile(times, TAIL),
        "files": files / _MIB,
        "memory": memory / _MIB,
    }


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
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
