"""A visa, permit or visa-free stay that ends: what to do by when, and what if it has ended.

The days are those of the Exit and Entry Administration Law (2012): Art. 29 (visa, 7 days before), Art. 32 (residence
permit, 30 days before), Art. 78 (overstay), and of the guide to work permits (30 to 90 days before).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from actions.dialogues.dialogue import Day, Dialogue, Outcome, Question, Say, Told

RESIDENCE, VISA, VISA_FREE, WORK = "residence_permit", "visa", "visa_free", "work_permit"
KIND, EXPIRY = "permit_kind", "expiry_date"


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """When to apply for more time, in days before the end, and the entry that tells how."""

    entry: str
    latest: int
    earliest: int | None = None
    #: The entry for who is too late.
    ended: str = "exit-entry.penalties"


_RULES: Mapping[str, _Rule] = {
    RESIDENCE: _Rule(entry="exit-entry.residence-permit-extension", latest=30),
    VISA: _Rule(entry="exit-entry.visa-extension", latest=7),
    VISA_FREE: _Rule(entry="exit-entry.stay-permit", latest=0),
    WORK: _Rule(entry="work.permit-extension", latest=30, earliest=90, ended="work.permit-extension"),
}


class ExpiringPermit(Dialogue):
    """Which paper, and when it ends."""

    name = "expiring_permit"
    questions = (
        Question(
            slot=KIND,
            values=tuple(_RULES),
            reads={
                ("document", "residence_permit"): RESIDENCE,
                ("document", "visa"): VISA,
                ("document", "visa_free"): VISA_FREE,
                ("document", "work_permit"): WORK,
                ("visa_class", "L"): VISA,
                ("visa_class", "M"): VISA,
                ("visa_class", "F"): VISA,
                ("visa_class", "K"): VISA,
                ("visa_class", "R"): VISA,
                ("visa_class", "X2"): VISA,
                ("visa_class", "Q2"): VISA,
                ("visa_class", "S2"): VISA,
                ("visa_class", "G"): VISA,
            },
        ),
        Day(slot=EXPIRY),
    )
    entries = frozenset({*(one.entry for one in _RULES.values()), "exit-entry.penalties", "exit-entry.visa-change"})

    def close(self, told: Told, today: date) -> Outcome:
        """Return the days to apply between, or what follows when they are past."""
        kind, expiry = told[KIND], date.fromisoformat(told[EXPIRY])
        rule = _RULES[kind]
        by = expiry - timedelta(days=rule.latest)
        values: dict[str, date | int | str] = {"expiry": expiry, "by": by}
        if expiry < today:
            values["days"] = (today - expiry).days
            return Outcome(says=(Say(response=f"utter_{kind}_ended", values=values),), entry=rule.ended)
        if by < today:
            return Outcome(says=(Say(response=f"utter_{kind}_late", values=values),), entry=rule.entry)
        if rule.earliest is not None:
            values["start"] = expiry - timedelta(days=rule.earliest)
        return Outcome(says=(Say(response=f"utter_{kind}_in_time", values=values),), entry=rule.entry)
