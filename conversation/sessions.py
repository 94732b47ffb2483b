"""Web visitors' sessions: a token in the browser, its conversation here."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.core.clock import Clock, utc_now
from bot.core.languages import first_match
from bot.core.messages import Channel, Sender
from conversation.errors import SessionUnknownError
from storage.conversations import Conversation, ensure_conversation, read_conversation
from storage.engine import Database
from storage.tables import conversations, web_sessions
from storage.tokens import hash_token, new_token

SESSION_LENGTH = timedelta(days=30)
_ID_BYTES = 16


_BY_TOKEN = (
    sa.select(conversations, web_sessions.c.expires_at)
    .select_from(conversations.join(web_sessions, web_sessions.c.conversation_id == conversations.c.id))
    .where(web_sessions.c.token_hash == sa.bindparam("hash"), web_sessions.c.expires_at > sa.bindparam("now"))
)


@dataclass(frozen=True, kw_only=True)
class WebSession:
    """A browser's hold on a conversation."""

    conversation: Conversation
    expires_at: datetime


class WebSessions:
    """Opens and finds the conversations of browsers."""

    def __init__(self, database: Database, *, clock: Clock = utc_now, length: timedelta = SESSION_LENGTH) -> None:
        """Keep sessions in this database."""
        self._database = database
        self._clock = clock
        self._length = length

    async def open(self, site: str, *, language_hints: tuple[str, ...] = ()) -> tuple[WebSession, str]:
        """Start a conversation; return its session and the token, which is told only now."""
        token = new_token()
        sender = Sender(site=site, channel=Channel.WEB, platform_id=secrets.token_hex(_ID_BYTES))
        now = self._clock()
        hint = first_match(language_hints)

        def write(connection: Connection) -> Conversation:
            made = ensure_conversation(connection, sender, now)
            connection.execute(sa.update(conversations).where(conversations.c.id == made.id).values(language_hint=hint))
            connection.execute(sa.delete(web_sessions).where(web_sessions.c.expires_at < now))
            values = {
                "token_hash": hash_token(token),
                "conversation_id": made.id,
                "site": site,
                "created_at": now,
                "expires_at": now + self._length,
            }
            connection.execute(sa.insert(web_sessions).values(values))
            return ensure_conversation(connection, sender, now)

        conversation = await self._database.write(write)
        return WebSession(conversation=conversation, expires_at=now + self._length), token

    async def find(self, token: str) -> WebSession:
        """Return the session of a token.

        Raises:
            SessionUnknownError: There is none, or it is too old.
        """
        mine = {"hash": hash_token(token), "now": self._clock()}
        row = await self._database.read(lambda connection: connection.execute(_BY_TOKEN, mine).one_or_none())
        if row is None:
            raise SessionUnknownError
        return WebSession(conversation=read_conversation(row), expires_at=row.expires_at)

    async def end(self, token: str) -> None:
        """Forget a token; the conversation itself stays."""
        ended = sa.delete(web_sessions).where(web_sessions.c.token_hash == hash_token(token))
        await self._database.write(lambda connection: connection.execute(ended))
