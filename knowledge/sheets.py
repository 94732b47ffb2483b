"""The content as a workbook that an official can edit, and back; each fault found names its cell.

Four sheets: `entries` with a row for each entry, `texts` with a row for each text or item of a list, `sources` and
`questions` with a row for each of them. Texts stand side by side in the languages that are written by hand.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError
from ruamel.yaml import YAML

from bot.core.languages import CONTENT_LANGUAGES
from knowledge.checking import find_problems
from knowledge.errors import InvalidContentError, Problem
from knowledge.loading import Content, Located, faults
from knowledge.positions import Key, Positions
from knowledge.schema import FACTS, LISTS, Entry, PartialTexts

#: Fields of an entry in one cell each; those of the second kind are lists, with a comma between.
#: Fields that no sheet shows.
_UNSHOWN = ("overrides", "coordinates")
_PLAIN = ("list", "confidence", "as_of", "verified_on", "review_by", "valid_until")
_LISTED = ("audience", "related", "unknown", "aliases")
_TEXTS = tuple(PartialTexts.__fields__)
_SHEETS: Mapping[str, tuple[str, ...]] = {
    "entries": ("id", *_PLAIN, *_LISTED),
    "texts": ("id", "field", "item", *CONTENT_LANGUAGES),
    "sources": ("id", "item", "url", "date", "mirror", *CONTENT_LANGUAGES),
    "questions": ("id", "item", *CONTENT_LANGUAGES),
}
_WIDTHS = {"id": 34, "url": 40, "related": 40, **dict.fromkeys(CONTENT_LANGUAGES, 48)}

Raw = dict[str, Any]
Place = tuple[Key, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One value that differs between the files and the workbook."""

    entry: str
    path: Place
    #: None where there was or will be nothing.
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Import:
    """What a workbook would change: nothing is written yet."""

    changes: tuple[Change, ...]
    #: The new content of the files that differ.
    files: Mapping[Path, Raw]


class _Cells(Positions):
    """Where in a workbook the values of one entry stand."""

    def __init__(self, workbook: str) -> None:
        super().__init__(None)
        self._workbook = workbook
        self._cells: dict[Place, str] = {}

    def put(self, path: Place, sheet: str, row: int, column: int) -> None:
        self._cells[path] = f"{self._workbook} {sheet}!{get_column_letter(column)}{row}"

    def cell(self, path: Sequence[Key]) -> str:
        """Return the cell of a value, or of the nearest that holds or belongs to it."""
        wanted = tuple(path)
        for length in range(len(wanted), -1, -1):
            near = wanted[:length]
            if near in self._cells:
                return self._cells[near]
            below = next((cell for known, cell in self._cells.items() if known[:length] == near), None)
            if below:
                return below
        return self._workbook


@dataclass(kw_only=True)
class _Row:
    """An entry as it is put together from the sheets."""

    raw: Raw
    cells: _Cells
    items: dict[Place, int] = field(default_factory=dict)


