"""Labels and sentences of the system itself, in every language.

They stand in Fluent files under `data/ui/<language>/`, one folder for each language that is written by hand,
with the same files and the same keys. Traditional Chinese is converted from Simplified; `data/ui/zh-Hant/` says
what the conversion gets wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast, visitor

from bot.core.errors import AssistantError
from bot.core.languages import LANGUAGES, Language, language
from bot.settings import ROOT
from bot.traditional import to_traditional

UI = ROOT / "data" / "ui"
#: Where Babel writes dates as our texts do.
_LOCALES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "en": "en_GB", "ja": "ja", "ko": "ko"}


class TextsError(AssistantError):
    """The files of labels do not fit together."""


class MissingTextError(AssistantError):
    """No label has this key."""


@dataclass(frozen=True, kw_only=True)
class _Label:
    """One message of a bundle, compiled."""

    pattern: Any
    #: Names of the values it takes.
    arguments: frozenset[str]


class Texts:
    """All labels, loaded and checked."""

    def __init__(self, bundles: Mapping[str, FluentBundle], labels: Mapping[str, Mapping[str, _Label]]) -> None:
        """Take over what `load` has read."""
        self._bundles = bundles
        self._labels = labels

    @classmethod
    def load(cls, folder: Path = UI) -> "Texts":
        """Read the files of all languages.

        Raises:
            TextsError: A file cannot be read, or a language lacks a key or a value that another has.
        """
        bundles: dict[str, FluentBundle] = {}
        labels: dict[str, Mapping[str, _Label]] = {}
        for one in LANGUAGES:
            bundle, entries = _bundle(folder, one)
            bundles[one.tag] = bundle
            labels[one.tag] = {
                key: _Label(pattern=bundle.get_message(key).value, arguments=_arguments(entry))
                for key, entry in entries.items()
            }
        _compare(labels)
        return cls(bundles, labels)

    def format(self, tag: str, key: str, **values: str | int) -> str:
        """Return a label with its values filled in.

        Raises:
            UnknownLanguageError: The tag is not in the registry.
            MissingTextError: No label has this key, or a value it takes was not given.
        """
        label = self._labels[language(tag).tag].get(key)
        if label is None:
            raise MissingTextError(f"no label is called {key!r}")
        # A number is put in as it is: thousands separators would break telephone numbers and counts alike.
        shown = {name: str(value) for name, value in values.items()}
        text, errors = self._bundles[tag].format_pattern(label.pattern, shown)
        if errors:
            raise MissingTextError(f"{key!r} in {tag}: {errors[0]}")
        return str(text)

    def has(self, key: str) -> bool:
        """Return whether there is a label of this key."""
        return all(key in labels for labels in self._labels.values())

    def all(self, tag: str, prefix: str) -> dict[str, str]:
        """Return every label of a prefix, such as `widget`, by its key without the prefix.

        Values that a label takes are left as `{name}`, for a page to fill in.
        """
        return {
            key.removeprefix(f"{prefix}-"): self.format(tag, key, **{name: f"{{{name}}}" for name in label.arguments})
            for key, label in self._labels[language(tag).tag].items()
            if key.startswith(f"{prefix}-")
        }

    @property
    def labels(self) -> frozenset[str]:
        """Return the keys of all labels."""
        return frozenset(next(iter(self._labels.values())))


def format_day(tag: str, day: str) -> str:
    """Return an ISO day, month or year (`2026-11-22`, `2026-11`, `2026`) as the language writes it."""
    locale = Locale.parse(_LOCALES[language(tag).tag])
    match day.split("-"):
        case [_, _, _]:
            return str(format_date(date.fromisoformat(day), format="long", locale=locale))
        case [year, month]:
            return str(format_skeleton("yMMMM", date(int(year), int(month), 1), locale=locale))
        case _:
            return day


def _bundle(folder: Path, one: Language) -> tuple[FluentBundle, dict[str, ast.Message]]:
    # Isolation marks around values would travel into WeChat messages and screen readers.
    bundle = FluentBundle([_LOCALES[one.tag]], use_isolating=False)
    entries: dict[str, ast.Message] = {}
    for file in _files(folder / one.content):
        text = file.read_text(encoding="utf-8")
        _add(bundle, entries, file, to_traditional(text) if one.derived else text)
    if one.derived and (folder / one.tag).is_dir():
        written = set(entries)
        for file in _files(folder / one.tag):
            _add(bundle, entries, file, file.read_text(encoding="utf-8"), overriding=True)
        if unknown := sorted(set(entries) - written):
            raise TextsError(f"{folder / one.tag}: {', '.join(unknown)}: nothing of this name to override")
    return bundle, entries


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.ftl"))
    if not files and not folder.is_dir():
        raise TextsError(f"{folder} is missing")
    return files


def _add(
    bundle: FluentBundle, entries: dict[str, ast.Message], file: Path, text: str, *, overriding: bool = False
) -> None:
    resource = FluentResource(text)
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            line = text.count("\n", 0, entry.span.start) + 1
            raise TextsError(f"{file}:{line}: {entry.annotations[0].message}")
        if isinstance(entry, ast.Message):
            if not overriding and entry.id.name in entries:
                raise TextsError(f"{file}: {entry.id.name} stands twice")
            entries[entry.id.name] = entry
    bundle.add_resource(resource, allow_overrides=overriding)


def _compare(labels: Mapping[str, Mapping[str, _Label]]) -> None:
    problems = list(_differences(labels))
    if problems:
        raise TextsError("; ".join(problems))


def _differences(labels: Mapping[str, Mapping[str, _Label]]) -> Iterator[str]:
    keys = sorted(set().union(*labels.values()))
    for key in keys:
        known = {tag: found[key] for tag, found in labels.items() if key in found}
        if lacking := [tag for tag in labels if tag not in known]:
            yield f"{key} is missing in {', '.join(lacking)}"
        elif len({label.arguments for label in known.values()}) > 1:
            yield f"{key} takes different values from language to language"


class _Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def _arguments(entry: ast.Message) -> frozenset[str]:
    found = _Variables()
    found.visit(entry)
    return frozenset(found.names)
