"""A passport that is lost, stolen or damaged, with whatever was in it."""

from datetime import date

from actions.dialogues.dialogue import Dialogue, Outcome, Question, Say, Told

LOSS, CONTENT = "passport_loss", "passport_content"
LOST, DAMAGED = "lost", "damaged"


class LostPassport(Dialogue):
    """What happened to it, and which paper of China was in it."""

    name = "lost_passport"
    questions = (
        Question(
            slot=LOSS,
            values=(LOST, DAMAGED),
            reads={("damage", "lost"): LOST, ("damage", "stolen"): LOST, ("damage", "damaged"): DAMAGED},
        ),
        Question(
            slot=CONTENT,
            values=("residence_permit", "visa", "visa_free"),
            reads={
                ("document", "residence_permit"): "residence_permit",
                ("document", "visa"): "visa",
                ("document", "visa_free"): "visa_free",
            },
        ),
    )
    entries = frozenset({"exit-entry.lost-passport", "exit-entry.residence-permit-reissue", "exit-entry.visa-reissue"})

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return the order of the steps, and how the permit or visa is got again."""
        content = told[CONTENT]
        first = Say(response=f"utter_passport_{told[LOSS]}")
        again = Say(response=f"utter_passport_had_{content}")
        reissue = {"residence_permit": "exit-entry.residence-permit-reissue", "visa": "exit-entry.visa-reissue"}
        entry = "exit-entry.lost-passport" if told[LOSS] == LOST else reissue.get(content, "exit-entry.lost-passport")
        return Outcome(says=(first, again), entry=entry)
