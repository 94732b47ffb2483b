"""Guide packs with dates: which step by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

#: By when the steps of a stage are to be done, in days after arrival; the other stages have no day of their own.
_STAGE_DAYS = {"first_24_hours": 1, "first_week": 7, "first_30_days": 30, "first_3_months": 90}


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


def day_of(written: str | None) -> date | None:
    """Return the day that ISO text names; None for a month, a year or nothing."""
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
