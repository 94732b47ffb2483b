"""Answers, choices, and what is done when there are none."""

from typing import Any

import pytest

from actions.answer_service import ActionAnswerService, ActionDecline, ActionNoneOfThese
from actions.passport_for_child import FORM
from bot.core.replies import Answer, Choices, Emergency, EntryLink, Handoff, HandoffReason
from knowledge.calibration import Decision
from tests.actions.conversations import Outcome, loop, outcome, said, slots, tracker
from tests.actions.fake_knowledge import FakeKnowledge

LOST, VISA = "exit-entry.lost-passport", "exit-entry.visa-extension"
CHINESE, FOREIGN = "exit-entry.child-chinese-passport", "exit-entry.child-foreign-passport"
QUESTION = "I lost my passport"


async def answered(knowledge: FakeKnowledge, *events: dict[str, Any]) -> Outcome:
    return await outcome(ActionAnswerService(knowledge), tracker(*events))


class TestSearch:
    @pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant", "en", "ja", "ko"])
    async def test_a_sure_find_is_answered_in_the_visitors_language(self, knowledge: FakeKnowledge, tag: str) -> None:
        knowledge.finds(Decision.ANSWER, LOST, VISA)

        done = await answered(knowledge, *slots({"language_tag": tag}), said(QUESTION))

        assert done.replies == [knowledge.answer(LOST, tag)]
        assert knowledge.searched == [(QUESTION, tag)]

    @pytest.mark.parametrize("tag", [None, "tlh"])
    async def test_without_a_language_the_fallback_is_used(self, knowledge: FakeKnowledge, tag: str | None) -> None:
        await answered(knowledge, *slots({"language_tag": tag}), said(QUESTION))

        assert knowledge.searched == [(QUESTION, "en")]

    async def test_an_unsure_find_is_offered(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.CHOICES, LOST, VISA)

        done = await answered(knowledge, said(QUESTION))

        assert done.replies == [
            Choices(entries=tuple(EntryLink(entry=one, title=f"title of {one}") for one in (LOST, VISA)))
        ]

    @pytest.mark.parametrize("decision", [Decision.ANSWER, Decision.CHOICES])
    async def test_a_find_ends_a_run_of_failures(self, knowledge: FakeKnowledge, decision: Decision) -> None:
        knowledge.finds(decision, LOST)

        done = await answered(knowledge, *slots({"failed_turns": 1}), said(QUESTION))

        assert done.slots == {"failed_turns": 0}

    @pytest.mark.parametrize(("decision", "share"), [(Decision.ANSWER, 0.0), (Decision.CHOICES, 0.2)])
    async def test_danger_is_an_alarm_however_it_was_understood(
        self, knowledge: FakeKnowledge, decision: Decision, share: float
    ) -> None:
        knowledge.finds(decision, "emergency", LOST)

        done = await answered(knowledge, said("somebody is at my door with a knife", ranking=[("emergency", share)]))

        assert [type(one) for one in done.replies] == [Emergency, Handoff]

    async def test_a_chance_resemblance_to_the_emergency_numbers_is_no_alarm(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.CHOICES, "emergency", LOST)

        done = await answered(knowledge, said("hmm hmm hmm", ranking=[("emergency", 0.02)]))

        assert [type(one) for one in done.replies] == [Choices]

    async def test_a_question_that_nationality_decides_starts_the_dialogue(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, CHINESE)

        done = await answered(knowledge, said("papers for our baby", entities=[("person", "child")]))

        assert (done.followup, done.messages) == (FORM, [])

    async def test_a_question_that_names_the_nationality_is_answered(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, CHINESE)

        done = await answered(knowledge, said("Chinese passport for our baby", entities=[("nationality", "CN")]))

        assert [one.entry for one in done.replies if isinstance(one, Answer)] == [CHINESE]

    async def test_a_running_dialogue_is_not_started_again(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, FOREIGN)

        done = await answered(knowledge, loop(FORM), said("what does a passport cost"))

        assert done.followup is None
        assert len(done.replies) == 1


