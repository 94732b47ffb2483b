"""Where Rasa keeps its conversations: the installation's database, so that a dialogue outlives the process."""

from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain

from bot.settings import load_settings


class InstallationTrackerStore(SQLTrackerStore):
    """Rasa's SQL store on the database of the settings; on SQLite in a file of its own."""

    def __init__(self, domain: Domain | None = None, **kwargs: Any) -> None:
        """Open the database; `host` of the endpoints file is not needed."""
        settings = load_settings()
        url = settings.database_url
        if not url:
            folder = settings.var / "rasa"
            folder.mkdir(parents=True, exist_ok=True)
            # apart from the edge's file, since SQLite has one writer a file
            url = f"sqlite:///{folder / 'conversations.db'}"
        kwargs["host"] = url
        super().__init__(domain=domain, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare)
            self.engine.dispose()


def _prepare(connection: Any, _record: Any) -> None:
    """Let readers and the writer work side by side, and write without waiting for the disk each time."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()
