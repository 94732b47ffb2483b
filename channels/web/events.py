"""What a page is told: messages in order, and where its conversation stands."""

import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sse_starlette import ServerSentEvent

from bot.core.errors import AssistantError
from bot.core.replies import Notification, parse_reply
from conversation.outbox import Outbox, OutboxRow
from conversation.rendering import Renderer
from handoff.desk import Desk
from handoff.tickets import find_live, find_ticket
from handoff.transcript import VisitorLine, read_transcript
from storage.conversations import Conversation
from storage.engine import Database
from storage.states import Author, TicketState
from storage.tables import conversations

#: How often a stream looks for messages that nobody rang for: an edge alone on its file writes them all itself, other
#: edges on a PostgreSQL database cannot ring here.
_LOOK_SECONDS = {"sqlite": 15.0, "postgresql": 2.0}
_STANDING_SECONDS = 15.0
_SEPARATOR = ":"
_HISTORY_LINES = 400

Json = dict[str, object]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who answers in a conversation at the moment."""

    #: `bot`, `waiting` for staff, or `staff`.
    state: str
    #: Display name of the member of staff, or empty.
    staff: str
    #: Place in the queue, while it waits.
    position: int | None
    #: The language that the visitor chose; None until then.
    language: str | None


def message_key(conversation: Conversation, browser_id: str) -> str:
    """Return the message id of a browser's own id: it counts within the conversation only."""
    return f"{conversation.sender.platform_id}{_SEPARATOR}{browser_id}"


class Events:
    """Reads conversations for the pages that show them."""

    def __init__(self, database: Database, renderer: Renderer) -> None:
        """Read from this database, in the words of this renderer."""
        self._database = database
        self._renderer = renderer
        self._outbox = Outbox(database)
        self._desk = Desk(database)
        self._look_seconds = _LOOK_SECONDS[database.engine.dialect.name]

    async def stream(self, conversation: Conversation, after: int) -> AsyncIterator[ServerSentEvent]:
        """Give every message that follows a number, and the standing now and whenever it changes; without end."""
        standing: Standing | None = None
        looked = -_STANDING_SECONDS
        while True:
            rows = await self._outbox.wait(conversation.id, after, 0.0 if standing is None else self._look_seconds)
            for row, more in with_more(rows):
                after = row.id
                yield _event("message", self._message(row, more=more), row.id)
            now = monotonic()
            # whatever changes the standing also has the system or staff say something, but for the places of those
            # who wait; an answer of the bot changes nothing
            spoken = any(row.author is not Author.BOT for row in rows)
            if standing is None or spoken or now - looked >= _STANDING_SECONDS:
                looked = now
                found = await self.standing(conversation)
                if found != standing:
                    standing = found
                    yield _event("status", asdict(found))

    async def standing(self, conversation: Conversation) -> Standing:
        """Return who answers in a conversation at the moment."""

        def read(connection: Connection) -> Standing:
            preferred = connection.execute(
                sa.select(conversations.c.language_preferred).where(conversations.c.id == conversation.id)
            ).scalar_one()
            live = find_live(connection, conversation.id)
            if live is None:
                return Standing(state="bot", staff="", position=None, language=preferred)
            ticket = find_ticket(connection, live)
            state = "staff" if ticket.state is TicketState.CLAIMED else "waiting"
            return Standing(state=state, staff=ticket.holder or "", position=None, language=preferred)

        standing = await self._database.read(read)
        if standing.state != "waiting":
            return standing
        return replace(standing, position=await self._desk.position(conversation.id))

    async def history(self, conversation: Conversation) -> Json:
        """Return what was said, both ways, and the number of the last message to the visitor."""
        lines = await self._database.read(
            lambda connection: read_transcript(connection, conversation.id, limit=_HISTORY_LINES)
        )
        messages: list[Json] = []
        last = 0
        for line in lines:
            if isinstance(line, VisitorLine):
                messages.append(
                    {
                        "id": line.message_id.rpartition(_SEPARATOR)[2],
                        "author": "visitor",
                        "at": line.at.isoformat(),
                        "text": line.text,
                        "language": line.language,
                    }
                )
                continue
            last = max(last, line.id)
            messages.append(
                {
                    "id": line.id,
                    "author": line.author.value,
                    "name": line.staff_name,
                    "at": line.at.isoformat(),
                    "view": self._view(line.payload, line.language, line.id),
                }
            )
        return {"messages": messages, "last": last}

    def _message(self, row: OutboxRow, *, more: bool) -> Json:
        return {
            "id": row.id,
            "author": row.author.value,
            "name": row.staff_name,
            "at": row.created_at.isoformat(),
            "more": more,
            # which sentence of the system's own it is: a page goes on waiting after `received`
            "label": row.payload.get("label"),
            "about": _about(row.payload),
            "answers": None if row.answers is None else row.answers.rpartition(_SEPARATOR)[2],
            "view": self._view(row.payload, row.language, row.id),
        }

    def _view(self, payload: Mapping[str, object], language: str, outbox_id: int) -> Json:
        try:
            view = self._renderer.render(parse_reply(payload), language, outbox_id)
        except AssistantError:
            # One row that cannot be shown must not stop the stream at this place for ever.
            _log.exception("message %d cannot be shown", outbox_id)
            view = self._renderer.render(Notification(label="sorry"), language, outbox_id)
        return asdict(view)


def _about(payload: Mapping[str, object]) -> Json:
    """Return what a message is, for programs: its type, and the entries, response or label it comes from."""
    about: Json = {"type": payload["type"]}
    about.update({key: payload[key] for key in ("response", "label") if payload.get(key)})
    entries = [payload["entry"]] if "entry" in payload else []
    links = payload.get("entries")
    if isinstance(links, Sequence):
        entries += [link["entry"] for link in links if isinstance(link, Mapping)]
    return {**about, "entries": entries} if entries else about


def with_more(rows: Sequence[OutboxRow]) -> Iterator[tuple[OutboxRow, bool]]:
    """Give each row with whether another answers the same message: a turn's rows are written, and so read, together."""
    for index, row in enumerate(rows):
        yield row, row.answers is not None and any(later.answers == row.answers for later in rows[index + 1 :])


def _event(kind: str, content: Json, number: int | None = None) -> ServerSentEvent:
    return ServerSentEvent(
        json.dumps(content, ensure_ascii=False), id=None if number is None else str(number), event=kind, sep="\n"
    )
