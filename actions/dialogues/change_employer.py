"""A new employer: what comes in which order, and what must not be done before."""

from datetime import date

from actions.dialogues.dialogue import Dialogue, Outcome, Question, Say, Told

CANCELLED = "old_permit_cancelled"


class ChangeEmployer(Dialogue):
    """Whether the old work permit is cancelled."""

    name = "change_employer"
    questions = (
        Question(
            slot=CANCELLED,
            values=("yes", "no", "refused"),
            reads={("intent", "affirm"): "yes", ("intent", "deny"): "no"},
        ),
    )
    entries = frozenset({"work.permit-change-employer", "exit-entry.residence-permit-change", "work.permit-cancel"})

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return the next step."""
        return Outcome(
            says=(Say(response=f"utter_employer_{told[CANCELLED]}"), Say(response="utter_employer_both_permits")),
            entry="work.permit-change-employer",
        )
