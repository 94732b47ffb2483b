"""The one knowledge base of the action server's process."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from bot.core.replies import Answer, Emergency, EntryLink
from bot.settings import load_settings
from knowledge.service import Finding, KnowledgeBase, Nearby


class Knowledge(Protocol):
    """What actions ask of the knowledge base."""

    def search(self, question: str, language: str, *, limit: int = 3) -> Finding:
        """Return the entries that a question means."""

    def answer(self, entry: str, language: str) -> Answer:
        """Return the answer of an entry."""

    def link(self, entry: str, language: str) -> EntryLink:
        """Return the id and title of an entry."""

    def nearest(self, place: tuple[float, float], language: str, *, limit: int = 3) -> tuple[Nearby, ...]:
        """Return the entries whose place is nearest to degrees north and east."""

    def guide(self, language: str) -> Mapping[str, Any]:
        """Return themes, packs and activities."""

    def emergency(self, language: str) -> Emergency:
        """Return the emergency numbers."""


@cache
def open_knowledge_base() -> KnowledgeBase:
    """Return the version in use; opened with the first call, which the server makes at its start.

    Raises:
        NotBuiltError: Nothing was built yet; `ronghe build` does it.
    """
    return KnowledgeBase.open(load_settings().var / "knowledge")
