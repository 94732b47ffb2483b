"""Files of messages and what each is: tab-separated lines of `lang`, `kind`, `message`."""

from dataclasses import dataclass
from pathlib import Path

from bot.core.languages import TAGS, match_hint
from cli.questions import QuestionFileError, read_cells

_COLUMNS = 3


@dataclass(frozen=True, kw_only=True)
class Message:
    """One line of such a file."""

    #: Where it stands in the file, from 1.
    line: int
    #: The language it is written in, a tag of the registry.
    language: str
    #: Its intent, or another class that the file is about.
    kind: str
    text: str


def read_messages(path: Path) -> list[Message]:
    """Read a file; empty lines and comments are left out.

    Raises:
        QuestionFileError: A line is wrong; all wrong lines are named.
    """
    messages: list[Message] = []
    problems: list[str] = []
    for number, cells in read_cells(path):
        if len(cells) != _COLUMNS or not all(cells):
            problems.append(f"{path}:{number}: write language, intent and message with a tab between them")
            continue
        language = match_hint(cells[0])
        if language is None:
            problems.append(f"{path}:{number}: {cells[0]!r} is no language; write one of {', '.join(TAGS)}")
            continue
        messages.append(Message(line=number, language=language, kind=cells[1], text=cells[2]))
    if problems:
        raise QuestionFileError("\n".join(problems))
    if not messages:
        raise QuestionFileError(f"{path} holds no message")
    return messages