def write_workbook(entries: Sequence[Entry], file: Path) -> None:
    """Write all entries into a workbook."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheets = {name: workbook.create_sheet(name) for name in _SHEETS}
    for name, sheet in sheets.items():
        _write_row(sheet, _SHEETS[name])
    for entry in entries:
        raw = to_raw(entry)
        values = [raw.get(key) or "" for key in _PLAIN] + [", ".join(raw.get(key) or ()) for key in _LISTED]
        _write_row(sheets["entries"], [raw["id"], *values])
        for key, item, texts in _text_rows(raw):
            _write_row(sheets["texts"], [raw["id"], key, item, *texts])
        for number, source in enumerate(raw["sources"], start=1):
            values = [source.get("url") or "", source.get("date") or "", "yes" if source.get("mirror") else ""]
            _write_row(
                sheets["sources"], [raw["id"], number, *values, *(source["title"][t] for t in CONTENT_LANGUAGES)]
            )
        longest = max(len(texts) for texts in raw["questions"].values())
        for number in range(longest):
            texts = [(raw["questions"][tag][number : number + 1] or [""])[0] for tag in CONTENT_LANGUAGES]
            _write_row(sheets["questions"], [raw["id"], number + 1, *texts])
    for name, sheet in sheets.items():
        _dress(sheet, _SHEETS[name])
    workbook.save(file)


def read_workbook(file: Path, content: Content, folder: Path) -> Import:
    """Compare a workbook with the content it was exported from, without writing anything.

    Entries that the workbook lacks stay as they are.

    Args:
        file: The workbook.
        content: The content as it stands.
        folder: Where it stands.

    Raises:
        InvalidContentError: Cells have faults; each is named.
    """
    before = {str(one.entry.id): one for one in content.entries}
    located: list[Located] = []
    problems: list[Problem] = []
    for id_, row in _collect(file).items():
        if id_ in before:
            # what the sheets do not show stays
            raw = to_raw(before[id_].entry)
            row.raw.update({key: raw[key] for key in _UNSHOWN if key in raw})
        target = folder / str(row.raw.get("list", "")) / f"{row.raw.get('id', '')}.yml"
        try:
            entry = Entry.parse_obj(row.raw)
        except ValidationError as error:
            problems.extend(faults(target, row.cells, error))
        else:
            located.append(Located(entry=entry, file=target, positions=row.cells))
    if problems:
        raise InvalidContentError(problems)
    imported = {one.entry.id for one in located}
    others = [one for one in content.entries if one.entry.id not in imported]
    whole = replace(content, entries=(*located, *others), problems=())
    if found := find_problems(whole):
        raise InvalidContentError(found)
    changes: list[Change] = []
    files: dict[Path, Raw] = {}
    for one in located:
        known = before.get(one.entry.id)
        after = to_raw(one.entry)
        differing = list(_differences(one.entry.id, to_raw(known.entry) if known else {}, after))
        if differing:
            changes.extend(differing)
            files[known.file if known else one.file] = after
    return Import(changes=tuple(changes), files=files)


def apply_import(found: Import) -> None:
    """Write the files that an import changes, leaving what stands in them besides as it is."""
    for file, raw in found.files.items():
        yaml = YAML()
        yaml.preserve_quotes = True
        yaml.width = 4096
        yaml.indent(mapping=2, sequence=4, offset=2)
        document = yaml.load(file.read_text(encoding="utf-8")) if file.exists() else {}
        _take_over(document, raw)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8") as stream:
            yaml.dump(document, stream)


def to_raw(entry: Entry) -> Raw:
    """Return an entry as its file has it, without what is empty."""
    raw: Raw = json.loads(entry.json(by_alias=True))
    return {key: _without_empty(value) for key, value in raw.items() if value not in (None, [], {})}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items() if one not in (None, [], {}, False)}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value


def _text_rows(raw: Raw) -> Iterator[tuple[str, int | str, list[str]]]:
    for key in FACTS:
        if key in raw:
            yield key, "", [raw[key][tag] for tag in CONTENT_LANGUAGES]
    for key in _TEXTS:
        by_language = [raw["texts"][tag].get(key) for tag in CONTENT_LANGUAGES]
        if key not in LISTS:
            if any(by_language):
                yield key, "", [text or "" for text in by_language]
            continue
        for number in range(max(len(items or ()) for items in by_language)):
            yield key, number + 1, [((items or ())[number : number + 1] or [""])[0] for items in by_language]


def _write_row(sheet: Worksheet, values: Sequence[object]) -> None:
    # a text that begins with = is a text, not a formula
    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"


def _dress(sheet: Worksheet, columns: Sequence[str]) -> None:
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 14)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _collect(file: Path) -> dict[str, _Row]:
    """Put the entries of a workbook together from its sheets."""
    try:
        workbook = load_workbook(file, read_only=True, data_only=True)
    except Exception as error:  # the library raises whatever its parsers do
        problem = Problem(file=file, line=1, message=f"no workbook: {error}", mend="save it as .xlsx")
        raise InvalidContentError([problem]) from error
    rows: dict[str, _Row] = {}
    problems: list[Problem] = []
    for name, columns in _SHEETS.items():
        if name not in workbook.sheetnames:
            mend = f"it holds the sheets {', '.join(_SHEETS)}"
            raise InvalidContentError([Problem(file=file, line=1, message=f"no sheet {name!r}", mend=mend)])
        lines = workbook[name].iter_rows(values_only=True)
        header = tuple(str(cell or "") for cell in next(lines, ()))[: len(columns)]
        if header != columns:
            message = f"the columns of {name} are {', '.join(header)}"
            raise InvalidContentError([Problem(file=file, line=1, message=message, mend=f"write {', '.join(columns)}")])
        for number, line in enumerate(lines, start=2):
            values = {key: _text(key, cell) for key, cell in zip(columns, line, strict=False)}
            if not any(values.values()):
                continue
            fault = _take(name, values, rows, file, number)
            problems.extend([fault] if fault else [])
    if problems:
        raise InvalidContentError(problems)
    return rows


def _take(sheet: str, values: Mapping[str, str], rows: dict[str, _Row], file: Path, number: int) -> Problem | None:
    """Add a line of a sheet to the entry that it belongs to."""
    id_ = values["id"]
    place = f"{file.name} {sheet}!A{number}"
    if sheet == "entries":
        if not id_ or id_ in rows:
            message = f"id {id_} stands twice" if id_ else "no id"
            return Problem(file=file, line=number, cell=place, message=message, mend="give each entry a row of its own")
        rows[id_] = _new_row(values, file.name, number)
        return None
    row = rows.get(id_)
    if row is None:
        mend = "add it to the sheet entries or mend the id"
        return Problem(file=file, line=number, cell=place, message=f"no entry has the id {id_!r}", mend=mend)
    if sheet == "texts" and values["field"] not in (*FACTS, *_TEXTS):
        mend = f"write one of {', '.join((*FACTS, *_TEXTS))}"
        place = f"{file.name} {sheet}!B{number}"
        return Problem(file=file, line=number, cell=place, message=f"no field {values['field']!r}", mend=mend)
    columns = _SHEETS[sheet]
    for path, column, value in _PARTS[sheet](row, values):
        row.cells.put(path, sheet, number, columns.index(column) + 1)
        _set(row.raw, path, value)
    return None


def _texts(row: _Row, values: Mapping[str, str]) -> Iterator[tuple[Place, str, object]]:
    for tag in CONTENT_LANGUAGES:
        if values[tag]:
            yield _text_path(row, values["field"], tag), tag, values[tag]


def _source(row: _Row, values: Mapping[str, str]) -> Iterator[tuple[Place, str, object]]:
    index = _next(row, ("sources",))
    yield ("sources", index), "url", {"mirror": bool(values["mirror"]), "url": None, "date": None}
    for key in ("url", "date"):
        yield ("sources", index, key), key, values[key] or None
    for tag in CONTENT_LANGUAGES:
        if values[tag]:
            yield ("sources", index, "title", tag), tag, values[tag]


def _questions(row: _Row, values: Mapping[str, str]) -> Iterator[tuple[Place, str, object]]:
    for tag in CONTENT_LANGUAGES:
        if values[tag]:
            yield ("questions", tag, _next(row, ("questions", tag))), tag, values[tag]


_PARTS = {"texts": _texts, "sources": _source, "questions": _questions}


def _new_row(values: Mapping[str, str], workbook: str, number: int) -> _Row:
    cells = _Cells(workbook)
    for column, key in enumerate(_SHEETS["entries"], start=1):
        cells.put((key,), "entries", number, column)
    raw: Raw = {key: values[key] or None for key in ("id", *_PLAIN)}
    raw.update({key: [one.strip() for one in values[key].split(",") if one.strip()] for key in _LISTED})
    return _Row(raw=raw, cells=cells)


def _text_path(row: _Row, key: str, tag: str) -> Place:
    if key in FACTS:
        return key, tag
    path: Place = ("texts", tag, key)
    return (*path, _next(row, path)) if key in LISTS else path


def _next(row: _Row, path: Place) -> int:
    number = row.items.get(path, 0)
    row.items[path] = number + 1
    return number


def _set(raw: Raw, path: Place, value: object) -> None:
    node: Any = raw
    for key, following in pairwise(path):
        if isinstance(node, list):
            node = node[int(key)]
        else:
            node = node.setdefault(key, [] if isinstance(following, int) else {})
    if isinstance(node, list):
        node[int(path[-1]) :] = [value]
    else:
        node[path[-1]] = value


def _text(key: str, cell: object) -> str:
    """Return what stands in a cell as text: spreadsheets make numbers and days of what looks like them."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m}" if key == "as_of" else f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _differences(entry: str, before: Any, after: Any, path: Place = ()) -> Iterator[Change]:
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = before or {}, after or {}
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(entry, old.get(key), new.get(key), (*path, key))
    elif isinstance(before, list) or isinstance(after, list):
        old, new = before or [], after or []
        for index in range(max(len(old), len(new))):
            pair = [(side[index : index + 1] or [None])[0] for side in (old, new)]
            yield from _differences(entry, pair[0], pair[1], (*path, index))
    elif before != after:
        shown = [None if value is None else str(value) for value in (before, after)]
        yield Change(entry=entry, path=path, before=shown[0], after=shown[1])


def _take_over(document: Any, raw: Raw) -> None:
    """Make a document say what a mapping says, touching only what differs."""
    for key in [key for key in document if key not in raw and document[key] not in (None, [], {}, False)]:
        del document[key]
    for key, value in raw.items():
        known = document.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            _take_over(known, value)
        elif str(known) != str(value) if not isinstance(value, list) else _without_empty(_plain(known)) != value:
            document[key] = date.fromisoformat(value) if key in {"verified_on", "review_by", "valid_until"} else value


def _plain(value: Any) -> Any:
    """Return a value of a document as JSON would give it."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool) else str(value)
