"""A student who wants to work beside the studies or do an internship, or a family member who wants to work at all."""

from datetime import date

from actions.dialogues.dialogue import Dialogue, Outcome, Question, Say, Told

STATUS, YEAR = "student_status", "student_year"


class PartTimeWork(Dialogue):
    """Which permit, and how long at the university."""

    name = "part_time_work"
    questions = (
        Question(
            slot=STATUS,
            values=("study_permit", "x2", "family", "other"),
            reads={
                ("visa_class", "X1"): "study_permit",
                ("visa_class", "X2"): "x2",
                ("visa_class", "L"): "other",
                ("visa_class", "M"): "other",
                ("visa_class", "F"): "other",
                ("visa_class", "S1"): "family",
                ("visa_class", "S2"): "family",
                ("visa_class", "Q1"): "family",
                ("visa_class", "Q2"): "family",
                ("purpose", "family"): "family",
            },
        ),
        Question(
            slot=YEAR,
            values=("yes", "no"),
            # a number of years may be that of the permit, and the age is asked for as well
            reads={("intent", "affirm"): "yes", ("intent", "deny"): "no"},
        ),
    )
    entries = frozenset({"exit-entry.student-work-study", "work.illegal-employment", "work.family-members-working"})

    def needed(self, told: Told) -> tuple[str, ...]:
        """Return the permit, and the year at the university where the permit may allow it."""
        return (STATUS, YEAR) if told.get(STATUS, "study_permit") == "study_permit" else (STATUS,)

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return whether it is allowed and what to do before the first day."""
        if told[STATUS] == "family":
            return Outcome(says=(), entry="work.family-members-working")
        if told[STATUS] != "study_permit":
            response = "utter_part_time_not_allowed"
        else:
            response = "utter_part_time_allowed" if told[YEAR] == "yes" else "utter_part_time_not_yet"
        return Outcome(says=(Say(response=response),), entry="exit-entry.student-work-study")
