"""The built content as the pages read it, always the version in use."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.core.errors import AssistantError, MalformedReplyError
from bot.core.notices import notices_of
from bot.core.replies import Answer, parse_reply

_LOW = "low"


class NoContentError(AssistantError):
    """Nothing was built yet, or what was built cannot be read."""


class NoSuchPageError(AssistantError):
    """No entry, pack or theme has this id."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One built version."""

    #: Payloads of answers by entry and language tag.
    answers: Mapping[str, Mapping[str, Mapping[str, object]]]
    upkeep: Mapping[str, Mapping[str, Any]]
    aliases: Mapping[str, str]
    #: Packs, themes and activities by language tag, as `knowledge.guide` writes them.
    guide: Mapping[str, Mapping[str, Any]]

    def answer(self, entry: str, tag: str, today: date) -> Answer:
        """Return an entry's answer with the notices of the day.

        Raises:
            NoSuchPageError: No entry has this id.
        """
        try:
            reply = parse_reply(self.answers[entry][tag])
        except (KeyError, MalformedReplyError) as error:
            raise NoSuchPageError(entry) from error
        if not isinstance(reply, Answer):
            raise NoSuchPageError(entry)
        fields = self.upkeep.get(entry)
        if fields is None:
            return reply
        found = notices_of(
            low_confidence=fields["confidence"] == _LOW,
            review_by=date.fromisoformat(fields["review_by"]),
            valid_until=date.fromisoformat(fields["valid_until"]) if fields["valid_until"] else None,
            today=today,
        )
        return replace(reply, notices=found)

    def title(self, entry: str, tag: str) -> str:
        """Return an entry's title; the id where there is none."""
        payload = self.answers.get(entry, {}).get(tag, {})
        return str(payload.get("title", entry))

    def themes(self, tag: str) -> Sequence[Mapping[str, Any]]:
        """Return the themes with their entries."""
        found: Sequence[Mapping[str, Any]] = self.guide[tag]["themes"]
        return found

    def packs(self, tag: str) -> Sequence[Mapping[str, Any]]:
        """Return the guide packs with their steps."""
        found: Sequence[Mapping[str, Any]] = self.guide[tag]["packs"]
        return found

    def activities(self, tag: str) -> Mapping[str, Any]:
        """Return the activities.

        Raises:
            NoSuchPageError: There are none.
        """
        found: Mapping[str, Any] | None = self.guide[tag]["activities"]
        if found is None:
            raise NoSuchPageError("activities")
        return found


def find(things: Sequence[Mapping[str, Any]], id_: str) -> Mapping[str, Any]:
    """Return the thing of an id.

    Raises:
        NoSuchPageError: There is none.
    """
    found = next((one for one in things if one["id"] == id_), None)
    if found is None:
        raise NoSuchPageError(id_)
    return found


class Library:
    """Reads the version in use, and reads again when another has come into use."""

    def __init__(self, built: Path) -> None:
        """Read from the folder of built versions; nothing is read yet."""
        self._built = built
        self._name = ""
        self._shelf: Shelf | None = None

    def shelf(self) -> Shelf:
        """Return the version in use; reading a new one takes some tenths of a second, so call it off the loop.

        Raises:
            NoContentError: There is none yet.
        """
        try:
            name = (self._built / "current").read_text(encoding="utf-8").strip()
            if self._shelf is None or name != self._name:
                self._shelf = _read(self._built / name)
                self._name = name
        except (OSError, ValueError, KeyError) as error:
            raise NoContentError(f"{self._built}: {error}") from error
        return self._shelf


def _read(folder: Path) -> Shelf:
    replies = json.loads((folder / "replies.json").read_text(encoding="utf-8"))
    return Shelf(
        answers=replies["answers"],
        upkeep=replies["upkeep"],
        aliases=replies["aliases"],
        guide=json.loads((folder / "guide.json").read_text(encoding="utf-8")),
    )
