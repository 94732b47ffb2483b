"""Where Rasa keeps what its dialogues need, so that they outlive the process: little, and in one row each.

Rasa's own SQL store keeps every event and reads a whole session back with each message, so that a turn costs more
the longer a visitor talks (docs/adr/0004). The conversation itself is in the edge's database; a dialogue only needs
its slots, the running form and the last few turns.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.dialects import postgresql, sqlite

from bot.settings import Settings, load_settings

#: Turns kept whole: stories look back one, and a form may have been interrupted in the one before.
TURNS_KEPT = 3

_metadata = sa.MetaData()
_dialogues = sa.Table(
    "rasa_dialogues",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
)
#: Lets one connection make the table; the number only has to be nobody else's.
_ONE_AT_A_TIME = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(7264001)"}
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class DialogueStore(TrackerStore):
    """One row for each conversation in the installation's database; on SQLite in a file of its own."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        *,
        settings: Settings | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the database of the settings; `host` of the endpoints file is not needed."""
        kwargs.pop("host", None)
        self.engine = _open(settings or load_settings())
        with self.engine.begin() as connection:
            # two Rasa servers that start together would both find no table
            connection.exec_driver_sql(_ONE_AT_A_TIME[connection.dialect.name])
            _metadata.create_all(connection)
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write what the next turn needs."""
        await self.stream_events(tracker)
        row = {"sender_id": tracker.sender_id, "events": json.dumps([one.as_dict() for one in needed_events(tracker)])}
        insert = _INSERTS[self.engine.dialect.name](_dialogues).values(**row)
        with self.engine.begin() as connection:
            connection.execute(
                insert.on_conflict_do_update(index_elements=["sender_id"], set_={"events": insert.excluded.events})
            )

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a conversation as it was saved, or None when there is none."""
        wanted = sa.select(_dialogues.c.events).where(_dialogues.c.sender_id == sender_id)
        with self.engine.connect() as connection:
            events = connection.execute(wanted).scalar_one_or_none()
        if events is None:
            return None
        return DialogueStateTracker.from_events(sender_id, read_events(json.loads(events)), self.domain.slots)

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation."""
        with self.engine.begin() as connection:
            connection.execute(sa.delete(_dialogues).where(_dialogues.c.sender_id == sender_id))

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations."""
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(_dialogues.c.sender_id)).scalars())


#: Rasa itself looks through all classes of events for each event; a fourteenth of a turn went there.
_event_type = cache(Event.resolve_by_type)


def read_events(dumped: Iterable[dict[str, Any]]) -> list[Event]:
    """Return events as they were before `as_dict`.

    Raises:
        ValueError: There is no such kind of event.
    """
    # what Event.from_parameters does once it has found the class
    return [_event_type(one["event"])._from_parameters(one) for one in dumped]


def needed_events(tracker: DialogueStateTracker, turns: int = TURNS_KEPT) -> list[Event]:
    """Return events that bring a fresh tracker to where this one is, as far as a dialogue looks back."""
    events: Sequence[Event] = list(tracker.events)
    users = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(users) <= turns:
        return list(events)
    start = users[-turns]
    # What was set before the first kept turn: the slots as they were then, and the form that was running.
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:start], tracker.slots.values())
    slots = [SlotSet(name, value) for name, value in before.current_slot_values().items() if value is not None]
    loop = [ActiveLoop(before.active_loop_name)] if before.active_loop_name else []
    return [*slots, *loop, ActionExecuted("action_listen"), *events[start:]]


def _open(settings: Settings) -> sa.engine.Engine:
    if settings.database_url:
        return sa.create_engine(settings.database_url, pool_pre_ping=True)
    folder = settings.var / "rasa"
    folder.mkdir(parents=True, exist_ok=True)
    # Apart from the edge's file, since SQLite has one writer a file. Connections stay open: closing the last one
    # writes the log back and waits for the disk.
    engine = sa.create_engine(
        f"sqlite:///{folder / 'dialogues.db'}", poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False}
    )
    sa.event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """Let readers and the writer work side by side, and write without waiting for the disk each time."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
