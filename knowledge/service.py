"""The knowledge base as the actions see it."""

import json
import logging
import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from geopy.distance import geodesic

from bot.core.clock import Clock, utc_now
from bot.core.languages import language as require_language
from bot.core.notices import notices_of
from bot.core.replies import Answer, Emergency, EntryLink, parse_reply
from knowledge.build import GUIDE, REPLIES, Upkeep, load_built_embedder
from knowledge.calibration import Calibration, Decision
from knowledge.embedding import Embedder
from knowledge.errors import DamagedBuildError, KnowledgeError, ModelMismatchError, UnknownEntryError
from knowledge.retrieval import Retriever
from knowledge.schema import Confidence
from knowledge.versions import Manifest, find_version, pointer_stamp, read_manifest

logger = logging.getLogger(__name__)

Kind = TypeVar("Kind", Answer, Emergency)

#: How often the pointer is looked at.
LOOK_EVERY_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An entry that may be meant."""

    entry: str
    title: str
    #: How likely it is the right one, between 0 and 1.
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a search came to."""

    decision: Decision
    #: Best first, whatever the decision; empty only for an empty question.
    hits: tuple[Hit, ...]


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """An entry and how far its place is."""

    link: EntryLink
    kilometres: float


@dataclass(frozen=True, kw_only=True)
class Version:
    """One built version in memory."""

    manifest: Manifest
    retriever: Retriever
    calibration: Calibration
    #: Entry ids by their number in the index.
    entries: tuple[str, ...]
    answers: Mapping[str, Mapping[str, Answer]]
    emergency: Mapping[str, Emergency]
    upkeep: Mapping[str, Upkeep]
    #: The entry that answers a further id.
    aliases: Mapping[str, str]
    #: Degrees north and east of the entries whose place is known.
    places: Mapping[str, tuple[float, float]]
    #: Themes, packs and activities by language tag, as `knowledge.guide` writes them.
    guide: Mapping[str, Mapping[str, Any]]


class KnowledgeBase:
    """Searches and answers from one built version, and from a newer one as soon as `look` finds it.

    Safe to use from several threads: a version is one immutable object that is replaced whole.
    """

    def __init__(
        self, built: Path, version: Version, *, embedder: Embedder | None = None, clock: Clock = utc_now
    ) -> None:
        """Hold a version that was loaded; `open` is the way to get one."""
        self._built = built
        self._version = version
        self._embedder = embedder
        self._clock = clock
        self._stamp = pointer_stamp(built)

    @classmethod
    def open(cls, built: Path, embedder: Embedder | None = None, *, clock: Clock = utc_now) -> "KnowledgeBase":
        """Load the version in use.

        Args:
            built: Folder that `build` wrote to.
            embedder: None for the one that the version was built with, which is right but in tests.
            clock: Tells the day, for notices.

        Raises:
            NotBuiltError: Nothing was built yet.
            DamagedBuildError: The version cannot be read.
            ModelMismatchError: The embedder is not the one that the version was built with.
        """
        return cls(built, load_version(built, embedder=embedder), embedder=embedder, clock=clock)

    def follow(self) -> None:
        """Look for a newer version every second from now on, in a thread that ends with the process.

        Nobody waits for it: the version in use answers until the next one is loaded.
        """
        threading.Thread(target=self._follow, name="knowledge-follow", daemon=True).start()

    def look(self) -> None:
        """Bring a newer version into use if there is one that can be used."""
        stamp = pointer_stamp(self._built)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            version = load_version(self._built, embedder=self._embedder)
        except KnowledgeError:
            logger.exception("The new version of the knowledge base cannot be used; the old one stays.")
            return
        self._version = version
        logger.info("Knowledge base: version %s is in use.", version.manifest.version)

    def _follow(self) -> None:
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            self.look()

    @property
    def manifest(self) -> Manifest:
        """Return what the version in use was built from."""
        return self._version.manifest

    def search(self, question: str, language: str, *, limit: int = 3) -> Finding:
        """Find the entries that a question means.

        Args:
            question: What the visitor typed, in any language.
            language: Tag of the language for the titles.
            limit: How many hits at most.

        Raises:
            UnknownLanguageError: The tag is not in the registry.
        """
        require_language(language)
        version = self._version
        if not question.strip():
            return Finding(decision=Decision.NONE, hits=())
        ranking = version.retriever.rank(question)
        probability = version.calibration.probability(ranking.signs)
        decision = version.calibration.decide(probability)
        best = float(ranking.scores[ranking.order[0]])
        hits = []
        for row in ranking.order[:limit]:
            entry = version.entries[row]
            falling = min(1.0, math.exp(float(ranking.scores[row]) - best))
            title = version.answers[entry][language].title
            hits.append(Hit(entry=entry, title=title, confidence=round(probability * falling, 4)))
        return Finding(decision=decision, hits=tuple(hits))

    def answer(self, entry: str, language: str) -> Answer:
        """Return an entry's answer with today's notices.

        Raises:
            UnknownEntryError: No entry has this id.
            UnknownLanguageError: The tag is not in the registry.
        """
        version = self._version
        answer = _answer(version, entry, language)
        upkeep = version.upkeep.get(answer.entry)
        if upkeep is None:
            return answer
        found = notices_of(
            low_confidence=upkeep.confidence == Confidence.LOW.value,
            review_by=date.fromisoformat(upkeep.review_by),
            valid_until=date.fromisoformat(upkeep.valid_until) if upkeep.valid_until else None,
            today=self._clock().date(),
        )
        return replace(answer, notices=found)

    def link(self, entry: str, language: str) -> EntryLink:
        """Return an entry's id, which is not that of an alias, and its title.

        Raises:
            UnknownEntryError: No entry has this id.
            UnknownLanguageError: The tag is not in the registry.
        """
        answer = _answer(self._version, entry, language)
        return EntryLink(entry=answer.entry, title=answer.title)

    def nearest(self, place: tuple[float, float], language: str, *, limit: int = 3) -> tuple[Nearby, ...]:
        """Return the entries whose place is nearest, nearest first; none where no source tells a place.

        Args:
            place: Degrees north and east.
            language: Tag of the language for the titles.
            limit: How many at most.

        Raises:
            UnknownLanguageError: The tag is not in the registry.
        """
        away = {one: float(geodesic(place, at).km) for one, at in self._version.places.items()}
        nearest = sorted(away, key=away.__getitem__)[:limit]
        return tuple(Nearby(link=self.link(one, language), kilometres=away[one]) for one in nearest)

    def emergency(self, language: str) -> Emergency:
        """Return the emergency numbers.

        Raises:
            UnknownLanguageError: The tag is not in the registry.
        """
        return self._version.emergency[require_language(language).tag]

    def entries(self) -> tuple[str, ...]:
        """Return the ids of all entries that can be answered."""
        return tuple(sorted(self._version.answers))

    def guide(self, language: str) -> Mapping[str, Any]:
        """Return themes, packs and activities.

        Raises:
            UnknownLanguageError: The tag is not in the registry.
        """
        return self._version.guide[require_language(language).tag]

    def aliases(self) -> Mapping[str, str]:
        """Return the entry that answers each further id."""
        return self._version.aliases


