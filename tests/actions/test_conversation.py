"""What is said about the conversation itself, and how dialogues begin, end and are corrected."""

from typing import Any

import pytest
from rasa_sdk.events import ActionExecuted, BotUttered, EventType

from actions.conversation_help import ActionCentre, ActionMore, ActionPrivacy, ActionRepeat
from actions.dialogue_control import ActionResumeDialogue, ActionStopDialogue
from actions.dialogues.correcting import corrected_form
from actions.dialogues.opening import ActionOpenDialogue
from actions.dialogues.registry import ENDS, FORMS
from actions.feedback import ActionFeedback
from bot.core.replies import Answer, Choices, EntryLink, Handoff, Note, NoteKind, Reply, to_payload
from knowledge.calibration import Decision
from tests.actions.conversations import Outcome, loop, outcome, said, slots, tracker
from tests.actions.fake_knowledge import FakeKnowledge

EXTENSION = "exit-entry.visa-extension"
DATE = ("date", "2030-06-30")
PERMIT = {"permit_kind": "visa", "expiry_date": "2030-05-30"}


def told(reply: Reply) -> EventType:
    """Return the event of a reply."""
    return BotUttered(None, {"custom": to_payload(reply)})


def did(action: str) -> EventType:
    return ActionExecuted(action)


def answer(*related: str) -> Answer:
    links = tuple(EntryLink(entry=one, title=one) for one in related)
    return Answer(entry=EXTENSION, title="t", summary="s", verified_on="2026-11-22", as_of="2026-11", related=links)


class TestRepeatAndMore:
    async def test_the_replies_of_the_turn_before_come_again(self) -> None:
        state = tracker(said("visa"), told(answer()), BotUttered("What was in it?", {}), said("again?", "repeat"))

        done = await outcome(ActionRepeat(), state)

        assert [one["text"] for one in done.messages] == [None, "What was in it?"]
        assert done.replies == [answer()]

    async def test_there_is_nothing_to_say_again_at_the_beginning(self) -> None:
        assert (await outcome(ActionRepeat(), tracker(said("again?", "repeat")))).responses == [
            "utter_nothing_to_repeat"
        ]

    async def test_more_of_an_answer_is_what_goes_with_it(self, knowledge: FakeKnowledge) -> None:
        related = knowledge.entries[0]

        done = await outcome(ActionMore(knowledge), tracker(said("visa"), told(answer(related)), said("more", "more")))

        assert done.replies == [Choices(entries=(knowledge.link(related, "en"),))]

    async def test_more_of_a_choice_is_the_next_entries(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.CHOICES, *knowledge.entries[:5])
        state = tracker(said("papers"), told(Choices(entries=())), said("more", "more"))

        (reply,) = (await outcome(ActionMore(knowledge), state)).replies

        assert isinstance(reply, Choices)
        assert [one.entry for one in reply.entries] == list(knowledge.entries[3:5])
        assert knowledge.searched == [("papers", "en")]

    async def test_an_answer_after_a_choice_is_what_more_is_about(self, knowledge: FakeKnowledge) -> None:
        related = knowledge.entries[0]
        state = tracker(
            said("papers"), told(Choices(entries=())), said("visa"), told(answer(related)), said("more", "more")
        )

        done = await outcome(ActionMore(knowledge), state)

        assert done.replies == [Choices(entries=(knowledge.link(related, "en"),))]

    async def test_where_there_is_no_more_it_says_so(self, knowledge: FakeKnowledge) -> None:
        assert (await outcome(ActionMore(knowledge), tracker(said("more", "more")))).responses == ["utter_nothing_more"]


class TestFeedback:
    async def rated(self, knowledge: FakeKnowledge, *entities: tuple[str, str], text: str = "") -> Outcome:
        state = tracker(said("visa"), told(answer()), said(text, "feedback", entities))
        return await outcome(ActionFeedback(knowledge), state)

    async def test_praise_is_thanked_for(self, knowledge: FakeKnowledge) -> None:
        done = await self.rated(knowledge, ("rating", "up"))

        assert (done.responses, done.replies) == (["utter_feedback_up"], [])

    async def test_a_thumb_down_is_kept_with_its_entry_and_asks_for_the_reason(self, knowledge: FakeKnowledge) -> None:
        done = await self.rated(knowledge, ("rating", "down"), ("entry", "life.bank-account"))

        (note,) = done.replies
        assert isinstance(note, Note)
        assert (note.kind, note.entry) == (NoteKind.FEEDBACK, "life.bank-account")
        assert note.text.startswith("visa")
        assert done.responses == ["utter_feedback_down"]

    async def test_what_is_typed_is_kept_with_the_last_entry(self, knowledge: FakeKnowledge) -> None:
        done = await self.rated(knowledge, text="the fee is wrong")

        (note,) = done.replies
        assert isinstance(note, Note)
        assert note.entry == EXTENSION
        assert note.text == "visa\nthe fee is wrong"

    async def test_a_question_that_only_sounds_like_feedback_is_answered(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, EXTENSION)
        state = tracker(said("is the old visa wrong then", "feedback", confidence=0.5))

        assert (await outcome(ActionFeedback(knowledge), state)).replies == [knowledge.answer(EXTENSION, "en")]


