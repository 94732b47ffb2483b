"""The web page's API: open a conversation, send, listen, read again, choose the language."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import sqlalchemy as sa
from sse_starlette import EventSourceResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.core.clock import utc_now
from bot.core.messages import Channel, InboundKind, InboundMessage
from channels.rates import Allowance
from channels.services import ChannelPart, Services
from channels.web.events import Events, message_key
from channels.web.requests import (
    LONGEST_TEXT,
    LanguageBody,
    MessageBody,
    SessionBody,
    bearer_token,
    known_language,
    language_hints,
    read_body,
)
from conversation.errors import SessionUnknownError
from conversation.rendering import Renderer
from conversation.sessions import WebSession, WebSessions
from storage.conversations import Conversation
from storage.tables import conversations

HEARTBEAT_SECONDS = 15
SEND_TIMEOUT_SECONDS = 30

#: What one visitor may do, and one address: behind an address there may be a whole company or school.
SESSIONS_PER_ADDRESS = Allowance(name="web-sessions", times=120, seconds=60)
MESSAGES_PER_ADDRESS = Allowance(name="web-address", times=600, seconds=60)
MESSAGES_PER_SESSION = Allowance(name="web-messages", times=60, seconds=60)
READS_PER_SESSION = Allowance(name="web-reads", times=240, seconds=60)

_NO_STORE = {"Cache-Control": "no-store"}
_IPV6_CUSTOMER_BITS = 64


class WebApi:
    """Serves the browsers of visitors."""

    def __init__(self, services: Services) -> None:
        """Use the parts of the edge."""
        self._services = services
        self._sessions = WebSessions(services.database)
        self._events = Events(services.database, Renderer(services.texts))

    @property
    def routes(self) -> tuple[Route, ...]:
        """Return the routes of the API."""
        return (
            Route("/api/web/session", self.open_session, methods=["POST"]),
            Route("/api/web/messages", self.take_message, methods=["POST"]),
            Route("/api/web/language", self.choose_language, methods=["POST"]),
            Route("/api/web/events", self.stream_events, methods=["GET"]),
            Route("/api/web/history", self.show_history, methods=["GET"]),
        )

    async def open_session(self, request: Request) -> Response:
        """Take up the conversation of the token, or start one and tell its token."""
        body = await read_body(request, SessionBody)
        site = self._services.sites.get(body.site or self._services.settings.site)
        if site is None:
            raise HTTPException(404, "site_unknown")
        await self._spend_address(SESSIONS_PER_ADDRESS, request)
        token = bearer_token(request)
        session = await self._resumed(token, site.id) if token else None
        if session is not None:
            return JSONResponse(_session_json(session, resumed=True), headers=_NO_STORE)
        session, token = await self._sessions.open(site.id, language_hints=language_hints(request, body.language))
        return JSONResponse({**_session_json(session, resumed=False), "token": token}, 201, headers=_NO_STORE)

    async def take_message(self, request: Request) -> Response:
        """Store a message and acknowledge it; the answer comes through the stream."""
        session = await self._session(request)
        await self._spend(MESSAGES_PER_SESSION, session)
        await self._spend_address(MESSAGES_PER_ADDRESS, request)
        body = await read_body(request, MessageBody)
        if len(body.text) > LONGEST_TEXT:
            raise HTTPException(413, "text_too_long")
        accepted = await self._services.inbox.accept(
            InboundMessage(
                sender=session.conversation.sender,
                message_id=message_key(session.conversation, body.id),
                received_at=utc_now(),
                kind=InboundKind.TEXT if body.choice is None else InboundKind.CHOICE,
                text=body.text,
                choice=body.choice,
            )
        )
        return JSONResponse({"ok": True, "id": body.id, "repeated": accepted.repeated}, 202, headers=_NO_STORE)

    async def choose_language(self, request: Request) -> Response:
        """Answer in this language from now on."""
        session = await self._session(request)
        await self._spend(READS_PER_SESSION, session)
        tag = known_language(await read_body(request, LanguageBody))
        statement = sa.update(conversations).where(conversations.c.id == session.conversation.id)
        chosen = statement.values(language_preferred=tag, language_last=tag)
        await self._services.database.write(lambda connection: connection.execute(chosen))
        return JSONResponse({"ok": True, "language": tag}, headers=_NO_STORE)

    async def stream_events(self, request: Request) -> Response:
        """Stream every message after `Last-Event-ID`, and where the conversation stands."""
        session = await self._session(request)
        await self._spend(READS_PER_SESSION, session)
        return EventSourceResponse(
            self._events.stream(session.conversation, _last_event(request)),
            ping=HEARTBEAT_SECONDS,
            sep="\n",
            send_timeout=SEND_TIMEOUT_SECONDS,
        )

    async def show_history(self, request: Request) -> Response:
        """Return what was said so far, so that a reload keeps it."""
        session = await self._session(request)
        await self._spend(READS_PER_SESSION, session)
        return JSONResponse({"ok": True, **await self._events.history(session.conversation)}, headers=_NO_STORE)

    async def _session(self, request: Request) -> WebSession:
        return await self._sessions.find(bearer_token(request))

    async def _resumed(self, token: str, site: str) -> WebSession | None:
        try:
            session = await self._sessions.find(token)
        except SessionUnknownError:
            return None
        return session if session.conversation.sender.site == site else None

    async def _spend(self, allowance: Allowance, session: WebSession) -> None:
        await self._services.rates.spend(allowance, str(session.conversation.id))

    async def _spend_address(self, allowance: Allowance, request: Request) -> None:
        address = visitor_address(request)
        if address is not None:
            await self._services.rates.spend(allowance, address)


def visitor_address(request: Request) -> str | None:
    """Return the address that a visitor's requests are counted by; None for this very machine.

    A request from loopback that no proxy has forwarded is the operator's own: `ronghe ask` and `ronghe evaluate`. Of an
    IPv6 address the network counts, since one customer has all of it.
    """
    host = request.client.host if request.client else ""
    try:
        address: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        return host
    if address.is_loopback:
        return None
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, _IPV6_CUSTOMER_BITS), strict=False).network_address)
    return str(address)


def build(services: Services) -> ChannelPart:
    """Return the web channel; it is always there. Its visitors fetch their messages, so nothing has to be sent."""
    return ChannelPart(channel=Channel.WEB, routes=WebApi(services).routes)


def _last_event(request: Request) -> int:
    value = request.headers.get("last-event-id", "0")
    if not (value.isascii() and value.isdecimal() and len(value) < 19):  # noqa: PLR2004 - digits of 64 bits
        raise HTTPException(400, "invalid_last_event_id")
    return int(value)


def _session_json(session: WebSession, *, resumed: bool) -> dict[str, object]:
    conversation: Conversation = session.conversation
    return {
        "ok": True,
        "resumed": resumed,
        "site": conversation.sender.site,
        "language": conversation.language_preferred,
        "expires_at": session.expires_at.isoformat(),
    }
