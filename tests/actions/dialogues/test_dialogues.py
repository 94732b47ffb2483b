"""What follows from the answers of each dialogue."""

from datetime import date, timedelta

import pytest

from actions.dialogues.change_employer import ChangeEmployer
from actions.dialogues.dialogue import Contact, Day, Number, Outcome, Said
from actions.dialogues.expiring_permit import ExpiringPermit
from actions.dialogues.leave_note import CallBack, Complaint, Suggestion, Volunteer
from actions.dialogues.lost_passport import LostPassport
from actions.dialogues.newborn import Newborn
from actions.dialogues.one_window import OneWindow
from actions.dialogues.part_time_work import PartTimeWork
from actions.dialogues.which_permit import WhichPermit
from actions.dialogues.work_permit_category import WorkPermitCategory, points_of_experience
from bot.core.replies import NoteKind

TODAY = date(2026, 11, 26)


def responses(outcome: Outcome) -> list[str]:
    return [one.response for one in outcome.says]


class TestExpiringPermit:
    @pytest.mark.parametrize(
        ("kind", "left", "response", "entry"),
        [
            ("residence_permit", 40, "utter_residence_permit_in_time", "exit-entry.residence-permit-extension"),
            ("residence_permit", 30, "utter_residence_permit_in_time", "exit-entry.residence-permit-extension"),
            ("residence_permit", 29, "utter_residence_permit_late", "exit-entry.residence-permit-extension"),
            ("residence_permit", 0, "utter_residence_permit_late", "exit-entry.residence-permit-extension"),
            ("residence_permit", -1, "utter_residence_permit_ended", "exit-entry.penalties"),
            ("visa", 7, "utter_visa_in_time", "exit-entry.visa-extension"),
            ("visa", 6, "utter_visa_late", "exit-entry.visa-extension"),
            ("visa", -3, "utter_visa_ended", "exit-entry.penalties"),
            ("visa_free", 0, "utter_visa_free_in_time", "exit-entry.stay-permit"),
            ("visa_free", -1, "utter_visa_free_ended", "exit-entry.penalties"),
            ("work_permit", 31, "utter_work_permit_in_time", "work.permit-extension"),
            ("work_permit", 12, "utter_work_permit_late", "work.permit-extension"),
            ("work_permit", -5, "utter_work_permit_ended", "work.permit-extension"),
        ],
    )
    def test_the_days_before_the_end_decide(self, kind: str, left: int, response: str, entry: str) -> None:
        expiry = TODAY + timedelta(days=left)

        outcome = ExpiringPermit().close({"permit_kind": kind, "expiry_date": expiry.isoformat()}, TODAY)

        assert (responses(outcome), outcome.entry) == ([response], entry)

    def test_the_last_day_to_apply_is_30_days_before_for_residence_and_7_for_a_visa(self) -> None:
        told = {"expiry_date": "2027-02-01"}

        residence = ExpiringPermit().close({**told, "permit_kind": "residence_permit"}, TODAY).says[0].values
        visa = ExpiringPermit().close({**told, "permit_kind": "visa"}, TODAY).says[0].values
        work = ExpiringPermit().close({**told, "permit_kind": "work_permit"}, TODAY).says[0].values

        assert residence["by"] == date(2027, 1, 2)
        assert visa["by"] == date(2027, 1, 25)
        assert (work["start"], work["by"]) == (date(2026, 11, 3), date(2027, 1, 2))

    def test_the_opening_may_tell_everything(self) -> None:
        said = Said(entities=(("document", "visa"), ("date", "2026-12-04")))

        assert ExpiringPermit().read_opening(said) == {"permit_kind": "visa", "expiry_date": "2026-12-04"}

    def test_a_correction_changes_what_was_said_before(self) -> None:
        said = Said(intent="deny", entities=(("document", "residence_permit"),))

        changed = ExpiringPermit().read_corrections("expiry_date", {"permit_kind": "visa"}, said)

        assert changed == {"permit_kind": "residence_permit"}