class TestPrivacyAndCentre:
    async def test_only_the_button_passes_on_the_wish(self, knowledge: FakeKnowledge) -> None:
        asked = await outcome(ActionPrivacy(knowledge), tracker(said("delete my data", "privacy")))
        pressed = await outcome(
            ActionPrivacy(knowledge), tracker(said("Delete", "privacy", [("privacy_wish", "delete")], confidence=1.0))
        )

        assert (asked.responses, asked.replies) == (["utter_privacy"], [])
        assert [one.kind for one in pressed.replies if isinstance(one, Note)] == [NoteKind.DELETION]

    async def test_a_centre_of_which_nothing_is_written_asks_to_put_it_differently(
        self, knowledge: FakeKnowledge
    ) -> None:
        assert (await outcome(ActionCentre(knowledge), tracker(said("where are you", "centre_hours")))).responses == [
            "utter_not_understood"
        ]


class TestOpening:
    async def opened(self, knowledge: FakeKnowledge, *events: EventType) -> Outcome:
        return await outcome(ActionOpenDialogue(knowledge), tracker(*events))

    async def test_what_is_surely_asked_is_answered_before_the_first_question(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, EXTENSION)

        done = await self.opened(knowledge, said("my visa ends soon", "expiring_permit"))

        assert done.replies == [knowledge.answer(EXTENSION, "en")]
        assert done.followup == "expiring_permit_form"
        assert len(knowledge.searched) == 1

    async def test_a_child_s_passport_is_never_answered_before_its_nationality_is_known(
        self, knowledge: FakeKnowledge
    ) -> None:
        knowledge.finds(Decision.ANSWER, "exit-entry.child-chinese-passport")

        done = await self.opened(knowledge, said("passport for my child", "passport_for_child"))

        assert (done.messages, done.followup) == ([], "passport_for_child_form")

    async def test_another_matter_that_the_search_is_sure_of_is_answered_instead(
        self, knowledge: FakeKnowledge
    ) -> None:
        knowledge.finds(Decision.ANSWER, knowledge.entries[0])

        done = await self.opened(knowledge, said("I lost it, visa ends", "expiring_permit", confidence=0.6))

        assert (done.replies, done.followup) == ([knowledge.answer(knowledge.entries[0], "en")], None)

    async def test_who_names_paper_and_day_means_the_dialogue(self, knowledge: FakeKnowledge) -> None:
        knowledge.finds(Decision.ANSWER, knowledge.entries[0])
        message = said("visa, 30 June", "expiring_permit", [("document", "visa"), DATE], confidence=0.6)

        done = await self.opened(knowledge, message)

        assert (done.replies, done.followup) == ([], "expiring_permit_form")


class TestAfterTheEnd:
    def ended(self, *entities: tuple[str, str], intent: str = "deny", text: str = "no, sorry") -> Any:
        return tracker(
            *slots(PERMIT), said("my visa ends", "expiring_permit"), did("action_expiring_permit"),
            said(text, intent, entities),
        )  # fmt: skip

    async def test_an_answer_may_be_changed(self) -> None:
        state = self.ended(DATE)

        assert corrected_form(state) == "expiring_permit_form"
        done = await outcome(FORMS["expiring_permit"](), state)
        assert {**PERMIT, **done.slots}["permit_kind"] == "visa"
        assert done.slots["expiry_date"] == "2030-06-30"

    async def test_words_that_change_nothing_are_no_correction(self) -> None:
        assert corrected_form(self.ended()) is None
        assert corrected_form(self.ended(("date", PERMIT["expiry_date"]))) is None
        assert corrected_form(self.ended(DATE, intent="emergency")) is None

    async def test_asking_again_without_an_answer_begins_anew(self) -> None:
        state = self.ended(intent="expiring_permit", text="and my husband's?")

        done = await outcome(FORMS["expiring_permit"](), state)

        assert (done.slots["permit_kind"], done.slots["expiry_date"]) == (None, None)

    async def test_what_was_left_for_the_staff_is_forgotten_and_not_left_twice(self, knowledge: FakeKnowledge) -> None:
        left = slots({"note_text": "open on Sundays", "note_contact": "anna@example.org"})

        done = await outcome(ENDS["suggestion"](knowledge), tracker(*left, said("anna@example.org", "inform")))

        assert [one.text for one in done.replies if isinstance(one, Note)] == ["open on Sundays"]
        assert (done.slots["note_text"], done.slots["note_contact"]) == (None, None)

    async def test_questions_that_were_given_up_go_to_staff(self, knowledge: FakeKnowledge) -> None:
        done = await outcome(ENDS["newborn"](knowledge), tracker(said("hm", "inform")))

        assert [type(one) for one in done.replies] == [Handoff]


class TestLeaving:
    async def test_a_dialogue_that_is_left_can_be_taken_up_again(self) -> None:
        running = [loop("newborn_form"), *slots({"newborn_parents": "neither"})]

        left = await outcome(ActionStopDialogue(), tracker(*running, said("stop", "stop_dialogue")))
        again = await outcome(
            ActionResumeDialogue(),
            tracker(*slots({"paused_dialogue": "newborn_form"}), said("go on", "resume_dialogue")),
        )
        taken_up = await outcome(
            FORMS["newborn"](), tracker(*slots({"newborn_parents": "neither"}), said("go on", "resume_dialogue"))
        )

        assert (left.responses, left.slots["paused_dialogue"]) == (["utter_stopped"], "newborn_form")
        assert again.followup == "newborn_form"
        assert "newborn_parents" not in taken_up.slots
        # Rasa asks for the first slot without a value
        assert "birth_date" not in taken_up.slots

    @pytest.mark.parametrize(
        ("action", "response"),
        [(ActionStopDialogue, "utter_nothing_to_stop"), (ActionResumeDialogue, "utter_nothing_to_resume")],
    )
    async def test_where_nothing_runs_it_says_so(self, action: Any, response: str) -> None:
        assert (await outcome(action(), tracker(said("…", "stop_dialogue")))).responses == [response]
