"""What Telegram's errors say."""

from datetime import timedelta

from telegram.error import RetryAfter


def asked_seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait; the library gives a number or a timedelta."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
