"""Read content files; every fault found carries its file, line and mend."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

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
#: A list of hosts in the content folder.
MIRRORS = "mirrors.yml"
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_ANY_MEND = "see docs/reference/content.md"


@dataclass(frozen=True, kw_only=True)
class Located:
    """An entry with where it was read from."""

    entry: Entry
    file: Path
    positions: Positions

    def problem(self, path: Sequence[Key], message: str, mend: str) -> Problem:
        """Return a fault at a path of this entry's file."""
        line, cell = self.positions.line(path), self.positions.cell(path)
        return Problem(file=self.file, line=line, cell=cell, message=message, mend=mend)


@dataclass(frozen=True, kw_only=True)
class Content:
    """All content files that could be read."""

    entries: tuple[Located, ...]
    #: None when the file is missing or faulty.
    emergency: EmergencyRecord | None
    #: Hosts that show copies of others' pages, and must not be linked.
    mirrors: frozenset[str]
    #: What could not be read, and why.
    problems: tuple[Problem, ...]

    @property
    def answering(self) -> dict[str, str]:
        """Return the entry that answers each id."""
        return {**{str(one.entry.id): str(one.entry.id) for one in self.entries}, **self.aliases}

    @property
    def aliases(self) -> dict[str, str]:
        """Return the entry that answers each further id."""
        return {str(alias): str(one.entry.id) for one in self.entries for alias in one.entry.aliases}


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
    mirrors: frozenset[str] = frozenset()
    try:
        mirrors = _read_hosts(folder / MIRRORS)
    except InvalidContentError as error:
        problems.extend(error.problems)
    return Content(entries=tuple(entries), emergency=emergency, mirrors=mirrors, problems=tuple(problems))


def _read_hosts(file: Path) -> frozenset[str]:
    if not file.exists():
        return frozenset()
    value, positions = read_yaml(file)
    hosts = value if isinstance(value, list) else [value]
    for index, one in enumerate(hosts):
        if not isinstance(one, str) or not _HOST.fullmatch(one):
            problem = Problem(
                file=file,
                line=positions.line([index]),
                message=f"{one!r} is no host",
                mend="write it as `- example.com`",
            )
            raise InvalidContentError([problem])
    return frozenset(hosts)


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
        raise InvalidContentError(faults(file, positions, error)) from error


def read_yaml(file: Path) -> tuple[object, Positions]:
    """Read a YAML file and where its values stand, with libyaml: in Python alone all content takes half a minute.

    Raises:
        InvalidContentError: The file is missing or no YAML.
    """
    try:
        loader = yaml.CSafeLoader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        _forbid_repeated_keys(node)
        value = None if node is None else loader.construct_document(node)
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(file=file, line=1, message=f"cannot be read: {error}", mend="write it in UTF-8")
        raise InvalidContentError([problem]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(f"{error.problem or error.context}".split())
        problem = Problem(file=file, line=mark.line + 1 if mark else 1, message=message, mend="mend the YAML here")
        raise InvalidContentError([problem]) from error
    except yaml.YAMLError as error:
        problem = Problem(file=file, line=1, message=str(error), mend="mend the YAML")
        raise InvalidContentError([problem]) from error
    return value, Positions(node)


def _forbid_repeated_keys(node: yaml.Node | None) -> None:
    """Raise where a key stands twice, of which YAML libraries keep the last without a word."""
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            _forbid_repeated_keys(one)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[object] = set()
    for key, value in node.value:
        if key.value in seen:
            raise yaml.MarkedYAMLError(problem=f"found duplicate key {key.value!r}", problem_mark=key.start_mark)
        if isinstance(key.value, str):
            seen.add(key.value)
        _forbid_repeated_keys(value)


def faults(file: Path, positions: Positions, error: ValidationError) -> list[Problem]:
    """Return what a model refuses, each at its place."""
    return [
        Problem(
            file=file,
            line=positions.line(one["loc"]),
            cell=positions.cell(one["loc"]),
            message=f"{'.'.join(str(key) for key in one['loc'])}: {one['msg']}",
            mend=next((mend for kind, mend in _MENDS.items() if one["type"].startswith(kind)), _ANY_MEND),
        )
        for one in error.errors()
    ]
