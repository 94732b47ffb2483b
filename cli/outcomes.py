"""What a turn amounts to, by the structure of its replies and never by their words."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from bot.settings import ROOT
from cli.scoring import Outcome
from cli.visitor import Turn

TABLE = ROOT / "data" / "evaluation" / "outcomes.yml"


def outcome_of(turn: Turn) -> Outcome:
    """Return entries, outcomes and languages of a turn."""
    table = outcome_table()
    entries: list[str] = []
    leads_to: set[str] = set()
    certain = False
    outcomes: set[str] = set()
    for message in turn.messages:
        about: Mapping[str, Any] = message["about"]
        kind = about["type"]
        if kind == "answer":
            certain = True
        entries += about.get("entries", ())
        response = about.get("response") or about.get("label") or ""
        leads_to.update(table["dialogues"].get(response, ()))
        outcomes.update(table["types"].get(kind, ()))
        outcomes.update(table["said"].get(response, ()))
    return Outcome(
        entries=tuple(dict.fromkeys(entries)),
        leads_to=frozenset(leads_to),
        certain=certain,
        outcomes=frozenset(outcomes),
        languages=frozenset(message["view"]["language"] for message in turn.messages),
        seconds=turn.seconds,
        text=" / ".join(words(message["view"]) for message in turn.messages),
    )


@cache
def outcome_table() -> dict[str, dict[str, Sequence[str]]]:
    """Return which reply types, responses and dialogues amount to what."""
    table: dict[str, dict[str, Sequence[str]]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


def words(view: Mapping[str, Any]) -> str:
    """Return what a message says at first sight."""
    return " ".join(part for part in (view["title"], *view["paragraphs"]) if part)
