"""Telling languages apart: ours beside langdetect on the same texts."""

import csv
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import langdetect
from langdetect.lang_detect_exception import LangDetectException
from rich.table import Table

from bot.language import load_detector
from cli.console import output

#: Columns: category, accepted labels separated by `|` (a tag, `other`, `unknown`), text.
ITEMS = Path(__file__).with_name("language.tsv")
UNKNOWN = "unknown"
OTHER = "other"
_COLUMNS = 3
_HEADER = ("category", "accepted", "text")
#: What langdetect calls our languages; all else is another language.
_LANGDETECT = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "en": "en", "ja": "ja", "ko": "ko"}
_WARM_UP = 20

#: Returns the label of a text.
Labeller = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A text and the labels that are right for it."""

    category: str
    accepted: frozenset[str]
    text: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one detector makes of all items."""

    #: Right answers by category.
    right: dict[str, int]
    #: Seconds for each item.
    seconds: tuple[float, ...]

    @property
    def mean_us(self) -> float:
        """Return microseconds per message."""
        return 1e6 * sum(self.seconds) / len(self.seconds)

    @property
    def slowest_us(self) -> float:
        """Return the microseconds of the slowest message."""
        return 1e6 * max(self.seconds)


async def main(file: str | None = None) -> None:
    """Measure both on a file of items and print them side by side."""
    items = read(Path(file) if file else ITEMS)
    show(items, measure(items, ours()), measure(items, stock()))


def read(file: Path) -> list[Item]:
    """Read items; a first line of column names is passed over."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [tuple(row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [
        Item(category=category, accepted=frozenset(accepted.split("|")), text=text)
        for category, accepted, text in (row for row in rows if len(row) == _COLUMNS and row != _HEADER)
    ]


def ours() -> Labeller:
    """Return our detector, without anything known of the visitor."""
    detector = load_detector()
    return lambda text: detector.detect(text).label or UNKNOWN


def stock() -> Labeller:
    """Return `langdetect.detect` as it is used everywhere, but seeded."""
    langdetect.DetectorFactory.seed = 0

    def label(text: str) -> str:
        try:
            found = langdetect.detect(text)
        except LangDetectException:
            return UNKNOWN
        return _LANGDETECT.get(found, OTHER)

    return label


def measure(items: Sequence[Item], label: Labeller) -> Figures:
    """Label every item once, after a warm-up."""
    for item in items[:_WARM_UP]:
        label(item.text)
    right: dict[str, int] = defaultdict(int)
    seconds = []
    for item in items:
        started = time.perf_counter()
        answer = label(item.text)
        seconds.append(time.perf_counter() - started)
        right[item.category] += answer in item.accepted
    return Figures(right=dict(right), seconds=tuple(seconds))


def show(items: Sequence[Item], mine: Figures, other: Figures) -> None:
    """Print both, by category and together."""
    number: dict[str, int] = defaultdict(int)
    for item in items:
        number[item.category] += 1
    table = Table(title=f"language of {len(items)} messages, nothing known of the visitor", box=None)
    table.add_column("right, %")
    for name in ("messages", "Ronghe", "langdetect"):
        table.add_column(name, justify="right")
    for category, count in number.items():
        shares = (f"{100 * one.right[category] / count:.1f}" for one in (mine, other))
        table.add_row(category, str(count), *shares)
    totals = (f"{100 * sum(one.right.values()) / len(items):.1f}" for one in (mine, other))
    table.add_row("all", str(len(items)), *totals, style="bold")
    table.add_row("mean µs a message", "", *(f"{one.mean_us:.0f}" for one in (mine, other)))
    table.add_row("slowest message, µs", "", *(f"{one.slowest_us:.0f}" for one in (mine, other)))
    output.print(table)
