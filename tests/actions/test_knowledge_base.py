"""The fake knowledge base of these tests keeps to what the real one does."""

import pytest

from actions.knowledge_base import Knowledge, open_knowledge_base
from bot.core.errors import UnknownLanguageError
from bot.core.languages import TAGS
from bot.core.replies import Emergency, EntryLink
from knowledge.calibration import Decision
from knowledge.errors import UnknownEntryError
from tests.actions.fake_knowledge import FakeKnowledge

LOST = "exit-entry.lost-passport"


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.model)])
def each(request: pytest.FixtureRequest) -> Knowledge:
    """Return the fake, then the base that `ronghe build` has made."""
    if request.param == "real":
        return open_knowledge_base()
    fake = FakeKnowledge()
    fake.finds(Decision.ANSWER, LOST, "exit-entry.visa-extension")
    return fake


@pytest.mark.parametrize("tag", TAGS)
def test_an_entry_is_answered_in_every_language(each: Knowledge, tag: str) -> None:
    answer = each.answer(LOST, tag)

    assert answer.entry == LOST
    assert each.link(LOST, tag) == EntryLink(entry=LOST, title=answer.title)


def test_an_unknown_entry_is_an_error(each: Knowledge) -> None:
    with pytest.raises(UnknownEntryError):
        each.answer("exit-entry.gone", "en")


def test_an_unknown_language_is_an_error(each: Knowledge) -> None:
    with pytest.raises(UnknownLanguageError):
        each.search("I lost my passport", "tlh")


def test_a_find_has_its_best_hit_first(each: Knowledge) -> None:
    finding = each.search("I lost my passport", "en")

    assert finding.decision is not Decision.NONE
    assert finding.hits[0].entry == LOST


def test_a_search_gives_no_more_than_it_may(each: Knowledge) -> None:
    assert len(each.search("I lost my passport", "en", limit=1).hits) == 1


@pytest.mark.parametrize("question", ["", "  "])
def test_nothing_is_found_for_no_words(each: Knowledge, question: str) -> None:
    finding = each.search(question, "en")

    assert (finding.decision, finding.hits) == (Decision.NONE, ())


@pytest.mark.parametrize("tag", TAGS)
def test_there_are_emergency_numbers_in_every_language(each: Knowledge, tag: str) -> None:
    found = each.emergency(tag)

    assert isinstance(found, Emergency)
    assert found.hotlines
