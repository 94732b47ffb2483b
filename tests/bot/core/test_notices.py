"""What a reader must know of an entry depends on the day."""

from datetime import date

import pytest

from bot.core.notices import notices_of
from bot.core.replies import Notice


@pytest.mark.parametrize(
    ("today", "low", "valid_until", "expected"),
    [
        (date(2026, 12, 1), False, None, ()),
        (date(2027, 5, 22), False, None, ()),
        (date(2027, 5, 23), False, None, (Notice.REVIEW_DUE,)),
        (date(2026, 12, 1), True, None, (Notice.LOW_CONFIDENCE,)),
        (date(2026, 12, 1), False, date(2026, 12, 1), ()),
        (date(2026, 12, 2), False, date(2026, 12, 1), (Notice.ENDED,)),
        (date(2028, 1, 1), True, date(2027, 1, 1), (Notice.ENDED, Notice.REVIEW_DUE, Notice.LOW_CONFIDENCE)),
    ],
)
def test_notices_depend_on_the_day(
    today: date, low: bool, valid_until: date | None, expected: tuple[Notice, ...]
) -> None:
    found = notices_of(low_confidence=low, review_by=date(2027, 5, 22), valid_until=valid_until, today=today)

    assert found == expected
