"""A passport that is lost, stolen or damaged, with whatever was in it."""

from datetime import date

from actions.dialogues.dialogue import Dialogue, Outcome, Question, Say, Told

LOSS, CONTENT = "passport_loss", "passport_content"
LOST, DAMAGED = "lost", "damaged"
RESIDENCE = "residence_permit"
_LOSS_ENTRY = "exit-entry.lost-passport"
#: How what was in the passport is got again.
_REISSUE = {RESIDENCE: "exit-entry.residence-permit-reissue", "visa": "exit-entry.visa-reissue"}


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
    entries = frozenset({_LOSS_ENTRY, *_REISSUE.values()})

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return the order of the steps, and how the permit or visa is got again."""
        content = told[CONTENT]
        says = [f"utter_passport_{told[LOSS]}", f"utter_passport_had_{content}"]
        if told[LOSS] == DAMAGED and content == RESIDENCE:
            says.append("utter_passport_ten_days")
        entry = _LOSS_ENTRY if told[LOSS] == LOST else _REISSUE.get(content, _LOSS_ENTRY)
        return Outcome(says=tuple(Say(response=one) for one in says), entry=entry)
