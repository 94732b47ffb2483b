"""The languages of an entry say the same."""

from pathlib import Path

import pytest

from knowledge.checking import check
from tests.knowledge.conftest import record, write_entry


def faults(content: Path) -> list[str]:
    return [problem.message for problem in check(content)]


def test_valid_content_has_no_problem(content: Path):
    assert check(content) == []


def test_file_name_must_be_the_id(content: Path):
    file = content / "public" / "public.dentist.yml"
    file.rename(file.with_name("public.tooth.yml"))

    (problem,) = check(content)

    assert "public.dentist.yml" in problem.mend
    assert problem.line == 1


def test_folder_must_be_the_list(content: Path):
    file = content / "public" / "public.dentist.yml"
    file.rename(content / "life" / file.name)

    (problem,) = check(content)

    assert problem.message == "list public in life/"
    assert problem.line == 2


def test_repeated_id_names_the_other_file(content: Path):
    value = record("public.dentist")
    write_entry(content, {**value, "list": "life"})

    assert any(message.startswith("id public.dentist is also that of") for message in faults(content))


@pytest.mark.parametrize("key", ["materials", "steps"])
def test_languages_have_equally_many_items(content: Path, key: str):
    value = record("public.dentist")
    value["texts"]["ja"][key].append("歯")
    file = write_entry(content, value)

    (problem,) = check(content)

    assert problem.message.startswith(f"texts.ja.{key} has")
    japanese = file.read_text(encoding="utf-8").index("  ja:\n")
    place = file.read_text(encoding="utf-8").index(f"    {key}:", japanese)
    assert problem.line == file.read_text(encoding="utf-8")[:place].count("\n") + 1


def test_optional_text_is_in_all_languages_or_none(content: Path):
    value = record("public.dentist")
    del value["texts"]["ko"]["where"]
    write_entry(content, value)

    assert faults(content) == ["texts.zh.where is given, texts.ko.where is not"]


def test_figure_that_one_language_lacks_is_named(content: Path):
    value = record("public.dentist")
    value["fee"]["ja"] = "1500元"
    write_entry(content, value)

    messages = faults(content)

    assert "public.dentist, fee.ja: no 1000 as in zh, en, ko" in messages
    assert "public.dentist, fee.en: no 1500 as in ja" in messages


def test_too_few_different_questions_are_a_problem(content: Path):
    value = record("public.dentist")
    value["questions"]["en"] = ["where is a dentist"] * 12
    write_entry(content, value)

    assert faults(content) == ["questions.en has 1 different questions"]


def test_entry_is_not_related_to_itself(content: Path):
    value = record("public.dentist")
    value["related"] = ["public.dentist"]
    write_entry(content, value)

    assert faults(content) == ["related to itself"]
