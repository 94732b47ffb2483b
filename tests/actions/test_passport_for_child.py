"""The form "passport for my child": what it fills, what it leaves to others, and its end."""

from typing import Any

import pytest
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.child_passport import BIRTHPLACE, LOCATION, PARENTS, PASSPORT, QUESTIONS
from actions.dialogues.registry import ENDS, FORMS
from actions.passport_for_child import FORM
from bot.core.replies import Handoff, HandoffReason
from tests.actions.conversations import Entities, Outcome, loop, outcome, rejected, said, slots, tracker
from tests.actions.fake_knowledge import FakeKnowledge


async def validated(*events: dict[str, Any], asked: str | None = None, **values: Any) -> Outcome:
    """Return what the form does with the last message when `asked` was the question."""
    running = [loop(FORM), *slots({"requested_slot": asked})] if asked else []
    return await outcome(FORMS["passport_for_child"](), tracker(*slots(values), *running, *events))


def begun(done: Outcome) -> dict[str, Any]:
    """Return what the opening sets; answers of another child, and a dialogue that was left, are forgotten."""
    assert set(done.slots) >= {*QUESTIONS, "paused_dialogue"}
    return {name: value for name, value in done.slots.items() if value is not None}


def next_question(done: Outcome, known: dict[str, str]) -> str | None:
    """Return what is asked next; where the form leaves it to Rasa, that is the first slot without a value."""
    left = (name for name in QUESTIONS if {**known, **done.slots}.get(name) is None)
    return done.slots.get("requested_slot", next(left, None))


class TestOpening:
    async def test_the_first_question_is_about_the_parents(self) -> None:
        done = await validated(said("passport for my child", "passport_for_child"))

        assert begun(done) == {"failed_turns": 0, "requested_slot": PARENTS}

    async def test_what_the_opening_tells_is_not_asked(self) -> None:
        entities = [("person", "husband"), ("nationality", "DE"), ("nationality", "CN"), ("person", "child")]

        done = await validated(said("my husband is German, I am Chinese …", "passport_for_child", entities))

        assert begun(done) == {PARENTS: "one", "failed_turns": 0, "requested_slot": PASSPORT}

    async def test_a_nationality_alone_may_be_the_passports(self) -> None:
        done = await validated(said("German passport for my child", "passport_for_child", [("nationality", "DE")]))

        assert begun(done) == {"failed_turns": 0, "requested_slot": PARENTS}

    async def test_failures_of_before_do_not_count_in_the_dialogue(self) -> None:
        done = await validated(said("passport for my child", "passport_for_child"), failed_turns=1)

        assert done.slots["failed_turns"] == 0


class TestButtons:
    @pytest.mark.parametrize(
        ("asked", "value", "known", "following"),
        [
            (PARENTS, "both", {}, PASSPORT),
            (PASSPORT, "foreign", {PARENTS: "one"}, BIRTHPLACE),
            (PASSPORT, "foreign", {PARENTS: "neither"}, LOCATION),
            (PASSPORT, "chinese", {PARENTS: "both"}, LOCATION),
            (BIRTHPLACE, "abroad", {PARENTS: "both", PASSPORT: "none"}, LOCATION),
            (BIRTHPLACE, "china", {PARENTS: "both", PASSPORT: "none"}, None),
            (LOCATION, "china", {PARENTS: "both", PASSPORT: "chinese"}, None),
        ],
    )
    async def test_a_button_fills_its_slot_and_the_next_question_follows(
        self, asked: str, value: str, known: dict[str, str], following: str | None
    ) -> None:
        done = await validated(said("the caption", "inform", [(asked, value)]), asked=asked, **known)

        assert done.slots[asked] == value
        assert next_question(done, known) == following
        assert done.messages == []

    async def test_a_button_ends_a_run_of_failures(self) -> None:
        done = await validated(said("Both", "inform", [(PARENTS, "both")]), asked=PARENTS, failed_turns=1)

        assert done.slots["failed_turns"] == 0

    async def test_a_button_of_an_earlier_question_corrects_its_answer(self) -> None:
        done = await validated(
            said("Neither", "inform", [(PARENTS, "neither"), ("absence", "none")]),
            asked=PASSPORT,
            parents_citizenship="both",
        )

        assert done.slots[PARENTS] == "neither"

    async def test_a_value_that_is_none_is_not_taken(self) -> None:
        done = await validated(said("?", "inform", [(PARENTS, "perhaps")]), asked=PARENTS)

        assert done.slots[PARENTS] is None


