"""The content as a workbook, edited, and back."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from knowledge.errors import InvalidContentError
from knowledge.loading import load_content
from knowledge.sheets import apply_import, read_workbook, write_workbook


@pytest.fixture
def workbook(content: Path, tmp_path: Path) -> Path:
    file = tmp_path / "list.xlsx"
    write_workbook([one.entry for one in load_content(content).entries], file)
    return file


def edit(workbook: Path, sheet: str, where: dict[str, object], column: str, value: object) -> str:
    """Write into the cell of the first row that has these values; return the cell's name."""
    book = load_workbook(workbook)
    header = [cell.value for cell in book[sheet][1]]
    for row in book[sheet].iter_rows(min_row=2):
        if all(row[header.index(key)].value == wanted for key, wanted in where.items()):
            cell = row[header.index(column)]
            cell.value = value
            book.save(workbook)
            return f"{workbook.name} {sheet}!{cell.coordinate}"
    raise LookupError(where)


def contents(content: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in content.rglob("*.yml")}


def test_an_unchanged_workbook_changes_nothing(content: Path, workbook: Path):
    found = read_workbook(workbook, load_content(content), content)

    assert (found.changes, found.files) == ((), {})


def test_an_edited_text_is_shown_and_written_and_nothing_else_is_touched(content: Path, workbook: Path):
    before = contents(content)
    where = {"id": "public.dentist", "field": "title"}
    edit(workbook, "texts", where, "en", "Dental care")

    found = read_workbook(workbook, load_content(content), content)
    assert contents(content) == before
    (change,) = found.changes
    assert (change.entry, change.path) == ("public.dentist", ("texts", "en", "title"))
    assert (change.before, change.after) == ("see a dentist", "Dental care")

    apply_import(found)
    after = contents(content)
    assert {name for name in before if before[name] != after[name]} == {"public.dentist.yml"}
    lines = list(zip(before["public.dentist.yml"].splitlines(), after["public.dentist.yml"].splitlines(), strict=True))
    assert [new.strip() for old, new in lines if old != new] == ["title: Dental care"]


def test_days_numbers_and_lists_may_be_what_a_spreadsheet_makes_of_them(content: Path, workbook: Path):
    edit(workbook, "entries", {"id": "public.dentist"}, "verified_on", date(2026, 11, 23))
    edit(workbook, "entries", {"id": "public.dentist"}, "as_of", date(2025, 11, 1))
    edit(workbook, "entries", {"id": "public.dentist"}, "audience", "family, talent")
    edit(workbook, "questions", {"id": "public.dentist", "item": 1}, "zh", 120.0)

    apply_import(read_workbook(workbook, load_content(content), content))

    entry = next(one.entry for one in load_content(content).entries if one.entry.id == "public.dentist")
    assert (str(entry.verified_on), entry.as_of) == ("2026-11-23", "2025-11")
    assert [one.value for one in entry.audience] == ["family", "talent"]
    assert entry.questions["zh"][0] == "120"


def test_an_item_may_be_added_and_an_override_stays(content: Path, workbook: Path):
    file = content / "public" / "public.dentist.yml"
    file.write_text(file.read_text(encoding="utf-8") + "overrides:\n  zh-Hant:\n    title: 牙科\n", encoding="utf-8")
    book = load_workbook(workbook)
    book["texts"].append(["public.dentist", "steps", 2, "二", "two", "に", "둘"])
    book.save(workbook)

    apply_import(read_workbook(workbook, load_content(content), content))

    entry = next(one.entry for one in load_content(content).entries if one.entry.id == "public.dentist")
    assert entry.texts["ko"].steps[-1] == "둘"
    assert entry.overrides["zh-Hant"].title == "牙科"


@pytest.mark.parametrize(
    ("sheet", "where", "column", "value", "message"),
    [
        ("entries", {"id": "public.dentist"}, "confidence", "sure", "confidence"),
        ("entries", {"id": "public.dentist"}, "related", "life.gone", "no entry has the id life.gone"),
        ("texts", {"id": "public.dentist", "field": "fee"}, "ja", "2000元", "no 1000 as in"),
        ("texts", {"id": "public.dentist", "field": "summary"}, "zh", "護照", "護 in zh"),
        ("sources", {"id": "public.dentist", "item": 1}, "url", "nowhere", "url"),
    ],
)
def test_a_fault_names_its_cell_and_nothing_is_changed(
    content: Path, workbook: Path, sheet: str, where: dict[str, object], column: str, value: str, message: str
):
    before = contents(content)
    cell = edit(workbook, sheet, where, column, value)

    with pytest.raises(InvalidContentError) as caught:
        read_workbook(workbook, load_content(content), content)

    assert any(str(problem).startswith(f"{cell}: ") and message in str(problem) for problem in caught.value.problems)
    assert contents(content) == before


def test_a_text_that_is_deleted_is_missed_in_its_row(content: Path, workbook: Path):
    edit(workbook, "texts", {"id": "public.dentist", "field": "summary"}, "ko", None)

    with pytest.raises(InvalidContentError, match=r"list\.xlsx texts!\w+\d+: texts\.ko\.summary: field required"):
        read_workbook(workbook, load_content(content), content)


def test_rows_of_unknown_entries_fields_and_other_files_are_refused(content: Path, workbook: Path, tmp_path: Path):
    cell = edit(workbook, "texts", {"id": "public.dentist", "field": "title"}, "field", "name")
    with pytest.raises(InvalidContentError, match="no field 'name'") as caught:
        read_workbook(workbook, load_content(content), content)
    assert str(caught.value).startswith(cell)

    edit(workbook, "texts", {"id": "public.dentist", "field": "name"}, "id", "public.other")
    with pytest.raises(InvalidContentError, match=r"no entry has the id 'public\.other'"):
        read_workbook(workbook, load_content(content), content)

    (tmp_path / "other.xlsx").write_text("no workbook")
    with pytest.raises(InvalidContentError, match=r"save it as \.xlsx"):
        read_workbook(tmp_path / "other.xlsx", load_content(content), content)
