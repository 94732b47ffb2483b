"""A guide pack with its days, counted from the day of arrival."""

from datetime import date

from actions.dialogues.dialogue import Day, Dialogue, Outcome, Question, Told

PACK, ARRIVAL = "dated_pack", "arrival_date"


class PackDates(Dialogue):
    """Whose pack, and when they arrive; `actions.dialogues.registry` writes the list."""

    name = "pack_dates"
    questions = (
        Question(
            slot=PACK,
            values=("students", "talents", "families", "one-window"),
            reads={
                ("purpose", "study"): "students",
                ("purpose", "work"): "talents",
                ("purpose", "family"): "families",
                ("category", "A"): "one-window",
            },
        ),
        Day(slot=ARRIVAL),
    )

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return nothing to say beside the list."""
        return Outcome(says=())