class TestTypedAnswers:
    @pytest.mark.parametrize(
        ("asked", "intent", "entities", "known", "value"),
        [
            (PARENTS, "inform", [("quantity", "both")], {}, "both"),
            (PARENTS, "deny", [("absence", "none")], {}, "neither"),
            (PASSPORT, "inform", [("absence", "none")], {PARENTS: "both"}, "none"),
            (PASSPORT, "inform", [("nationality", "US")], {PARENTS: "both"}, "foreign"),
            (PASSPORT, "deny", [], {PARENTS: "both"}, "none"),
            (BIRTHPLACE, "inform", [("place", "here")], {PARENTS: "both", PASSPORT: "none"}, "china"),
            (LOCATION, "inform", [("nationality", "JP")], {PARENTS: "both", PASSPORT: "chinese"}, "abroad"),
            (PARENTS, "nlu_fallback", [("quantity", "one")], {}, "one"),
            (PARENTS, "ask_service", [("nationality", "CN")], {}, "both"),
            (LOCATION, "out_of_scope", [("place", "abroad")], {PARENTS: "both", PASSPORT: "chinese"}, "abroad"),
            (PASSPORT, "passport_for_child", [("nationality", "DE")], {PARENTS: "one"}, "foreign"),
        ],
    )
    async def test_words_fill_the_slot_that_was_asked_for(
        self, asked: str, intent: str, entities: Entities, known: dict[str, str], value: str
    ) -> None:
        done = await validated(said("…", intent, entities), asked=asked, failed_turns=1, **known)

        assert done.slots[asked] == value
        assert done.slots["failed_turns"] == 0

    @pytest.mark.parametrize("intent", ["inform", "affirm", "passport_for_child"])
    async def test_an_answer_that_says_nothing_is_asked_again(self, intent: str) -> None:
        done = await validated(said("hm", intent), asked=PARENTS)

        assert done.responses == ["utter_please_choose"]
        assert done.slots == {PARENTS: None, "failed_turns": 1, "requested_slot": PARENTS}

    async def test_the_second_time_the_form_ends_without_a_word(self) -> None:
        done = await validated(said("hm", "inform"), asked=PARENTS, failed_turns=1)

        assert done.responses == []
        assert done.slots == {PARENTS: None, "failed_turns": 2, "requested_slot": None}


class TestDigressions:
    @pytest.mark.parametrize(
        "intent",
        [
            "greet",
            "thanks",
            "help",
            "talk_to_human",
            "emergency",
            "change_language",
            "ask_service",
            "out_of_scope",
            "nlu_fallback",
        ],
    )
    async def test_a_matter_of_its_own_is_left_to_the_rules(self, intent: str) -> None:
        with pytest.raises(ActionExecutionRejection):
            await validated(said("something else", intent), asked=PARENTS)

    @pytest.mark.parametrize("intent", ["talk_to_human", "emergency", "change_language"])
    async def test_what_is_urgent_is_no_answer_although_it_could_be_read_as_one(self, intent: str) -> None:
        with pytest.raises(ActionExecutionRejection):
            await validated(said("help, in China", intent, [("nationality", "CN"), ("place", "here")]), asked=LOCATION)

    async def test_after_a_digression_the_question_comes_again(self) -> None:
        done = await validated(
            said("what does it cost", "ask_service", [("nationality", "CN")]),
            rejected(FORM),
            asked=PASSPORT,
            parents_citizenship="both",
        )

        assert done.slots == {"requested_slot": PASSPORT}
        assert done.messages == []

    async def test_a_digression_of_before_does_not_swallow_the_next_answer(self) -> None:
        done = await validated(
            said("what does it cost", "ask_service"),
            rejected(FORM),
            said("both", "inform", [("quantity", "both")]),
            asked=PARENTS,
        )

        assert done.slots[PARENTS] == "both"


CHILD = {PARENTS: "both", PASSPORT: "chinese", LOCATION: "china"}


class TestEnd:
    @pytest.mark.parametrize("tag", ["en", "zh-Hant"])
    async def test_the_case_is_told_then_its_entry_given(self, knowledge: FakeKnowledge, tag: str) -> None:
        state = tracker(*slots({**CHILD, "language_tag": tag}), said("In China", "inform"))

        done = await outcome(ENDS["passport_for_child"](knowledge), state)

        assert [one["response"] for one in done.messages] == ["utter_child_chinese_passport", None]
        assert done.replies == [knowledge.answer("exit-entry.child-chinese-passport", tag)]

    async def test_an_unfinished_dialogue_goes_to_staff(self, knowledge: FakeKnowledge) -> None:
        state = tracker(*slots({PARENTS: "both", "failed_turns": 2}), said("hm", "inform"), said("what", "inform"))

        done = await outcome(ENDS["passport_for_child"](knowledge), state)

        assert done.replies == [Handoff(reason=HandoffReason.NOT_UNDERSTOOD, summary="hm\nwhat")]
        assert done.responses == []

    @pytest.mark.parametrize("child", [CHILD, {PARENTS: "both", "failed_turns": 2}])
    async def test_the_child_is_forgotten(self, knowledge: FakeKnowledge, child: dict[str, Any]) -> None:
        done = await outcome(ENDS["passport_for_child"](knowledge), tracker(*slots(child), said("In China", "inform")))

        assert done.slots == {**dict.fromkeys(QUESTIONS), "failed_turns": 0}
