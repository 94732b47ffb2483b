"""Which visa to come on and which residence permit to apply for, by purpose and length of the stay."""

from collections.abc import Mapping
from datetime import date

from actions.dialogues.dialogue import Dialogue, Outcome, Question, Say, Told

PURPOSE, LENGTH = "stay_purpose", "stay_length"
#: Purpose -> entry of a stay of more than 180 days; of at most 180 days where the length decides.
_LONG: Mapping[str, str] = {
    "work": "exit-entry.residence-permit-work",
    "talent": "exit-entry.residence-permit-talent",
    "study": "exit-entry.residence-permit-study",
    "family_of_chinese": "exit-entry.residence-permit-reunion",
    "family_of_foreigner": "exit-entry.residence-permit-private-affairs",
    "news": "exit-entry.residence-permit-journalist",
    "visit": "exit-entry.visa-extension",
}
_BY_LENGTH = frozenset({"study", "family_of_chinese", "family_of_foreigner"})


class WhichPermit(Dialogue):
    """What for, and where it matters for how long."""

    name = "which_permit"
    questions = (
        Question(
            slot=PURPOSE,
            values=tuple(_LONG),
            reads={
                ("purpose", "work"): "work",
                ("purpose", "study"): "study",
                ("purpose", "business"): "visit",
                ("purpose", "tourism"): "visit",
                ("purpose", "news"): "news",
                ("visa_class", "Z"): "work",
                ("visa_class", "R"): "talent",
                ("visa_class", "X1"): "study",
                ("visa_class", "X2"): "study",
                ("visa_class", "Q1"): "family_of_chinese",
                ("visa_class", "Q2"): "family_of_chinese",
                ("visa_class", "S1"): "family_of_foreigner",
                ("visa_class", "S2"): "family_of_foreigner",
                ("visa_class", "J1"): "news",
                ("visa_class", "L"): "visit",
                ("visa_class", "M"): "visit",
                ("visa_class", "F"): "visit",
            },
        ),
        Question(
            slot=LENGTH,
            values=("long", "short"),
            reads={
                ("visa_class", "X1"): "long",
                ("visa_class", "Q1"): "long",
                ("visa_class", "S1"): "long",
                ("visa_class", "X2"): "short",
                ("visa_class", "Q2"): "short",
                ("visa_class", "S2"): "short",
            },
        ),
    )
    entries = frozenset(_LONG.values()) | {"exit-entry.visa-change"}

    def needed(self, told: Told) -> tuple[str, ...]:
        """Return the purpose, and the length where it decides."""
        return (PURPOSE, LENGTH) if told.get(PURPOSE) in _BY_LENGTH else (PURPOSE,)

    def close(self, told: Told, today: date) -> Outcome:  # noqa: ARG002 - the same on every day
        """Return the visa, the permit and the 30 days."""
        purpose = told[PURPOSE]
        if purpose in _BY_LENGTH and told[LENGTH] == "short":
            return Outcome(says=(Say(response=f"utter_permit_{purpose}_short"),), entry="exit-entry.visa-extension")
        return Outcome(says=(Say(response=f"utter_permit_{purpose}"),), entry=_LONG[purpose])
