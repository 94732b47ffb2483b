"""Evaluation files: tab-separated lines of `lang`, `question`, `expected`, `kind`."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import AssistantError
from bot.core.languages import TAGS, match_hint

COLUMNS = ("lang", "question", "expected", "kind")
OUTCOMES = ("HUMAN", "EMERGENCY", "OUT_OF_SCOPE", "CHITCHAT", "PRIVACY", "LANGUAGE")


class QuestionFileError(AssistantError):
    """The evaluation file cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One line of an evaluation file."""

    #: Where it stands in the file, from 1.
    line: int
    #: The language it is written in, a tag of the registry.
    language: str
    text: str
    #: Entry ids, best first, or one outcome in capitals.
    expected: tuple[str, ...]
    #: The writer's own class of questions, such as `plain` or `indirect`.
    kind: str

    @property
    def outcome(self) -> str | None:
        """Return the outcome in capitals that is expected, or None when entries are."""
        return self.expected[0] if self.expected[0] in OUTCOMES else None


def read_questions(path: Path) -> list[Question]:
    """Read a file, with or without the line of column names.

    Raises:
        QuestionFileError: A line is wrong; all wrong lines are named.
    """
    questions: list[Question] = []
    problems: list[str] = []
    for number, cells in read_cells(path):
        if tuple(cells[: len(COLUMNS)]) == COLUMNS:
            continue
        problem = problem_of(cells)
        if problem:
            problems.append(f"{path}:{number}: {problem}")
            continue
        questions.append(
            Question(
                line=number,
                language=match_hint(cells[0]) or cells[0],
                text=cells[1],
                expected=tuple(one.strip() for one in cells[2].split("|")),
                kind=cells[3] if len(cells) > len(COLUMNS) - 1 else "",
            )
        )
    if problems:
        raise QuestionFileError("\n".join(problems))
    if not questions:
        raise QuestionFileError(f"{path} holds no question")
    return questions


def read_cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the number of each line, from 1, and its cells; empty lines and comments are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                yield number, cells


def problem_of(cells: list[str]) -> str | None:
    """Return what is wrong with a line and how to mend it, or None."""
    if len(cells) < len(COLUMNS) - 1:
        return f"{len(cells)} columns; write {', '.join(COLUMNS)} with a tab between them"
    if match_hint(cells[0]) is None:
        return f"{cells[0]!r} is no language; write one of {', '.join(TAGS)}"
    if not cells[1]:
        return "the question is empty"
    names = [one.strip() for one in cells[2].split("|")]
    if not all(names):
        return "expected is empty; write entry ids with | between them, or one of " + ", ".join(OUTCOMES)
    capitals = [one for one in names if one.isupper()]
    if capitals and (len(names) > 1 or capitals[0] not in OUTCOMES):
        return f"{cells[2]!r}: an outcome stands alone and is one of {', '.join(OUTCOMES)}"
    return None