class TestNewborn:
    @pytest.mark.parametrize(
        ("birth", "response"),
        [
            ("2026-11-20", "utter_newborn_in_time"),
            ("2026-09-28", "utter_newborn_in_time"),
            ("2026-09-27", "utter_newborn_late"),
            ("2027-01-10", "utter_newborn_expected"),
        ],
    )
    def test_the_birth_is_reported_within_60_days(self, birth: str, response: str) -> None:
        outcome = Newborn().close({"newborn_parents": "neither", "birth_date": birth}, TODAY)

        assert responses(outcome) == [response]
        assert outcome.says[0].values["by"] == date.fromisoformat(birth) + timedelta(days=59)

    @pytest.mark.parametrize("parents", ["one", "both"])
    def test_a_child_of_a_chinese_parent_is_asked_for_no_day(self, parents: str) -> None:
        assert Newborn().needed({"newborn_parents": parents}) == ("newborn_parents",)
        assert Newborn().close({"newborn_parents": parents}, TODAY).entry == "exit-entry.child-nationality"


class TestPoints:
    @pytest.mark.parametrize(("years", "points"), [(0, 0), (1, 0), (2, 5), (3, 6), (17, 20), (40, 20)])
    def test_experience_counts_from_two_years_up_to_20_points(self, years: int, points: int) -> None:
        assert points_of_experience(years) == points

    @pytest.mark.parametrize(
        ("answers", "points", "verdict"),
        [
            # 20 + 20 + 20 + 15 + 5 + 15 + 5
            (("doctor", "45", "9", "5", "26", "yes", "17"), 100, ["utter_points_a"]),
            # 15 + 20 + 15 + 0 + 15 + 0 + 8
            (("master", "45", "9", "0", "26", "no", "5"), 73, ["utter_points_missing_a", "utter_points_b"]),
            # 10 + 8 + 15 + 0 + 15 + 0 + 5
            (("bachelor", "7", "9", "0", "26", "no", "2"), 53, ["utter_points_missing_a", "utter_points_b_direct"]),
            # 10 + 8 + 15 + 0 + 0 + 0 + 5: beyond 60 a degree and two years are not enough
            (
                ("bachelor", "7", "9", "0", "over", "no", "2"),
                38,
                ["utter_points_missing_a", "utter_points_missing_b"],
            ),
            # 0 + 8 + 15 + 0 + 15 + 0 + 5
            (("less", "7", "9", "0", "26", "no", "2"), 43, ["utter_points_missing_a", "utter_points_missing_b"]),
        ],
    )
    def test_the_sum_is_that_of_the_national_table(
        self, answers: tuple[str, ...], points: int, verdict: list[str]
    ) -> None:
        slots = ("education", "salary", "months", "chinese", "age", "bonus", "experience")
        told = {f"points_{slot}": answer for slot, answer in zip(slots, answers, strict=True)}

        outcome = WorkPermitCategory().close(told, TODAY)

        assert outcome.says[0].values == {"points": points}
        assert responses(outcome)[1:-1] == verdict
        assert responses(outcome)[-1] == "utter_points_decides"
        missing = [one.values["missing"] for one in outcome.says if "missing" in one.values]
        assert missing == [border - points for border in (85, 60)[: len(missing)]]


