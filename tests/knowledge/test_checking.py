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


def planted(content: Path, **changes: object) -> list[str]:
    """Return what is found in an entry with some changes, each with its line's text."""
    file = write_entry(content, {**record("public.dentist"), **changes})
    lines = file.read_text(encoding="utf-8").splitlines()
    return [f"{problem.message} @ {lines[problem.line - 1].strip()}" for problem in check(content)]


def test_a_related_id_must_be_one_that_is_answered(content: Path):
    assert planted(content, related=["life.gone"]) == ["no entry has the id life.gone @ - life.gone"]
    assert planted(content, related=["life.account"], aliases=[]) != []
    write_entry(content, {**record("life.bank-account"), "aliases": ["life.account"]})
    assert planted(content, related=["life.account"]) == []


def test_an_alias_may_not_be_the_id_of_an_entry(content: Path):
    found = planted(content, aliases=["life.bank-account"])

    assert found == ["id life.bank-account is also that of life.bank-account.yml @ - life.bank-account"]


def test_a_mirror_may_not_be_linked(content: Path):
    (content / "mirrors.yml").write_text("- copies.example\n")
    source = {"title": dict.fromkeys(("zh", "en", "ja", "ko"), "x"), "url": "https://m.copies.example/1", "date": None}

    (found,) = planted(content, sources=[source])
    assert found == "m.copies.example is a mirror (mirrors.yml) @ url: https://m.copies.example/1"
    assert planted(content, sources=[{**source, "mirror": True}]) == []


def test_the_list_of_mirrors_holds_hosts(content: Path):
    (content / "mirrors.yml").write_text("- fine.example\n- https://copies.example/\n")

    (problem,) = check(content)

    assert (problem.file.name, problem.line) == ("mirrors.yml", 2)


@pytest.mark.parametrize(
    ("tag", "text", "strange"),
    [
        ("zh", "补办護照", "護"),
        ("en", "Go to the police station 派出所", "派出所"),
        ("ja", "銀行の窗户へ行きます", "户"),
        ("ko", "은행窓口에 갑니다", "窓口"),
    ],
)
def test_letters_of_another_script_are_found(content: Path, tag: str, text: str, strange: str):
    value = record("public.dentist")
    value["texts"][tag]["where"] = text

    (found,) = planted(content, texts=value["texts"])

    assert found == f"texts.{tag}.where: {strange} in {tag} @ where: {text}"


@pytest.mark.parametrize("tag", ["en", "ja", "ko"])
def test_what_a_visitor_must_show_in_chinese_is_quoted(content: Path, tag: str):
    value = record("public.dentist")
    value["texts"][tag]["where"] = "x（护照、签证） (国际(中国)) 「电」“务”"

    assert planted(content, texts=value["texts"]) == []


def test_simplified_letters_in_a_traditional_override_are_found(content: Path):
    (found,) = planted(content, overrides={"zh-Hant": {"title": "护照"}})

    assert found == "texts.zh-Hant.title: 护 in zh-Hant @ title: 护照"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"verified_on": "2999-01-01", "review_by": "2999-02-01"}, "verified_on 2999-01-01 is still to come"),
        ({"as_of": "2026-12"}, "as_of 2026-12 is after verified_on 2026-11-22"),
        ({"valid_until": "2026-12-31"}, "review_by 2027-05-22 is after valid_until 2026-12-31"),
    ],
)
def test_days_follow_each_other(content: Path, changes: dict, found: str):
    assert [one.split(" @ ")[0] for one in planted(content, **changes)] == [found]
