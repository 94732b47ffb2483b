"""Evaluation files are read, and what is wrong in them is named by line."""

from pathlib import Path

import pytest

from cli.questions import QuestionFileError, read_questions


def written(folder: Path, *lines: str) -> Path:
    path = folder / "questions.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_reads_entries_outcomes_and_kinds(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "lang\tquestion\texpected\tkind",
        "en\tI lost my passport\texit-entry.lost-passport|exit-entry.helplines\tplain",
        "",
        "zh-TW\t我要找真人\tHUMAN\tindirect",
    )

    first, second = read_questions(path)

    assert (first.line, first.language, first.expected) == (
        2,
        "en",
        ("exit-entry.lost-passport", "exit-entry.helplines"),
    )
    assert first.outcome is None
    assert (second.line, second.language, second.outcome, second.kind) == (4, "zh-Hant", "HUMAN", "indirect")


def test_quotation_marks_are_part_of_a_question(tmp_path: Path) -> None:
    path = written(tmp_path, 'en\t"Where" do I go?\tcentre.contact\tplain')

    assert read_questions(path)[0].text == '"Where" do I go?'


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("en\tonly two", "2 columns"),
        ("fr\tbonjour\tCHITCHAT\tplain", "'fr' is no language"),
        ("en\t\tCHITCHAT\tplain", "the question is empty"),
        ("en\thello\t\tplain", "expected is empty"),
        ("en\thello\tCHAT\tplain", "an outcome stands alone"),
        ("en\thello\tHUMAN|centre.contact\tplain", "an outcome stands alone"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path: Path, line: str, complaint: str) -> None:
    path = written(tmp_path, "en\tfine\tCHITCHAT\tplain", line)

    with pytest.raises(QuestionFileError) as caught:
        read_questions(path)

    assert f"{path}:2: " in str(caught.value)
    assert complaint in str(caught.value)


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="holds no question"):
        read_questions(written(tmp_path, "lang\tquestion\texpected\tkind"))
