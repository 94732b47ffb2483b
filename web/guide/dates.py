"""Guide packs with dates, and calendar files of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

#: By when the steps of a stage are to be done, in days after arrival; the other stages have no day of their own.
_STAGE_DAYS = {"first_24_hours": 1, "first_week": 7, "first_30_days": 30, "first_3_months": 90}
_PRODUCT = "-//Ronghe//guide//"


@dataclass(frozen=True, kw_only=True)
class DatedStep:
    """A step of a pack and by when to do it."""

    step: Mapping[str, Any]
    #: None without a day of arrival, and where none follows from it.
    by: date | None


@dataclass(frozen=True, kw_only=True)
class DatedStage:
    """The steps of one stage, in order."""

    stage: str
    steps: tuple[DatedStep, ...]


def dated(steps: Sequence[Mapping[str, Any]], arrival: date | None) -> list[DatedStage]:
    """Return the steps by stage, each with its day: the legal one where it counts from arrival, else the stage's."""
    stages: dict[str, list[DatedStep]] = {}
    for step in steps:
        days = step["days"] if step["days"] is not None else _STAGE_DAYS.get(step["stage"])
        by = arrival + timedelta(days=days) if arrival is not None and days is not None else None
        stages.setdefault(step["stage"], []).append(DatedStep(step=step, by=by))
    return [DatedStage(stage=stage, steps=tuple(found)) for stage, found in stages.items()]


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
