"""Guide packs, activities and themes: what is wrong is named, what is right is shown in every language."""

import copy
from pathlib import Path
from typing import Any

import pytest

from bot.core.languages import TAGS
from knowledge.checking import check
from knowledge.guide import load_guide, to_json
from knowledge.loading import load_content
from tests.knowledge.conftest import PHRASES, write_yaml


def words(text: str) -> dict[str, str]:
    return dict.fromkeys(("zh", "en", "ja", "ko"), text)


SOURCE = {"title": words("x"), "url": "https://law.example/", "date": "2012-06", "mirror": False}
STEP = {
    "id": "register",
    "entry": "life.bank-account",
    "kind": "statutory",
    "due": {"days": 1},
    "do": words("24"),
    "deadline": None,
    "note": None,
    "legal_basis": words("39"),
    "confidence": "high",
    "sources": ["law"],
}
SHARED = {"sources": {"law": SOURCE}, "steps": [STEP]}
PACK = {
    "id": "students",
    "place": 1,
    "title": {"zh": "护照", "en": "Students", "ja": "x", "ko": "x"},
    "lead": words("x"),
    "as_of": "2026-11",
    "verified_on": "2026-11-22",
    "review_by": "2027-05-22",
    "steps": [
        {"ref": "register", "stage": "first_24_hours"},
        {**STEP, "id": "own", "stage": "before_leaving", "due": None, "entry": None},
    ],
}
EVENT = {
    "id": "fair",
    "theme": "social",
    "by_centre": False,
    "title": words("2025"),
    "date": "2025-11-05",
    "place": None,
    "details": None,
    "language": None,
    "sign_up": None,
    "source": "news",
    "confidence": "low",
}
ACTIVITIES = {
    "as_of": "2026-11",
    "verified_on": "2026-11-22",
    "sources": {"news": {**SOURCE, "mirror": True}},
    "themes": [{"id": "social", "name": words("x"), "purpose": words("x")}],
    "events": [EVENT],
}
THEMES = {"themes": [{"id": "all", "title": words("x"), "entries": sorted(PHRASES)}]}


def write_guide(content: Path, **changed: Any) -> Path:
    parts = {"shared": SHARED, "pack": PACK, "activities": ACTIVITIES, "themes": THEMES, **changed}
    write_yaml(content / "packs" / "shared.yml", copy.deepcopy(parts["shared"]))
    write_yaml(content / "packs" / "students.yml", copy.deepcopy(parts["pack"]))
    write_yaml(content / "activities.yml", copy.deepcopy(parts["activities"]))
    write_yaml(content / "themes.yml", copy.deepcopy(parts["themes"]))
    return content


def test_a_sound_guide_has_no_problem_and_none_is_needed(content: Path) -> None:
    assert check(content) == []
    assert check(write_guide(content)) == []


@pytest.mark.parametrize(
    ("changed", "file", "message"),
    [
        (
            {"shared": {**SHARED, "steps": [{**STEP, "entry": "life.gone"}]}},
            "shared.yml",
            "no entry has the id life.gone",
        ),
        ({"shared": {**SHARED, "steps": [{**STEP, "sources": ["law", "lore"]}]}}, "shared.yml", "no source lore"),
        (
            {"shared": {**SHARED, "steps": [{**STEP, "do": {**words("24"), "ja": "一日"}}]}},
            "shared.yml",
            "do.ja: no 24",
        ),
        ({"pack": {**PACK, "steps": [{"ref": "lost", "stage": "each_year"}]}}, "students.yml", "no shared step lost"),
        ({"pack": {**PACK, "steps": [STEP]}}, "students.yml", "step register has no stage"),
        ({"pack": {**PACK, "title": {"zh": "x", "en": "x"}}}, "students.yml", "ja, ko missing"),
        ({"activities": {**ACTIVITIES, "events": [{**EVENT, "theme": "sport"}]}}, "activities.yml", "no theme sport"),
        ({"activities": {**ACTIVITIES, "events": [{**EVENT, "source": "lore"}]}}, "activities.yml", "no source lore"),
        ({"themes": {"themes": [{**THEMES["themes"][0], "entries": ["life.gone"]}]}}, "themes.yml", "life.gone"),
    ],
)
def test_a_fault_names_its_file_and_line(content: Path, changed: dict[str, Any], file: str, message: str) -> None:
    problems = check(write_guide(content, **changed))

    assert any(problem.file.name == file and message in problem.message for problem in problems)
    assert all(problem.line >= 1 for problem in problems)


@pytest.mark.parametrize(
    ("changed", "file"),
    [
        ({"pack": {**PACK, "sources": {"law": {**SOURCE, "url": "https://m.copies.example/1"}}}}, "students.yml"),
        (
            {"activities": {**ACTIVITIES, "sources": {"news": {**SOURCE, "url": "https://copies.example/"}}}},
            "activities.yml",
        ),
    ],
)
def test_a_mirror_may_not_be_linked(content: Path, changed: dict[str, Any], file: str) -> None:
    (content / "mirrors.yml").write_text("- copies.example\n")

    (problem,) = check(write_guide(content, **changed))

    assert problem.file.name == file
    assert "copies.example is a mirror" in problem.message
    assert "copies.example" in problem.file.read_text().splitlines()[problem.line - 1]


def test_an_entry_that_no_theme_has_is_missed(content: Path) -> None:
    themes = {"themes": [{**THEMES["themes"][0], "entries": ["life.bank-account"]}]}

    messages = [problem.message for problem in check(write_guide(content, themes=themes))]

    assert messages == [f"{entry} is in no theme" for entry in sorted(PHRASES) if entry != "life.bank-account"]


def test_every_language_gets_its_words_links_only_to_originals_and_steps_in_their_place(content: Path) -> None:
    guide, problems = load_guide(write_guide(content))
    shown = to_json(guide, load_content(content).answering)

    assert problems == []
    assert tuple(shown) == TAGS
    assert shown["zh-Hant"]["packs"][0]["title"] == "護照"
    first, second = shown["en"]["packs"][0]["steps"]
    assert (first["stage"], first["days"], first["entry"]) == ("first_24_hours", 1, "life.bank-account")
    assert first["sources"] == [{"title": "x", "url": "https://law.example/", "date": "2012-06"}]
    assert (second["stage"], second["days"], second["entry"]) == ("before_leaving", None, None)
    (event,) = shown["en"]["activities"]["events"]
    assert (event["source"]["url"], event["low"]) == (None, True)
    assert shown["en"]["themes"][0]["entries"] == sorted(PHRASES)
