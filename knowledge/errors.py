"""What can go wrong between a content file and an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import AssistantError


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One fault of a content file, with its place and its mend."""

    file: Path
    #: Counted from 1; 1 when the fault is that of the file as a whole.
    line: int
    #: What is wrong.
    message: str
    #: What to do about it.
    mend: str
    #: The cell of a workbook; empty for a text file.
    cell: str = ""

    def __str__(self) -> str:
        """Return one line as compilers write it, which editors can jump to."""
        return f"{self.cell or f'{self.file}:{self.line}'}: {self.message}; {self.mend}"


class KnowledgeError(AssistantError):
    """The knowledge base cannot do what it was asked."""


class InvalidContentError(KnowledgeError):
    """Content files have faults; nothing was built."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems and make them the message."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class NotBuiltError(KnowledgeError):
    """There is no built knowledge base here; run `ronghe build`."""


class DamagedBuildError(KnowledgeError):
    """A built knowledge base cannot be read; build it anew."""


class UnknownVersionError(KnowledgeError):
    """A built version that was named is not there, or not any more."""


class ModelMismatchError(KnowledgeError):
    """The knowledge base was built with another embedder than the one that is set."""


class UnknownEntryError(KnowledgeError):
    """No entry of the knowledge base has this id."""
