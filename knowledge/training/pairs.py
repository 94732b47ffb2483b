"""Pairs of texts that mean the same, read from JSON lines."""

import json
import lzma
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bot.core.errors import AssistantError

#: Kind of the pairs made of two translations of one English text.
PIVOT = "pivot"
#: Translations of one English text beyond this many say little new.
MAX_TRANSLATIONS = 6


class PairFileError(AssistantError):
    """A line of a pair file is not a pair."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two texts with one meaning."""

    #: Batches are drawn from one kind at a time, so that a word is told apart from words and not from sentences.
    kind: str
    left: str
    right: str


def read_pairs(files: Sequence[Path], *, exclude: frozenset[str] = frozenset()) -> list[Pair]:
    """Read pair files and add the pairs among translations of one English text.

    A line is `{"source", "kind", "lang", "en", "text"}`; files ending in .xz are unpacked while reading.

    Args:
        files: JSON lines, plain or xz.
        exclude: Folded texts that are used for measuring; no pair with one of them is kept.

    Raises:
        PairFileError: A line lacks a field or is not JSON.
    """
    pairs: dict[tuple[str, str], Pair] = {}
    translations: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for file in files:
        for row in _rows(file):
            english, text = row["en"].strip(), row["text"].strip()
            if not english or not text or fold(english) in exclude or fold(text) in exclude:
                continue
            kind = "massive" if row["source"] == "massive" else row["kind"]
            pairs.setdefault((english, text), Pair(kind=kind, left=english, right=text))
            if kind != "dict":
                translations[row["source"], english].append((row["lang"], text))
    return [*pairs.values(), *_pivots(translations)]


def measuring_texts(file: Path) -> frozenset[str]:
    """Return the folded texts of a file `{language: text}` a line, to be kept out of training."""
    return frozenset(fold(text) for row in _rows(file, fields=()) for text in row.values())


def fold(text: str) -> str:
    """Return a text without differences of width, case and white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _pivots(translations: Mapping[tuple[str, str], Sequence[tuple[str, str]]]) -> Iterator[Pair]:
    for found in translations.values():
        for (one, left), (other, right) in combinations(found[:MAX_TRANSLATIONS], 2):
            if one != other and left != right:
                yield Pair(kind=PIVOT, left=left, right=right)


def _rows(file: Path, fields: Iterable[str] = ("source", "kind", "lang", "en", "text")) -> Iterator[dict[str, str]]:
    opener = lzma.open if file.suffix == ".xz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise PairFileError(f"{file}:{number}: {error}") from error
            missing = [name for name in fields if not isinstance(row.get(name), str)]
            if missing:
                raise PairFileError(f"{file}:{number}: {', '.join(missing)} missing")
            yield row
