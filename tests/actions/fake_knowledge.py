"""A knowledge base without an index: it finds what a test says."""

from typing import Any

from bot.core.languages import language as require_language
from bot.core.replies import Answer, Emergency, EntryLink, Hotline
from knowledge.calibration import Decision
from knowledge.errors import UnknownEntryError
from knowledge.service import Finding, Hit, Nearby

ENTRIES = (
    "exit-entry.lost-passport",
    "exit-entry.visa-extension",
    "exit-entry.child-nationality",
    "exit-entry.child-chinese-passport",
    "exit-entry.child-foreign-passport",
    "exit-entry.newborn-foreign",
    "centre.points",
)


#: More entries than one message shows.
MANY = tuple(f"work.number-{number}" for number in range(10))


class FakeKnowledge:
    """Answers every entry it has with a title that tells entry and language."""

    def __init__(self, *, entries: tuple[str, ...] = ENTRIES) -> None:
        self.entries = entries
        #: What was searched for, with the language.
        self.searched: list[tuple[str, str]] = []
        self._finding = Finding(decision=Decision.NONE, hits=())
        #: Entries whose place is known, with their distance from anywhere.
        self.places: dict[str, float] = {}

    def finds(self, decision: Decision, *entries: str) -> None:
        """Have every search come to this."""
        hits = tuple(Hit(entry=entry, title=f"title of {entry}", confidence=0.5) for entry in entries)
        self._finding = Finding(decision=decision, hits=hits)

    def search(self, question: str, language: str, *, limit: int = 3) -> Finding:
        require_language(language)
        self.searched.append((question, language))
        if not question.strip():
            return Finding(decision=Decision.NONE, hits=())
        return Finding(decision=self._finding.decision, hits=self._finding.hits[:limit])

    def answer(self, entry: str, language: str) -> Answer:
        return Answer(
            entry=entry,
            title=self.link(entry, language).title,
            summary="what to do",
            verified_on="2026-11-22",
            as_of="2026-11",
        )

    def link(self, entry: str, language: str) -> EntryLink:
        require_language(language)
        if entry not in {*self.entries, *MANY}:
            raise UnknownEntryError(f"{entry!r} is no entry")
        return EntryLink(entry=entry, title=f"{entry} in {language}")

    def nearest(self, place: tuple[float, float], language: str, *, limit: int = 3) -> tuple[Nearby, ...]:
        links = [Nearby(link=self.link(one, language), kilometres=away) for one, away in self.places.items()]
        return tuple(links[:limit])

    def guide(self, language: str) -> dict[str, Any]:
        require_language(language)
        step = {"deadline": "in 24 hours", "kind": "statutory", "entry": self.entries[0], "do": f"Register, {language}"}
        steps = [
            {**step, "stage": "first_24_hours"},
            {**step, "stage": "first_24_hours", "deadline": "", "entry": None, "do": "Rest"},
            {**step, "stage": "before_leaving"},
        ]
        return {
            "themes": [
                {"id": "home", "title": f"Home, {language}", "entries": self.entries[:2]},
                {"id": "work", "title": "Work", "entries": MANY},
            ],
            "packs": [{"id": "students", "title": "Students", "lead": "For them.", "steps": steps}],
            "activities": {"themes": [{"id": "social", "name": "Meeting", "purpose": "Meet"}]},
        }

    def emergency(self, language: str) -> Emergency:
        return Emergency(
            lead=f"Call now, in {require_language(language).tag}",
            hotlines=(Hotline(number="110", label="Police"),),
            verified_on="2026-11-22",
        )
