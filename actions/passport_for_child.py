"""The dialogue "passport for my child", over the cases of `actions.child_passport`."""

from datetime import date

from actions import child_passport
from actions.child_passport import ENTRIES, QUESTIONS, VALUES, Child, case_of, questions_for
from actions.dialogues.dialogue import Dialogue, Outcome, Question, Said, Say, Told


class PassportForChild(Dialogue):
    """Whose child it is, which passport it has, where it was born and is now."""

    name = "passport_for_child"
    questions = tuple(Question(slot=slot, values=tuple(one.value for one in VALUES[slot])) for slot in QUESTIONS)
    entries = ENTRIES
    # an answer before the nationality is known would be a wrong one for half of the visitors
    answered_at_once = False
    # of a child nothing is kept
    correctable = False

    def needed(self, told: Told) -> tuple[str, ...]:
        """Return the questions of this child's case."""
        return questions_for(Child.of_slots(told))

    def read_opening(self, said: Said) -> dict[str, str]:
        """Return what the first message tells of the parents."""
        return child_passport.read_opening(of_child(said))

    def read_answer(self, slot: str, said: Said) -> str | None:
        """Return what words say of the child, which is more than what each of them means."""
        return child_passport.read_answer(slot, of_child(said))

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return what applies to the child."""
        case = case_of(Child.of_slots(told))
        return Outcome(says=(Say(response=case.response),), entry=case.entry)


FORM = PassportForChild().form


def of_child(said: Said) -> child_passport.Said:
    """Return what a message says of a child and its parents."""
    return child_passport.Said(
        nationalities=frozenset(said.values("nationality")),
        persons=frozenset(said.values("person")),
        quantities=frozenset(said.values("quantity")),
        places=frozenset(said.values("place")),
        absent=bool(said.values("absence")),
        denied=said.intent == "deny",
    )
