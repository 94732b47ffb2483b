"""Calendar files of guide packs and activities."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from bot.core.dating import dated

_PRODUCT = "-//Ronghe//guide//"


def pack_calendar(pack: Mapping[str, Any], arrival: date, *, now: datetime, link: str) -> bytes:
    """Return a calendar with an all-day entry for each step that has a day.

    Args:
        pack: As `Shelf.packs` gives it.
        arrival: The day of arrival.
        now: The time of making, in UTC.
        link: Address of the pack's page.
    """
    calendar = _calendar(pack["title"])
    for stage in dated(pack["steps"], arrival):
        for one in stage.steps:
            if one.by is not None:
                lines = [one.step[key] for key in ("deadline", "note", "legal_basis") if one.step[key]]
                identity = f"{pack['id']}-{one.step['id']}-{arrival.isoformat()}"
                calendar.add_component(_event(identity, one.step["do"], one.by, [*lines, link], now))
    return bytes(calendar.to_ical())


def activities_calendar(title: str, events: Sequence[Mapping[str, Any]], *, now: datetime, link: str) -> bytes:
    """Return a calendar of events that have a day."""
    calendar = _calendar(title)
    for one in events:
        lines = [one[key] for key in ("place", "details", "sign_up") if one[key]]
        calendar.add_component(_event(one["id"], one["title"], date.fromisoformat(one["date"]), [*lines, link], now))
    return bytes(calendar.to_ical())


def _calendar(title: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    return calendar


def _event(identity: str, summary: str, day: date, lines: Sequence[str], now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{identity}@ronghe")
    event.add("dtstamp", now)
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("description", "\n".join(lines))
    return event