class TestNothingFound:
    async def test_the_first_time_it_asks_to_put_it_differently(self, knowledge: FakeKnowledge) -> None:
        done = await answered(knowledge, said("asdf"))

        assert (done.responses, done.slots) == (["utter_not_understood"], {"failed_turns": 1})

    async def test_the_second_time_in_a_row_staff_take_over(self, knowledge: FakeKnowledge) -> None:
        done = await answered(knowledge, said("asdf"), *slots({"failed_turns": 1}), said("asdf jkl"))

        assert done.replies == [Handoff(reason=HandoffReason.NOT_UNDERSTOOD, summary="asdf\nasdf jkl")]
        assert done.responses == []

    async def test_after_the_handoff_the_count_begins_anew(self, knowledge: FakeKnowledge) -> None:
        done = await answered(knowledge, *slots({"failed_turns": 1}), said("asdf"))

        assert done.slots == {"failed_turns": 0}

    async def test_likely_small_talk_is_answered_as_such(self, knowledge: FakeKnowledge) -> None:
        ranking = [("nlu_fallback", 0.5), ("thanks", 0.4)]

        done = await answered(knowledge, *slots({"failed_turns": 1}), said("thx", "nlu_fallback", ranking=ranking))

        assert (done.responses, done.replies) == (["utter_thanks"], [])

    @pytest.mark.parametrize("ranking", [[("thanks", 0.1)], [("ask_service", 0.4), ("thanks", 0.35)], []])
    async def test_unlikely_small_talk_is_not(self, knowledge: FakeKnowledge, ranking: list[tuple[str, float]]) -> None:
        done = await answered(knowledge, said("hm", "nlu_fallback", ranking=ranking))

        assert done.responses == ["utter_not_understood"]

    async def test_a_message_without_words_is_not_understood(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, LOST)

        done = await answered(knowledge, said("", "nlu_fallback"))

        assert done.responses == ["utter_not_understood"]


class TestButtons:
    async def test_the_entry_of_a_button_is_answered_without_a_search(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, LOST)

        done = await answered(knowledge, said("Visa extension", entities=[("entry", VISA)]))

        assert done.replies == [knowledge.answer(VISA, "en")]
        assert knowledge.searched == []

    async def test_an_entry_that_is_gone_is_searched_by_the_buttons_caption(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, LOST)

        done = await answered(knowledge, said("Lost passport", entities=[("entry", "exit-entry.gone")]))

        assert knowledge.searched == [("Lost passport", "en")]
        assert done.replies == [knowledge.answer(LOST, "en")]

    async def test_an_answered_button_ends_a_run_of_failures(self, knowledge: FakeKnowledge) -> None:
        done = await answered(
            knowledge, *slots({"failed_turns": 1}), said("Visa extension", entities=[("entry", VISA)])
        )

        assert done.slots == {"failed_turns": 0}


class TestPerson:
    async def test_who_most_likely_wants_a_person_is_not_answered_by_a_search(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.CHOICES, LOST, VISA)
        unsure = said("may i just explain it", "nlu_fallback", ranking=[("talk_to_human", 0.3), ("ask_service", 0.2)])

        assert (await answered(knowledge, unsure)).followup == "action_hand_over"


class TestDecline:
    async def test_what_is_not_the_centres_is_declined(self, knowledge: FakeKnowledge) -> None:
        done = await outcome(ActionDecline(knowledge), tracker(said("tell me a joke", "out_of_scope")))

        assert (done.responses, done.replies) == (["utter_out_of_scope"], [])

    async def test_an_unsure_find_does_not_outweigh_the_classifier(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.CHOICES, LOST, VISA)

        done = await outcome(ActionDecline(knowledge), tracker(said("tell me a joke", "out_of_scope")))

        assert done.responses == ["utter_out_of_scope"]

    async def test_a_sure_find_does(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, LOST)

        done = await outcome(ActionDecline(knowledge), tracker(said(QUESTION, "out_of_scope", confidence=0.6)))

        assert (done.responses, done.replies) == ([], [knowledge.answer(LOST, "en")])

    async def test_the_second_time_it_says_so_in_other_words_and_the_third_time_staff_take_over(
        self, knowledge: FakeKnowledge
    ) -> None:
        joke = said("tell me a joke", "out_of_scope")

        again = await outcome(ActionDecline(knowledge), tracker(*slots({"failed_turns": 1}), joke))
        third = await outcome(ActionDecline(knowledge), tracker(*slots({"failed_turns": 2}), joke))

        assert (again.responses, again.slots) == (["utter_out_of_scope_again"], {"failed_turns": 2})
        assert [type(one) for one in third.replies] == [Handoff]


class TestNoneOfThese:
    async def test_the_first_time_it_asks_to_put_it_differently(self) -> None:
        done = await outcome(ActionNoneOfThese(), tracker(said("None of these", "none_of_these")))

        assert (done.responses, done.slots) == (["utter_not_understood"], {"failed_turns": 1})

    async def test_the_second_time_in_a_row_staff_take_over(self) -> None:
        state = tracker(said(QUESTION), *slots({"failed_turns": 1}), said("None of these", "none_of_these"))

        done = await outcome(ActionNoneOfThese(), state)

        (handoff,) = done.replies
        assert isinstance(handoff, Handoff)
        assert handoff.reason is HandoffReason.NOT_UNDERSTOOD
        assert QUESTION in handoff.summary
