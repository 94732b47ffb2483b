"""What is near a place."""

from actions.nearest_point import POINTS, ActionNearestPoint
from bot.core.replies import Text
from knowledge.calibration import Decision
from tests.actions.conversations import outcome, said, slots, tracker
from tests.actions.fake_knowledge import FakeKnowledge

PLACE = (("latitude", "31.3"), ("longitude", "120.7"))


async def test_where_no_place_is_known_the_way_that_works_is_named(knowledge: FakeKnowledge) -> None:
    done = await outcome(ActionNearestPoint(knowledge), tracker(said("", "nearest_point", PLACE)))

    assert done.replies == [knowledge.answer(POINTS, "en")]


async def test_the_nearest_are_offered_with_their_distance(knowledge: FakeKnowledge) -> None:
    knowledge.places = {knowledge.entries[0]: 0.456, knowledge.entries[1]: 12.0}
    known = tracker(*slots({"language_tag": "en"}), said("", "nearest_point", PLACE))

    [reply] = (await outcome(ActionNearestPoint(knowledge), known)).replies

    assert isinstance(reply, Text)
    assert [one.title for one in reply.choices] == [
        f"{knowledge.entries[0]} in en (0.5 km)",
        f"{knowledge.entries[1]} in en (12.0 km)",
    ]
    assert reply.choices[0].payload == f'/ask_service{{"entry": "{knowledge.entries[0]}"}}'


async def test_words_are_no_place_but_may_be_a_question_about_an_entry(knowledge: FakeKnowledge) -> None:
    knowledge.places = {knowledge.entries[0]: 1.0}

    asked = await outcome(ActionNearestPoint(knowledge), tracker(said("police near me", "nearest_point")))
    assert asked.replies == [knowledge.answer(POINTS, "en")]

    knowledge.finds(Decision.ANSWER, knowledge.entries[1])
    found = await outcome(ActionNearestPoint(knowledge), tracker(said("bank near me", "nearest_point", confidence=0.6)))
    assert found.replies == [knowledge.answer(knowledge.entries[1], "en")]


async def test_a_place_that_is_not_on_earth_is_none(knowledge: FakeKnowledge) -> None:
    knowledge.places = {knowledge.entries[0]: 1.0}
    strange = (("latitude", "95"), ("longitude", "abc"))

    done = await outcome(ActionNearestPoint(knowledge), tracker(said("", "nearest_point", strange)))

    assert done.replies == [knowledge.answer(POINTS, "en")]


async def test_a_centre_without_words_on_points_asks_to_put_it_differently() -> None:
    knowledge = FakeKnowledge(entries=())

    done = await outcome(ActionNearestPoint(knowledge), tracker(said("", "nearest_point", PLACE)))

    assert done.responses == ["utter_not_understood"]
