"""Read content files; every fault found carries its file, line and mend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from knowledge.errors import InvalidContentError, Problem
from knowledge.positions import Key, Positions
from knowledge.schema import EMERGENCY, EmergencyRecord, Entry, ListName

Model = TypeVar("Model", bound=BaseModel)

#: What to do about an error of pydantic, by the beginning of its type.
_MENDS = {
    "value_error.missing": "add it",
    "value_error.extra": "remove it or mend its spelling",
    "type_error.none.not_allowed": "write its text or remove the key",
    "type_error.str": "write text, in quotes if it looks like a number or a day",
    "value_error.any_str.min_length": "write its text or remove the key",
    "value_error.url": "write an address that begins with https://, or null",
    "value_error.str.regex": "write it as docs/reference/content.md says",
    "value_error.date": "write a day as YYYY-MM-DD",
    "type_error.enum": "choose one of these",
}
_ANY_MEND = "see docs/reference/content.md"


@dataclass(frozen=True, kw_only=True)
class Located:
    """An entry with where it was read from."""

    entry: Entry
    file: Path
    positions: Positions

    def problem(self, path: Sequence[Key], message: str, mend: str) -> Problem:
        """Return a fault at a path of this entry's file."""
        return Problem(file=self.file, line=self.positions.line(path), message=message, mend=mend)


@dataclass(frozen=True, kw_only=True)
class Content:
    """All content files that could be read."""

    entries: tuple[Located, ...]
    #: None when the file is missing or faulty.
    emergency: EmergencyRecord | None
    #: What could not be read, and why.
    problems: tuple[Problem, ...]


def load_content(folder: Path) -> Content:
    """Read every file of a content folder; faults are collected, none of them stops the reading."""
    entries: list[Located] = []
    problems: list[Problem] = []
    for file in entry_files(folder):
        try:
            entry, positions = load_file(file, Entry)
        except InvalidContentError as error:
            problems.extend(error.problems)
        else:
            entries.append(Located(entry=entry, file=file, positions=positions))
    emergency: EmergencyRecord | None = None
    try:
        emergency, _ = load_file(folder / f"{EMERGENCY}.yml", EmergencyRecord)
    except InvalidContentError as error:
        problems.extend(error.problems)
    return Content(entries=tuple(entries), emergency=emergency, problems=tuple(problems))


def entry_files(folder: Path) -> Iterator[Path]:
    """Yield the files of all lists in order."""
    for name in ListName:
        yield from sorted((folder / name.value).glob("*.yml"))


def load_file(file: Path, model: type[Model]) -> tuple[Model, Positions]:
    """Read one file as a model.

    Raises:
        InvalidContentError: The file is missing, no YAML, or not what the model says.
    """
    value, positions = read_yaml(file)
    if not isinstance(value, Mapping):
        raise InvalidContentError([Problem(file=file, line=1, message="not a mapping", mend="begin with `key: value`")])
    try:
        return model.parse_obj(value), positions
    except ValidationError as error:
        raise InvalidContentError(_faults(file, positions, error)) from error


def read_yaml(file: Path) -> tuple[object, Positions]:
    """Read a YAML 1.2 file and where its values stand.

    Raises:
        InvalidContentError: The file is missing or no YAML.
    """
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"))
        value = None if node is None else yaml.constructor.construct_document(node)
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(file=file, line=1, message=f"cannot be read: {error}", mend="write it in UTF-8")
        raise InvalidContentError([problem]) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(f"{error.problem or error.context}".split())
        problem = Problem(file=file, line=mark.line + 1 if mark else 1, message=message, mend="mend the YAML here")
        raise InvalidContentError([problem]) from error
    except YAMLError as error:
        problem = Problem(file=file, line=1, message=str(error), mend="mend the YAML")
        raise InvalidContentError([problem]) from error
    return value, Positions(node)


def _faults(file: Path, positions: Positions, error: ValidationError) -> list[Problem]:
    return [
        Problem(
            file=file,
            line=positions.line(one["loc"]),
            message=f"{'.'.join(str(key) for key in one['loc'])}: {one['msg']}",
            mend=next((mend for kind, mend in _MENDS.items() if one["type"].startswith(kind)), _ANY_MEND),
        )
        for one in error.errors()
    ]
