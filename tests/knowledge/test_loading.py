"""Faults of content files are all found, with their lines."""

from pathlib import Path

import pytest

from knowledge.errors import InvalidContentError
from knowledge.loading import load_content, load_file, read_yaml
from knowledge.schema import Entry
from tests.knowledge.conftest import record, write_entry

FAULTS = [
    ("confidence: high", "confidence: sure", "confidence: "),
    ("confidence: high", "confidence: high\ncolour: red", "colour: extra"),
    ("as_of: 2025-10", "as_of: October", "as_of: "),
    ("review_by: '2027-05-22'", "review_by: 2026-01-01", "review_by: not after verified_on"),
    ("- time_limit", "- weather", "'weather' is none of who, materials"),
    ("id: public.dentist", "id: Public Dentist", "id: "),
    ("  url: https://gaj.suzhou.gov.cn/1", "  url: gaj.suzhou.gov.cn", "sources.2.url: "),
    ("    summary: see a dentist。book a dental appointment。", "    summary:", "texts.en.summary: "),
    ("  ko: 1,000위안\n", "", "fee: ko missing"),
]


def planted(content: Path, old: str, new: str) -> tuple[Path, int]:
    """Change one entry and return its file and the line of the change."""
    file = content / "public" / "public.dentist.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file, line


def test_valid_files_load_without_a_problem(content: Path):
    loaded = load_content(content)

    assert loaded.problems == ()
    assert sorted(one.entry.id for one in loaded.entries) == [
        "exit-entry.lost-passport",
        "exit-entry.visa-extension",
        "life.bank-account",
        "public.dentist",
    ]
    assert [one.number for one in loaded.emergency.hotlines] == ["110", "120", "119", "122"]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_fault_is_reported_at_its_line(content: Path, old: str, new: str, message: str):
    file, line = planted(content, old, new)

    (problem,) = load_content(content).problems

    assert problem.file == file
    assert message in problem.message
    assert problem.mend
    if "missing" in message:
        assert file.read_text(encoding="utf-8").splitlines()[problem.line - 1] == "fee:"
    else:
        assert problem.line == line + new.count("\n")
    assert str(problem).startswith(f"{file}:{problem.line}: ")


def test_every_fault_of_a_run_is_reported(content: Path):
    planted(content, "confidence: high", "confidence: sure")
    planted(content, "as_of: 2025-10", "as_of: October")
    (content / "emergency.yml").write_text("a: [1\n", encoding="utf-8")

    problems = load_content(content).problems

    assert [one.file.name for one in problems].count("public.dentist.yml") == 2
    assert [one.file.name for one in problems].count("emergency.yml") == 1


def test_number_that_yaml_reads_in_place_of_text_is_refused(content: Path):
    value = record("public.dentist")
    value["texts"]["en"]["title"] = 12367

    with pytest.raises(InvalidContentError) as refused:
        load_file(write_entry(content, value), Entry)

    assert "in quotes" in refused.value.problems[0].mend


def test_bare_year_of_a_source_is_read_as_text(content: Path):
    value = record("public.dentist")
    value["sources"][0]["date"] = 2024

    entry, _ = load_file(write_entry(content, value), Entry)

    assert entry.sources[0].date == "2024"


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: 2\na: 3\n", 3), ("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n\tb: 2\n", 2)],
)
def test_broken_yaml_is_reported_at_its_line(tmp_path: Path, text: str, line: int):
    file = tmp_path / "broken.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidContentError) as refused:
        read_yaml(file)

    assert refused.value.problems[0].line == line


def test_missing_emergency_file_is_a_problem(content: Path):
    (content / "emergency.yml").unlink()

    loaded = load_content(content)

    assert loaded.emergency is None
    assert "cannot be read" in loaded.problems[0].message


def test_file_that_is_a_list_is_refused(content: Path):
    file = content / "life" / "life.list.yml"
    file.write_text("- a\n", encoding="utf-8")

    (problem,) = load_content(content).problems

    assert (problem.file, problem.line, problem.message) == (file, 1, "not a mapping")
