"""Work permit and residence permit at one window: for category A and their family."""

from datetime import date

from actions.dialogues.dialogue import Dialogue, Outcome, Question, Say, Told

CATEGORY = "talent_category"


class OneWindow(Dialogue):
    """Which category; who does not know may count the points."""

    name = "one_window"
    questions = (
        Question(
            slot=CATEGORY,
            values=("a", "b", "c", "unknown"),
            reads={
                ("category", "A"): "a",
                ("category", "B"): "b",
                ("category", "C"): "c",
                ("visa_class", "R"): "a",
                ("intent", "deny"): "unknown",
            },
        ),
    )
    entries = frozenset({"exit-entry.one-window"})

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return the way at one window, the way step by step, or the points."""
        category = told[CATEGORY]
        if category == "a":
            return Outcome(says=(Say(response="utter_one_window_a"),), entry="exit-entry.one-window")
        if category == "unknown":
            return Outcome(says=(Say(response="utter_one_window_unknown"),), then="work_permit_category_form")
        return Outcome(says=(Say(response="utter_one_window_other"),), entry="exit-entry.residence-permit-work")
