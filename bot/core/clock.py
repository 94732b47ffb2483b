"""Time, in one place, so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

_CHINA = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """Return the present moment as an aware UTC datetime."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """Return the day in China, which has one time zone, at a moment."""
    return moment.astimezone(_CHINA).date()


def require_utc(moment: datetime) -> datetime:
    """Return the moment unchanged when it is aware and in UTC.

    Raises:
        ValueError: The moment is naive or in another zone.
    """
    if moment.tzinfo is None or moment.utcoffset() != UTC.utcoffset(moment):
        raise ValueError(f"{moment!r} is not an aware UTC datetime")
    return moment