def load_version(built: Path, name: str | None = None, *, embedder: Embedder | None = None) -> Version:
    """Read a version into memory.

    Args:
        built: Folder that `build` wrote to.
        name: Of a version that is kept; None for the one in use.
        embedder: None for the one that the version was built with.

    Raises:
        NotBuiltError: Nothing was built yet.
        UnknownVersionError: No version of this name is kept.
        DamagedBuildError: The version cannot be read.
        ModelMismatchError: The embedder is not the one that the version was built with.
    """
    manifest = read_manifest(built) if name is None else find_version(built, name)
    folder = built / manifest.version
    if embedder is not None and (embedder.name, embedder.dimension) != (manifest.model, manifest.dimension):
        raise ModelMismatchError(f"built with {manifest.model}, asked to search with {embedder.name}")
    try:
        return _read_version(folder, manifest, embedder or load_built_embedder(folder, manifest))
    # faiss raises RuntimeError for a file it cannot read
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise DamagedBuildError(f"{folder}: {error}; build it anew") from error


def _read_version(folder: Path, manifest: Manifest, embedder: Embedder) -> Version:
    replies = json.loads((folder / REPLIES).read_text(encoding="utf-8"))
    retriever = Retriever.load(folder, embedder)
    retriever.rank(manifest.version)  # the first question shall not wait for libraries to be loaded
    return Version(
        manifest=manifest,
        retriever=retriever,
        calibration=Calibration.load(folder / "calibration.json"),
        entries=tuple(json.loads((folder / "entries.json").read_text(encoding="utf-8"))),
        answers={
            entry: {tag: _parsed(payload, Answer) for tag, payload in by_tag.items()}
            for entry, by_tag in replies["answers"].items()
        },
        emergency={tag: _parsed(payload, Emergency) for tag, payload in replies["emergency"].items()},
        upkeep={entry: Upkeep(**fields) for entry, fields in replies["upkeep"].items()},
        aliases=replies["aliases"],
        places={one: (at["latitude"], at["longitude"]) for one, at in replies["coordinates"].items()},
        guide=json.loads((folder / GUIDE).read_text(encoding="utf-8")),
    )


def _parsed(payload: Mapping[str, object], kind: type[Kind]) -> Kind:
    reply = parse_reply(payload)
    if not isinstance(reply, kind):
        raise DamagedBuildError(f"a reply of type {payload['type']!r} where another was written; build it anew")
    return reply


def _answer(version: Version, entry: str, language: str) -> Answer:
    tag = require_language(language).tag
    try:
        return version.answers[version.aliases.get(entry, entry)][tag]
    except KeyError as error:
        raise UnknownEntryError(f"{entry!r} is no entry of version {version.manifest.version}") from error
