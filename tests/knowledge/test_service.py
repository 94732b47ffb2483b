"""The knowledge base searches, answers and follows new versions."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.errors import UnknownLanguageError
from bot.core.replies import Notice
from knowledge.build import build
from knowledge.calibration import Decision
from knowledge.embedding import open_embedder
from knowledge.errors import (
    DamagedBuildError,
    InvalidContentError,
    ModelMismatchError,
    NotBuiltError,
    UnknownEntryError,
)
from knowledge.service import KnowledgeBase
from knowledge.versions import current_folder
from tests.knowledge.conftest import NOW, record, write_entry


@pytest.fixture(scope="module")
def base(built: Path) -> KnowledgeBase:
    return KnowledgeBase.open(built, clock=lambda: NOW)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("I have lost my passport, what now", "exit-entry.lost-passport"),
        ("把護照搞丟了怎麼辦", "exit-entry.lost-passport"),
        ("ビザを延長したいのですが", "exit-entry.visa-extension"),
        ("은행 계좌를 만들고 싶은데요", "life.bank-account"),
        ("dental appointment", "public.dentist"),
        ("call an ambulance", "emergency"),
    ],
)
def test_clear_question_is_answered(base: KnowledgeBase, question: str, entry: str):
    finding = base.search(question, "en")

    assert finding.decision is Decision.ANSWER
    assert finding.hits[0].entry == entry
    assert 0.5 < finding.hits[0].confidence <= 1


@pytest.mark.parametrize("question", ["will it rain tomorrow", "明天下雨吗", "xqzw vvkk"])
def test_other_matters_are_not_answered_though_the_nearest_entries_are_named(base: KnowledgeBase, question: str):
    finding = base.search(question, "en")

    assert (finding.decision, len(finding.hits)) == (Decision.NONE, 3)


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_finds_nothing(base: KnowledgeBase, question: str):
    finding = base.search(question, "en")

    assert (finding.decision, finding.hits) == (Decision.NONE, ())


def test_hits_are_ordered_limited_and_titled_in_the_language_asked_for(base: KnowledgeBase):
    hits = base.search("lost passport", "zh-Hant", limit=2).hits

    assert len(hits) == 2
    assert hits[0].confidence >= hits[1].confidence
    assert hits[0].title == "護照丟了補辦"


def test_answer_carries_the_notices_of_the_day(built: Path):
    later = KnowledgeBase.open(built, clock=lambda: datetime(2027, 6, 1, tzinfo=UTC))

    assert later.answer("public.dentist", "ja").notices == (Notice.REVIEW_DUE,)
    assert later.answer("public.dentist", "ja").title == "歯医者の予約"


def test_emergency_can_be_answered_like_an_entry(base: KnowledgeBase):
    answer = base.answer("emergency", "en")

    assert answer.summary == base.emergency("en").lead
    assert answer.sections[0].items[1] == "120 Ambulance"


def test_link_has_the_title(base: KnowledgeBase):
    assert base.link("public.dentist", "ko").title == "치과 예약"


def test_the_nearest_places_come_first_with_their_distance(base: KnowledgeBase):
    nearby = base.nearest((31.32, 120.71), "en")

    assert [one.link.entry for one in nearby] == ["life.bank-account", "public.dentist"]
    # a hundredth of a degree east is 0.95 km at this latitude
    assert nearby[0].kilometres == pytest.approx(0.95, abs=0.01)
    assert nearby[1].kilometres == pytest.approx(10.7, abs=0.1)


def test_unknown_entry_and_language_are_refused(base: KnowledgeBase):
    with pytest.raises(UnknownEntryError, match=r"life\.unwritten"):
        base.answer("life.unwritten", "en")
    with pytest.raises(UnknownLanguageError):
        base.answer("public.dentist", "fr")
    with pytest.raises(UnknownLanguageError):
        base.search("dentist", "zh")
    with pytest.raises(UnknownLanguageError):
        base.emergency("zh")


def test_nothing_built_is_refused(tmp_path: Path):
    with pytest.raises(NotBuiltError):
        KnowledgeBase.open(tmp_path)


def test_other_embedder_than_the_built_one_is_refused(built: Path):
    class Other:
        name = "other"
        dimension = 256

        def embed(self, texts):
            raise AssertionError

    with pytest.raises(ModelMismatchError):
        KnowledgeBase.open(built, Other())
    assert KnowledgeBase.open(built, open_embedder()).search("dentist", "en").hits[0].entry == "public.dentist"


def test_truncated_index_is_refused(built: Path, tmp_path: Path):
    copy = tmp_path / "knowledge"
    shutil.copytree(built, copy)
    (current_folder(copy) / "index.faiss").write_bytes(b"no index")

    with pytest.raises(DamagedBuildError, match="build it anew"):
        KnowledgeBase.open(copy)


def test_new_version_is_picked_up_while_it_runs(built, content, nlu, tmp_path):
    output = tmp_path / "knowledge"
    shutil.copytree(built, output)
    base = KnowledgeBase.open(output)
    old = base.manifest.version
    base.follow()
    value = record("public.dentist")
    value["texts"]["en"]["title"] = "Dental care"
    write_entry(content, value)
    build(content, tmp_path / "questions", nlu, "", output, lambda _: None)

    deadline = time.monotonic() + 5
    while base.manifest.version == old and time.monotonic() < deadline:
        assert base.link("public.dentist", "en").title == "see a dentist"
        time.sleep(0.01)

    assert base.link("public.dentist", "en").title == "Dental care"
    assert base.search("dentist", "en").hits[0].title == "Dental care"


def test_broken_version_leaves_the_old_one_in_use(built, tmp_path, caplog):
    output = tmp_path / "knowledge"
    shutil.copytree(built, output)
    base = KnowledgeBase.open(output)
    (output / "current").write_text("gone\n", encoding="utf-8")

    base.look()

    assert base.link("public.dentist", "en").title == "see a dentist"
    assert "the old one stays" in caplog.text


def test_broken_content_changes_nothing(built, content, nlu, tmp_path):
    output = tmp_path / "knowledge"
    shutil.copytree(built, output)
    write_entry(content, {**record("public.dentist"), "confidence": "sure"})
    before = (output / "current").read_text(encoding="utf-8")

    with pytest.raises(InvalidContentError):
        build(content, tmp_path / "questions", nlu, "", output, lambda _: None)

    assert (output / "current").read_text(encoding="utf-8") == before
