"""Lists, packs and activities by buttons."""

from typing import Any

import pytest

from actions.guide import PAGE, ActionActivities, ActionBrowse, ActionGuidePack
from bot.core.replies import Text
from knowledge.calibration import Decision
from tests.actions.conversations import outcome, said, slots, tracker
from tests.actions.fake_knowledge import MANY, FakeKnowledge


async def shown(action: Any, *entities: tuple[str, str], tag: str = "en") -> Text:
    """Return what an action shows for a button with these values."""
    done = await outcome(action, tracker(*slots({"language_tag": tag}), said("…", "browse", entities)))
    (reply,) = done.replies
    assert isinstance(reply, Text)
    assert done.slots == {"failed_turns": 0}
    return reply


async def test_the_themes_come_first_then_packs_and_activities(knowledge: FakeKnowledge) -> None:
    reply = await shown(ActionBrowse(knowledge))

    assert [one.payload for one in reply.choices] == [
        '/browse{"theme": "home"}',
        '/browse{"theme": "work"}',
        '/guide_pack{"page": "0"}',
        '/activities{"page": "0"}',
    ]
    assert reply.choices[0].title == "Home, en"
    assert reply.text.endswith("/guide/en/")


async def test_a_theme_shows_its_entries(knowledge: FakeKnowledge) -> None:
    reply = await shown(ActionBrowse(knowledge), ("theme", "home"))

    assert [one.payload for one in reply.choices] == [
        f'/ask_service{{"entry": "{one}"}}' for one in knowledge.entries[:2]
    ]


async def test_more_entries_than_fit_come_page_by_page(knowledge: FakeKnowledge) -> None:
    first = await shown(ActionBrowse(knowledge), ("theme", "work"))
    second = await shown(ActionBrowse(knowledge), ("theme", "work"), ("page", "1"))

    assert len(first.choices) == PAGE + 1
    assert first.choices[-1].payload == '/browse{"theme": "work", "page": "1"}'
    assert len(second.choices) == len(MANY) - PAGE


async def test_what_is_surely_a_question_about_an_entry_is_answered(knowledge: FakeKnowledge) -> None:
    knowledge.finds(Decision.ANSWER, knowledge.entries[0])

    typed = await outcome(
        ActionGuidePack(knowledge), tracker(said("my passport is gone, what first?", "guide_pack", confidence=0.6))
    )
    assert typed.replies == [knowledge.answer(knowledge.entries[0], "en")]

    pressed = await shown(ActionGuidePack(knowledge), ("page", "0"))
    assert pressed.response == "guide_packs"


@pytest.mark.parametrize("entity", [("theme", "no such"), ("page", "99")])
async def test_an_old_button_shows_the_themes(knowledge: FakeKnowledge, entity: tuple[str, str]) -> None:
    assert (await shown(ActionBrowse(knowledge), entity)).response == "guide_browse"


async def test_a_pack_is_shown_stage_by_stage(knowledge: FakeKnowledge) -> None:
    packs = await shown(ActionGuidePack(knowledge))
    assert [one.payload for one in packs.choices] == ['/guide_pack{"pack": "students"}']

    pack = await shown(ActionGuidePack(knowledge), ("pack", "students"))
    assert "/guide/en/pack/students" in pack.text
    assert [(one.title, one.payload) for one in pack.choices] == [
        ("The first 24 hours", '/guide_pack{"pack": "students", "stage": "first_24_hours"}'),
        ("Before you leave", '/guide_pack{"pack": "students", "stage": "before_leaving"}'),
        ("With my dates", '/pack_dates{"dated_pack": "students"}'),
    ]

    stage = await shown(ActionGuidePack(knowledge), ("pack", "students"), ("stage", "first_24_hours"))
    assert "• Register, en\nRequired by law: in 24 hours\n\n• Rest\n\n" in stage.text
    assert "12367" in stage.text
    assert [one.payload for one in stage.choices] == [f'/ask_service{{"entry": "{knowledge.entries[0]}"}}']


async def test_activities_name_their_kinds_and_the_page(knowledge: FakeKnowledge) -> None:
    reply = await shown(ActionActivities(knowledge))

    assert reply.text.startswith("Meeting: Meet")
    assert reply.text.endswith("/guide/en/activities")


@pytest.mark.parametrize(("tag", "written"), [("zh-Hant", "zh-Hans"), ("ja", "ja"), ("ko", "ko")])
async def test_words_are_of_the_language_and_links_lead_to_its_page(
    knowledge: FakeKnowledge, tag: str, written: str
) -> None:
    reply = await shown(ActionBrowse(knowledge), tag=tag)

    # what is rendered in Traditional is written in Simplified
    assert reply.choices[0].title == f"Home, {written}"
    assert reply.text.rstrip().endswith(f"/guide/{tag}/")
