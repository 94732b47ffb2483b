"""`ronghe publish`, `rollback` and `versions`: which version of the content visitors get, and who decided it."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from bot.core.clock import utc_now
from bot.core.errors import AssistantError
from bot.settings import load_settings
from cli.console import console, output
from cli.preparation import knowledge_sources
from cli.questions import Question, read_questions
from cli.scoring import TOP

#: Changes named one by one; more are counted.
_NAMED = 8


class WorseError(AssistantError):
    """The new version answers the evaluation file worse than the one in use."""


class NothingBeforeError(AssistantError):
    """There is no version to go back to."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a version makes of the questions of a file that an entry answers; shares are 0..1."""

    questions: int
    top1: float
    top3: float
    answered_wrong: float

    def worse_than(self, other: "Figures") -> list[str]:
        """Return the figures that are worse, for reading."""
        found = {
            "top-1": (self.top1, other.top1, self.top1 < other.top1),
            "top-3": (self.top3, other.top3, self.top3 < other.top3),
            "answered wrong": (self.answered_wrong, other.answered_wrong, self.answered_wrong > other.answered_wrong),
        }
        return [
            f"{name} {mine:.1%} instead of {theirs:.1%}" for name, (mine, theirs, is_worse) in found.items() if is_worse
        ]


def publish(evaluation: Path | None, *, by: str, force: bool) -> None:
    """Build the content as it stands, measure it beside the version in use, and bring it into use.

    Raises:
        WorseError: A figure is worse, and `force` was not given. The version in use stays.
        AssistantError: The content or the file has faults; each is named with its place.
    """
    from knowledge.build import prepare, version_in_use
    from knowledge.versions import Switch, compare, switch

    settings = load_settings()
    built = settings.var / "knowledge"
    questions = read_questions(evaluation) if evaluation else []
    manifest = prepare(**knowledge_sources(settings), progress=_say)
    current = version_in_use(built)
    if current is not None and current.version == manifest.version:
        console.print(f"Nothing has changed: version {manifest.version} is in use.")
        return
    figures = _measure(built, manifest.version, questions)
    if figures and current is not None:
        worse = figures.worse_than(_measure(built, current.version, questions) or figures)
        if worse and not force:
            raise WorseError(
                f"Version {manifest.version} is worse than {current.version} on {evaluation}: {'; '.join(worse)}."
                " Nothing was changed. Mend the content, or publish with --force."
            )
    changes = compare(current, manifest)
    step = Switch(
        version=manifest.version, at=_now(), by=by or getpass.getuser(), changes=changes, figures=_as_json(figures)
    )
    switch(built, step)
    console.print(f"Version {manifest.version} is in use: {describe(changes)}. Running systems follow within seconds.")


def rollback(version: str | None, *, by: str) -> None:
    """Bring an earlier version into use again, by default the one before.

    Raises:
        NothingBeforeError: The version in use is the first.
        UnknownVersionError: The version is not kept any more.
    """
    from knowledge.versions import Switch, compare, find_version, read_history, read_manifest, switch

    built = load_settings().var / "knowledge"
    current = read_manifest(built)
    if version is None:
        before = [one.version for one in read_history(built) if one.version != current.version]
        if not before:
            raise NothingBeforeError(f"Version {current.version} is the first; there is none to go back to.")
        version = before[-1]
    earlier = find_version(built, version)
    changes = compare(current, earlier)
    # what was taken back does not come into use again by itself when Ronghe is started
    step = Switch(version=version, at=_now(), by=by or getpass.getuser(), changes=changes, refused=current.inputs)
    switch(built, step)
    console.print(f"Version {version} is in use again: {describe(changes)}. Running systems follow within seconds.")


def versions() -> None:
    """Print which versions came into use, by whom, and what they changed; newest last."""
    from knowledge.build import version_in_use
    from knowledge.versions import kept_versions, read_history

    built = load_settings().var / "knowledge"
    current, kept = version_in_use(built), {one.version for one in kept_versions(built)}
    table = Table(box=None, pad_edge=False)
    for column in ("version", "when", "who", "what changed", "top-1", ""):
        table.add_column(column)
    history = read_history(built)
    for place, one in enumerate(history):
        state = "" if one.version in kept else "not kept"
        if current is not None and one.version == current.version and place == len(history) - 1:
            state = "in use"
        top1 = f"{one.figures['top1']:.1%}" if one.figures else ""
        table.add_row(one.version, one.at.replace("+00:00", "Z"), one.by, describe(one.changes), top1, state)
    output.print(table)


def describe(changes: Mapping[str, Sequence[str]]) -> str:
    """Return what changed in a few words."""
    parts = []
    for what, ids in changes.items():
        if ids:
            named = ", ".join(ids[:_NAMED]) + (" …" if len(ids) > _NAMED else "")
            parts.append(f"{len(ids)} {what} ({named})")
    return "; ".join(parts) or "no entry differs"


def _measure(built: Path, version: str, questions: Sequence[Question]) -> Figures | None:
    from knowledge.calibration import Decision
    from knowledge.service import KnowledgeBase, load_version

    base = KnowledgeBase(built, load_version(built, version))
    aliases = base.aliases()
    asked = [one for one in questions if one.outcome is None]
    if not asked:
        return None
    top1 = top3 = wrong = 0
    for one in asked:
        expected = {aliases.get(name, name) for name in one.expected}
        finding = base.search(one.text, one.language, limit=TOP)
        found = [hit.entry for hit in finding.hits]
        right = found[0] in expected
        top1 += right
        top3 += bool(expected.intersection(found))
        wrong += finding.decision is Decision.ANSWER and not right
    return Figures(
        questions=len(asked), top1=top1 / len(asked), top3=top3 / len(asked), answered_wrong=wrong / len(asked)
    )


def _as_json(figures: Figures | None) -> dict[str, float]:
    if figures is None:
        return {}
    shares = {"top1": figures.top1, "top3": figures.top3, "answered_wrong": figures.answered_wrong}
    return {"questions": figures.questions, **{name: round(share, 4) for name, share in shares.items()}}


def _now() -> str:
    return utc_now().isoformat(timespec="seconds")


def _say(line: str) -> None:
    console.print(f"  [dim]{line}[/dim]")
