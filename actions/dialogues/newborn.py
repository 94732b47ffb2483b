"""A child born in China: which way its papers go, and by when its birth is to be reported.

Exit and Entry Administration Law (2012), Art. 40: within 60 days. Nationality Law, Art. 4-5.
"""

from datetime import date, timedelta

from actions.dialogues.dialogue import Day, Dialogue, Outcome, Question, Say, Told

PARENTS, BIRTH = "newborn_parents", "birth_date"
#: Whether the day of birth counts as one of the 60, no source tells; so the earlier day is named.
REPORT_WITHIN = timedelta(days=59)


class Newborn(Dialogue):
    """Whether a parent is Chinese and, when none is, the day of birth."""

    name = "newborn"
    questions = (
        Question(
            slot=PARENTS,
            values=("neither", "one", "both"),
            reads={
                ("quantity", "neither"): "neither",
                ("intent", "deny"): "neither",
            },
        ),
        Day(slot=BIRTH),
    )
    entries = frozenset(
        {"exit-entry.newborn-foreign", "exit-entry.child-nationality", "civil.birth-certificate-and-registration"}
    )

    def needed(self, told: Told) -> tuple[str, ...]:
        """Return both questions for foreign parents; a Chinese child has no 60 days."""
        return (PARENTS,) if told.get(PARENTS) in {"one", "both"} else (PARENTS, BIRTH)

    def close(self, told: Told, today: date) -> Outcome:
        """Return the last day to report the birth, or whom to ask about a Chinese child."""
        if told[PARENTS] != "neither":
            return Outcome(says=(Say(response="utter_newborn_chinese"),), entry="exit-entry.child-nationality")
        birth = date.fromisoformat(told[BIRTH])
        by = birth + REPORT_WITHIN
        if birth > today:
            response = "utter_newborn_expected"
        else:
            response = "utter_newborn_in_time" if today <= by else "utter_newborn_late"
        return Outcome(
            says=(Say(response=response, values={"birth": birth, "by": by}),), entry="exit-entry.newborn-foreign"
        )
