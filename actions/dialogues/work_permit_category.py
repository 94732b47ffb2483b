"""Category A, B or C of a work permit by the points of the national interim table (外专发〔2017〕40号).

The provincial bonus of 0 to 10 points is not counted: who gets how many, no source tells.
"""

from collections.abc import Mapping
from datetime import date

from actions.dialogues.dialogue import Dialogue, Number, Outcome, Question, Say, Told

#: Question -> answer -> points. The place counts nothing in Suzhou.
POINTS: Mapping[str, Mapping[str, int]] = {
    "points_education": {"doctor": 20, "master": 15, "bachelor": 10, "less": 0},
    "points_salary": {"45": 20, "35": 17, "25": 14, "15": 11, "7": 8, "5": 5, "0": 0},
    "points_months": {"9": 15, "6": 10, "3": 5, "0": 0},
    "points_chinese": {"5": 5, "4": 4, "3": 3, "2": 2, "1": 1, "0": 0},
    "points_age": {"18": 10, "26": 15, "46": 10, "56": 5, "over": 0},
    "points_bonus": {"yes": 5, "no": 0},
}
A_FROM, B_FROM = 85, 60
EXPERIENCE = "points_experience"
#: Degree and years that make a category B without points.
_DEGREES = frozenset({"doctor", "master", "bachelor"})
_YEARS = 2


def points_of_experience(years: int) -> int:
    """Return the points of relevant work: 5 for the first two years and one for each further, 20 at most."""
    return min(20, 5 + years - _YEARS) if years >= _YEARS else 0


class WorkPermitCategory(Dialogue):
    """Asks for each row of the table."""

    name = "work_permit_category"
    questions = (
        *(Question(slot=slot, values=tuple(answers)) for slot, answers in POINTS.items()),
        Number(slot=EXPERIENCE),
    )
    entries = frozenset({"work.categories-points"})

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return the sum, the category that it makes, and what is missing to the next."""
        years = int(told[EXPERIENCE])
        total = sum(answers[told[slot]] for slot, answers in POINTS.items()) + points_of_experience(years)
        # category B usually ends at 60; beyond it is decided case by case
        direct = told["points_education"] in _DEGREES and years >= _YEARS and told["points_age"] != "over"
        says = [Say(response="utter_points_sum", values={"points": total})]
        if total >= A_FROM:
            says.append(Say(response="utter_points_a"))
        else:
            says.append(Say(response="utter_points_missing_a", values={"missing": A_FROM - total}))
            if total >= B_FROM:
                says.append(Say(response="utter_points_b"))
            elif direct:
                says.append(Say(response="utter_points_b_direct"))
            else:
                says.append(Say(response="utter_points_missing_b", values={"missing": B_FROM - total}))
        return Outcome(says=(*says, Say(response="utter_points_decides")), entry="work.categories-points")
