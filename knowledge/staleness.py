"""Which entries to verify again first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from knowledge.schema import Confidence, Entry

#: How long before the end of a rule its entry is due.
ENDS_SOON = timedelta(days=45)
REVIEW_SOON = timedelta(days=30)
#: Sources older than this may have been overtaken.
OLD_YEARS = 3


class Reason(str, Enum):
    """Why an entry is on the list, worst first."""

    ENDED = "ended"
    REVIEW_DUE = "review due"
    ENDS_SOON = "ends soon"
    REVIEW_SOON = "review soon"
    LOW_CONFIDENCE = "low confidence"
    OLD_SOURCES = "old sources"


@dataclass(frozen=True, kw_only=True)
class StaleEntry:
    """An entry that somebody must look at."""

    entry: Entry
    #: Worst first; never empty.
    reasons: tuple[Reason, ...]
    #: By when; None when there is no day.
    due: date | None


def stale_entries(entries: Iterable[Entry], today: date) -> list[StaleEntry]:
    """Return the entries to verify again, worst first: ended rules, then by reason and day, then the oldest sources."""
    found = [
        StaleEntry(entry=entry, reasons=reasons, due=_due(entry, reasons))
        for entry in entries
        if (reasons := _reasons(entry, today))
    ]
    order = list(Reason)

    def badness(one: StaleEntry) -> tuple[int, date, int, str, str]:
        return (order.index(one.reasons[0]), one.due or date.max, -len(one.reasons), one.entry.as_of, one.entry.id)

    return sorted(found, key=badness)


def _reasons(entry: Entry, today: date) -> tuple[Reason, ...]:
    ends = entry.valid_until
    holds = {
        Reason.ENDED: ends is not None and ends < today,
        Reason.REVIEW_DUE: entry.review_by < today,
        Reason.ENDS_SOON: ends is not None and today <= ends <= today + ENDS_SOON,
        Reason.REVIEW_SOON: today <= entry.review_by <= today + REVIEW_SOON,
        Reason.LOW_CONFIDENCE: entry.confidence is Confidence.LOW,
        Reason.OLD_SOURCES: entry.as_of < f"{today.year - OLD_YEARS}-{today:%m}",
    }
    return tuple(reason for reason, is_so in holds.items() if is_so)


def _due(entry: Entry, reasons: tuple[Reason, ...]) -> date | None:
    if reasons[0] in {Reason.ENDED, Reason.ENDS_SOON}:
        return entry.valid_until
    return entry.review_by if reasons[0] in {Reason.REVIEW_DUE, Reason.REVIEW_SOON} else None
