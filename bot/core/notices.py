"""What a reader must know today of an entry's age and certainty."""

from datetime import date

from bot.core.replies import Notice


def notices_of(*, low_confidence: bool, review_by: date, valid_until: date | None, today: date) -> tuple[Notice, ...]:
    """Return the notices that hold on a day, the weightiest first."""
    found = {
        Notice.ENDED: valid_until is not None and today > valid_until,
        Notice.REVIEW_DUE: today > review_by,
        Notice.LOW_CONFIDENCE: low_confidence,
    }
    return tuple(notice for notice, holds in found.items() if holds)
