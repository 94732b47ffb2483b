"""Publishing measures first, and what was taken back stays back until it is published again."""

import shutil
from pathlib import Path

import pytest

from bot.settings import Settings
from cli import publishing
from cli.preparation import KnowledgeSources
from knowledge.build import build, version_in_use
from knowledge.service import KnowledgeBase
from knowledge.versions import read_history
from tests.knowledge.conftest import built, content, emergency, nlu, record, write_entry

__all__ = ["built", "content", "emergency", "nlu"]

GOOD = "en\ti have a toothache and want to see a dentist\tpublic.dentist\tplain\n"


@pytest.fixture
def sources(tmp_path: Path, built: Path, content: Path, nlu: Path, monkeypatch: pytest.MonkeyPatch) -> KnowledgeSources:
    """Return what is published from and to, with a version in use."""
    found = KnowledgeSources(
        content=content, questions=tmp_path / "questions", nlu=nlu, model="", output=tmp_path / "var" / "knowledge"
    )
    shutil.copytree(built, found["output"])
    monkeypatch.setattr(publishing, "load_settings", lambda: Settings(var=tmp_path / "var"))
    monkeypatch.setattr(publishing, "knowledge_sources", lambda settings: found)
    return found


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    file = tmp_path / "questions.tsv"
    file.write_text(GOOD)
    return file


def retitle(sources: KnowledgeSources, title: str) -> None:
    value = record("public.dentist")
    value["texts"]["en"]["title"] = title
    write_entry(sources["content"], value)


def title(sources: KnowledgeSources) -> str:
    return KnowledgeBase.open(sources["output"]).link("public.dentist", "en").title


def test_publishing_brings_a_change_into_use_and_says_who_and_what(sources: KnowledgeSources, evaluation: Path) -> None:
    retitle(sources, "Dental care")

    publishing.publish(evaluation, by="li.na", force=False)

    assert title(sources) == "Dental care"
    last = read_history(sources["output"])[-1]
    assert (last.by, last.changes["changed"]) == ("li.na", ["public.dentist"])
    assert last.figures == {"questions": 1, "top1": 1.0, "top3": 1.0, "answered_wrong": 0.0}


def test_what_measures_worse_is_refused_unless_forced(sources: KnowledgeSources, evaluation: Path) -> None:
    (sources["content"] / "public" / "public.dentist.yml").unlink()
    before = version_in_use(sources["output"])

    with pytest.raises(publishing.WorseError, match=r"top-1 0\.0% instead of 100\.0%"):
        publishing.publish(evaluation, by="", force=False)
    assert version_in_use(sources["output"]) == before

    publishing.publish(evaluation, by="", force=True)
    assert read_history(sources["output"])[-1].changes["removed"] == ["public.dentist"]


def test_what_was_taken_back_stays_back_until_it_is_published(sources: KnowledgeSources) -> None:
    retitle(sources, "Dental care")
    publishing.publish(None, by="", force=False)

    publishing.rollback(None, by="wang")
    assert title(sources) == "see a dentist"
    assert read_history(sources["output"])[-1].by == "wang"

    build(**sources, progress=lambda _: None)
    assert title(sources) == "see a dentist"

    publishing.publish(None, by="", force=False)
    assert title(sources) == "Dental care"


def test_the_first_version_cannot_be_taken_back(sources: KnowledgeSources) -> None:
    with pytest.raises(publishing.NothingBeforeError):
        publishing.rollback(None, by="")
