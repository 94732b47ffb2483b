"""Guide packs, activities and themes: what leads to the entries, and is read in order rather than searched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import Field, validator

from bot.core.languages import LANGUAGES
from knowledge.answers import local_words
from knowledge.errors import InvalidContentError, Problem
from knowledge.figures import figures
from knowledge.loading import load_file
from knowledge.mirrors import MEND, linked_mirror
from knowledge.positions import Positions
from knowledge.schema import Confidence, EntryId, LocalWords, Month, PartialDate, Record, SourceRecord, every_language

PACKS = "packs"
SHARED = "shared.yml"
ACTIVITIES = "activities.yml"
THEMES = "themes.yml"


class Stage(str, Enum):
    """When a step is due, in the order of a stay."""

    BEFORE_ARRIVAL = "before_arrival"
    FIRST_24_HOURS = "first_24_hours"
    FIRST_WEEK = "first_week"
    FIRST_30_DAYS = "first_30_days"
    FIRST_3_MONTHS = "first_3_months"
    EACH_YEAR = "each_year"
    WHEN_SOMETHING_CHANGES = "when_something_changes"
    BEFORE_LEAVING = "before_leaving"


class Kind(str, Enum):
    """What a deadline rests on."""

    STATUTORY = "statutory"
    OFFICIAL_GUIDE = "official_guide"
    PRACTICE = "practice"


class Due(Record):
    """A deadline that counts from the day of arrival."""

    days: int = Field(ge=0, le=366)


class Step(Record):
    """One thing to do."""

    id: str
    #: Left out in the shared steps, which each pack puts where they belong.
    stage: Stage | None = None
    entry: EntryId | None = None
    kind: Kind
    due: Due | None = None
    do: LocalWords
    deadline: LocalWords | None = None
    note: LocalWords | None = None
    legal_basis: LocalWords | None = None
    confidence: Confidence
    sources: tuple[str, ...] = ()

    _languages = validator("do", "deadline", "note", "legal_basis", allow_reuse=True)(
        lambda value: value if value is None else every_language(value)
    )


class Reference(Record):
    """A shared step in its place."""

    ref: str
    stage: Stage


class SharedSteps(Record):
    """Steps and sources that several packs use: `content/packs/shared.yml`."""

    steps: tuple[Step, ...]
    sources: Mapping[str, SourceRecord]


class Pack(Record):
    """A guide pack: `content/packs/<id>.yml`."""

    id: str
    #: Among the packs, from 1.
    place: int = Field(ge=1)
    title: LocalWords
    lead: LocalWords
    as_of: Month
    verified_on: date
    review_by: date
    #: Besides the shared ones.
    sources: Mapping[str, SourceRecord] = {}
    steps: tuple[Reference | Step, ...]

    _languages = validator("title", "lead", allow_reuse=True)(every_language)


class ActivityTheme(Record):
    """One of the kinds of activities."""

    id: str
    name: LocalWords
    purpose: LocalWords

    _languages = validator("name", "purpose", allow_reuse=True)(every_language)


class Event(Record):
    """One event; of what is past, an example."""

    id: str
    theme: str
    #: Whether the centre held it; else somebody near it.
    by_centre: bool
    title: LocalWords
    date: PartialDate | None = None
    place: LocalWords | None = None
    details: LocalWords | None = None
    language: LocalWords | None = None
    sign_up: LocalWords | None = None
    source: str
    confidence: Confidence

    _languages = validator("title", "place", "details", "language", "sign_up", allow_reuse=True)(
        lambda value: value if value is None else every_language(value)
    )

    @validator("date", pre=True)
    def _as_written(cls, value: object) -> object:
        """Take a bare year or day, which YAML reads as a number or date, as text."""
        return str(value) if isinstance(value, int | date) else value


class Activities(Record):
    """All of them: `content/activities.yml`."""

    as_of: Month
    verified_on: date
    sources: Mapping[str, SourceRecord]
    themes: tuple[ActivityTheme, ...]
    events: tuple[Event, ...]


class Theme(Record):
    """Entries that are looked for together."""

    id: str
    title: LocalWords
    entries: tuple[EntryId, ...]

    _languages = validator("title", allow_reuse=True)(every_language)


class Themes(Record):
    """All of them, in the order in which they are shown: `content/themes.yml`."""

    themes: tuple[Theme, ...]


@dataclass(frozen=True, kw_only=True)
class Guide:
    """What was read of the guide; parts that a folder lacks are empty."""

    packs: tuple[Pack, ...] = ()
    shared: SharedSteps | None = None
    activities: Activities | None = None
    themes: tuple[Theme, ...] = ()


def load_guide(folder: Path) -> tuple[Guide, list[Problem]]:
    """Read the guide of a content folder; files that are not there are left out, faults are collected."""
    problems: list[Problem] = []

    def read(file: Path, model: Any) -> tuple[Any, Positions] | None:
        if not file.exists():
            return None
        try:
            return load_file(file, model)
        except InvalidContentError as error:
            problems.extend(error.problems)
            return None

    shared = read(folder / PACKS / SHARED, SharedSteps)
    activities = read(folder / ACTIVITIES, Activities)
    themes = read(folder / THEMES, Themes)
    files = [file for file in sorted((folder / PACKS).glob("*.yml")) if file.name != SHARED]
    packs = [found[0] for file in files if (found := read(file, Pack))]
    guide = Guide(
        packs=tuple(sorted(packs, key=lambda pack: pack.place)),
        shared=shared[0] if shared else None,
        activities=activities[0] if activities else None,
        themes=themes[0].themes if themes else (),
    )
    return guide, problems


def check_guide(guide: Guide, folder: Path, known: Mapping[str, str], mirrors: frozenset[str]) -> list[Problem]:
    """Return what only the whole shows.

    Args:
        guide: What was read.
        folder: Where it stands.
        known: The entry that answers each id.
        mirrors: Hosts that must not be linked.
    """
    faults = [
        *_pack_faults(guide, folder, known),
        *_other_faults(guide, folder, known),
        *_source_faults(guide, folder, mirrors),
    ]
    return sorted(
        Problem(file=folder / name, line=line, message=message, mend=mend) for name, line, message, mend in faults
    )


_Fault = tuple[str, int, str, str]


def _pack_faults(guide: Guide, folder: Path, known: Mapping[str, str]) -> Iterator[_Fault]:
    shared = guide.shared
    common = {step.id for step in shared.steps} if shared else set()
    if shared:
        name = f"{PACKS}/{SHARED}"
        yield from _step_faults(name, _lines(folder / name), shared.steps, known, set(shared.sources))
    for pack in guide.packs:
        name = f"{PACKS}/{pack.id}.yml"
        lines = _lines(folder / name)
        if not lines:
            yield name, 1, f"no file for the pack {pack.id}", "name the file after its id"
        own = [step for step in pack.steps if isinstance(step, Step)]
        sources = {*pack.sources, *(shared.sources if shared else ())}
        yield from _step_faults(name, lines, own, known, sources)
        for step in pack.steps:
            if isinstance(step, Reference) and step.ref not in common:
                yield name, _line(lines, step.ref), f"no shared step {step.ref}", "mend the reference"
            elif isinstance(step, Step) and step.stage is None:
                yield name, _line(lines, step.id), f"step {step.id} has no stage", "add it"


def _source_faults(guide: Guide, folder: Path, mirrors: frozenset[str]) -> Iterator[_Fault]:
    holders: list[tuple[str, Mapping[str, SourceRecord]]] = [
        (f"{PACKS}/{pack.id}.yml", pack.sources) for pack in guide.packs
    ]
    if guide.shared:
        holders.append((f"{PACKS}/{SHARED}", guide.shared.sources))
    if guide.activities:
        holders.append((ACTIVITIES, guide.activities.sources))
    for name, sources in holders:
        lines = _lines(folder / name)
        for key, source in sources.items():
            if host := linked_mirror(source, mirrors):
                yield name, _line(lines, str(source.url)), f"source {key}: {host} is a mirror (mirrors.yml)", MEND


def _step_faults(
    name: str, lines: Sequence[str], steps: Sequence[Step], known: Mapping[str, str], sources: set[str]
) -> Iterator[_Fault]:
    for step in steps:
        line = _line(lines, step.id)
        if step.entry is not None and step.entry not in known:
            yield name, line, f"step {step.id}: no entry has the id {step.entry}", "mend the id or write null"
        for key in step.sources:
            if key not in sources:
                yield name, line, f"step {step.id}: no source {key}", "mend the key or add the source"
        for field in ("do", "deadline", "note", "legal_basis"):
            yield from _figure_faults(name, line, f"step {step.id}, {field}", getattr(step, field))


def _other_faults(guide: Guide, folder: Path, known: Mapping[str, str]) -> Iterator[_Fault]:
    if guide.activities:
        lines = _lines(folder / ACTIVITIES)
        kinds = {theme.id for theme in guide.activities.themes}
        for event in guide.activities.events:
            line = _line(lines, event.id)
            if event.theme not in kinds:
                yield ACTIVITIES, line, f"event {event.id}: no theme {event.theme}", "mend the theme"
            if event.source not in guide.activities.sources:
                yield ACTIVITIES, line, f"event {event.id}: no source {event.source}", "mend the key or add the source"
            for field in ("title", "place", "details"):
                yield from _figure_faults(ACTIVITIES, line, f"event {event.id}, {field}", getattr(event, field))
    lines = _lines(folder / THEMES)
    placed = {entry for theme in guide.themes for entry in theme.entries}
    for theme in guide.themes:
        for entry in theme.entries:
            if entry not in known:
                yield THEMES, _line(lines, entry), f"no entry has the id {entry}", "mend the id or remove it"
    if guide.themes:
        for lost in sorted({*known.values()} - placed):
            yield THEMES, 1, f"{lost} is in no theme", "add it to one, or nobody finds it by browsing"


def _figure_faults(name: str, line: int, where: str, words: LocalWords | None) -> Iterator[_Fault]:
    found = {tag: figures([text], tag) for tag, text in (words or {}).items()}
    everything = frozenset[str]().union(*found.values())
    for tag, here in found.items():
        if missing := sorted(everything - here):
            yield name, line, f"{where}.{tag}: no {', '.join(missing)}", "write the same figures, in digits, everywhere"


def _lines(file: Path) -> Sequence[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else ()


def _line(lines: Sequence[str], word: str) -> int:
    return next((number for number, text in enumerate(lines, start=1) if word in text.split()), 1)


def to_json(guide: Guide, known: Mapping[str, str]) -> dict[str, Any]:
    """Return the guide in every language of the registry, for those who show it.

    Args:
        guide: What was read and checked.
        known: The entry that answers each id.
    """
    return {language.tag: _in_language(guide, known, language.tag, language.content) for language in LANGUAGES}


def _in_language(guide: Guide, known: Mapping[str, str], tag: str, content: str) -> dict[str, Any]:
    def say(words: LocalWords | None) -> str:
        return local_words(words[content], tag) if words else ""

    def source(record: SourceRecord) -> dict[str, Any]:
        url = None if record.mirror or record.url is None else str(record.url)
        return {"title": say(record.title), "url": url, "date": record.date}

    def step(one: Step, stage: Stage, sources: Mapping[str, SourceRecord]) -> dict[str, Any]:
        return {
            "id": one.id,
            "stage": stage.value,
            "entry": known.get(one.entry) if one.entry else None,
            "kind": one.kind.value,
            "days": one.due.days if one.due else None,
            "do": say(one.do),
            "deadline": say(one.deadline),
            "note": say(one.note),
            "legal_basis": say(one.legal_basis),
            "low": one.confidence is Confidence.LOW,
            "sources": [source(sources[key]) for key in one.sources],
        }

    common = {one.id: one for one in guide.shared.steps} if guide.shared else {}
    packs = []
    for pack in guide.packs:
        sources = {**(guide.shared.sources if guide.shared else {}), **pack.sources}
        placed = [
            (common[one.ref], one.stage) if isinstance(one, Reference) else (one, one.stage) for one in pack.steps
        ]
        packs.append(
            {
                "id": pack.id,
                "title": say(pack.title),
                "lead": say(pack.lead),
                "as_of": pack.as_of,
                "verified_on": pack.verified_on.isoformat(),
                "review_by": pack.review_by.isoformat(),
                "steps": [step(one, stage, sources) for one, stage in placed if stage],
            }
        )
    return {
        "packs": packs,
        "themes": [
            {"id": one.id, "title": say(one.title), "entries": [known[entry] for entry in one.entries]}
            for one in guide.themes
        ],
        "activities": _activities(guide.activities, say, source) if guide.activities else None,
    }


def _activities(activities: Activities, say: Any, source: Any) -> dict[str, Any]:
    return {
        "as_of": activities.as_of,
        "verified_on": activities.verified_on.isoformat(),
        "themes": [{"id": one.id, "name": say(one.name), "purpose": say(one.purpose)} for one in activities.themes],
        "events": [
            {
                **{key: say(getattr(one, key)) for key in ("title", "place", "details", "language", "sign_up")},
                "id": one.id,
                "theme": one.theme,
                "by_centre": one.by_centre,
                "date": one.date,
                "low": one.confidence is Confidence.LOW,
                "source": source(activities.sources[one.source]),
            }
            for one in activities.events
        ],
    }