class TestOthers:
    @pytest.mark.parametrize(
        ("told", "response", "entry"),
        [
            ({"stay_purpose": "work"}, "utter_permit_work", "exit-entry.residence-permit-work"),
            (
                {"stay_purpose": "study", "stay_length": "long"},
                "utter_permit_study",
                "exit-entry.residence-permit-study",
            ),
            (
                {"stay_purpose": "study", "stay_length": "short"},
                "utter_permit_study_short",
                "exit-entry.visa-extension",
            ),
            (
                {"stay_purpose": "family_of_chinese", "stay_length": "long"},
                "utter_permit_family_of_chinese",
                "exit-entry.residence-permit-reunion",
            ),
        ],
    )
    def test_purpose_and_length_decide_the_permit(self, told: dict[str, str], response: str, entry: str) -> None:
        outcome = WhichPermit().close(told, TODAY)

        assert set(WhichPermit().needed(told)) == set(told)
        assert (responses(outcome), outcome.entry) == ([response], entry)

    def test_a_lost_passport_is_reported_first_and_then_what_was_in_it_issued_again(self) -> None:
        outcome = LostPassport().close({"passport_loss": "lost", "passport_content": "visa"}, TODAY)

        assert responses(outcome) == ["utter_passport_lost", "utter_passport_had_visa"]
        assert outcome.entry == "exit-entry.lost-passport"

    @pytest.mark.parametrize(
        ("content", "entry", "ten_days"),
        [
            ("residence_permit", "exit-entry.residence-permit-reissue", True),
            ("visa", "exit-entry.visa-reissue", False),
            ("visa_free", "exit-entry.lost-passport", False),
        ],
    )
    def test_a_residence_permit_is_to_be_changed_within_ten_days_of_a_new_passport(
        self, content: str, entry: str, ten_days: bool
    ) -> None:
        outcome = LostPassport().close({"passport_loss": "damaged", "passport_content": content}, TODAY)

        assert ("utter_passport_ten_days" in responses(outcome), outcome.entry) == (ten_days, entry)

    def test_who_does_not_know_the_category_counts_points(self) -> None:
        assert OneWindow().close({"talent_category": "unknown"}, TODAY).then == "work_permit_category_form"
        assert OneWindow().close({"talent_category": "a"}, TODAY).entry == "exit-entry.one-window"

    @pytest.mark.parametrize("cancelled", ["yes", "no", "refused"])
    def test_no_work_before_both_permits(self, cancelled: str) -> None:
        outcome = ChangeEmployer().close({"old_permit_cancelled": cancelled}, TODAY)

        assert responses(outcome) == [f"utter_employer_{cancelled}", "utter_employer_both_permits"]

    @pytest.mark.parametrize(
        ("told", "response"),
        [
            ({"student_status": "study_permit", "student_year": "yes"}, "utter_part_time_allowed"),
            ({"student_status": "study_permit", "student_year": "no"}, "utter_part_time_not_yet"),
            ({"student_status": "x2"}, "utter_part_time_not_allowed"),
        ],
    )
    def test_only_students_with_a_permit_for_a_year_may_work(self, told: dict[str, str], response: str) -> None:
        assert set(PartTimeWork().needed(told)) == set(told)
        assert responses(PartTimeWork().close(told, TODAY)) == [response]

    def test_a_family_members_visa_allows_no_work_and_the_entry_says_what_would(self) -> None:
        outcome = PartTimeWork().close({"student_status": "family"}, TODAY)

        assert (responses(outcome), outcome.entry) == ([], "work.family-members-working")


class TestNotes:
    def test_a_suggestion_is_kept_with_the_way_to_reply(self) -> None:
        outcome = Suggestion().close({"note_text": "open on Sundays", "note_contact": "anna@example.org"}, TODAY)

        assert outcome.note is not None
        assert (outcome.note.kind, outcome.note.text, outcome.note.contact) == (
            NoteKind.SUGGESTION,
            "open on Sundays",
            "anna@example.org",
        )

    def test_a_whole_story_need_not_be_told_twice(self) -> None:
        story = "The lady at window 3 shouted at me in front of everybody and threw my papers on the floor."

        assert Complaint().read_opening(Said(text=story)) == {"note_text": story}
        assert Complaint().read_opening(Said(text="I want to complain")) == {}
        assert Complaint().read_opening(Said(text="我昨天去窗口办居留许可，工作人员态度很差，还把材料扔回来")) != {}

    def test_who_only_reads_about_volunteering_leaves_no_note(self) -> None:
        assert Volunteer().close({"note_contact": "none"}, TODAY).note is None

    def test_a_number_in_the_first_message_is_taken(self) -> None:
        assert CallBack().read_opening(Said(text="call me at 138 1234 5678 after six")) == {
            "note_contact": "call me at 138 1234 5678 after six"
        }


class TestQuestions:
    @pytest.mark.parametrize(
        "text",
        ["13812345678", "+81 90 1234 5678", "write to anna@example.org", "my wechat: anna_suzhou88", "微信 kim_2024"],
    )
    def test_a_way_to_be_reached_is_recognised(self, text: str) -> None:
        assert Contact(slot="c").read(Said(text=text)) == text

    @pytest.mark.parametrize("text", ["", "please", "tomorrow morning", "12", "why do you need that?"])
    def test_other_words_are_none(self, text: str) -> None:
        assert Contact(slot="c").read(Said(text=text)) is None

    def test_of_two_days_or_numbers_none_is_certain(self) -> None:
        assert Day(slot="d").read(Said(entities=(("date", "2026-12-01"), ("date", "2026-12-02")))) is None
        assert Number(slot="n").read(Said(text="5 or 6 years")) is None
        assert Number(slot="n").read(Said(text="about ５ years")) == "5"
