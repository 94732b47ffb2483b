"""The client of Rasa's edge channel (docs/reference/contracts.md)."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp

from bot.core.errors import MalformedReplyError
from bot.core.messages import Sender
from bot.core.replies import Reply, parse_reply
from conversation.errors import TurnFailedError, UnreachableError

#: Below the address of Rasa; its root answers 200 when there is a model that can take a turn.
CHANNEL = "/webhooks/edge"
PATH = f"{CHANNEL}/messages"
CONNECT_SECONDS = 3.0
#: Longer than Rasa's own lock and action limits, so that a slow turn ends there and not here.
TURN_SECONDS = 45.0

#: Statuses that say that no turn has begun: Rasa is away, starting, without a model, or set up wrongly.
_NOT_READY = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.CONFLICT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One message for Rasa."""

    sender: Sender
    #: The same id again gives the same replies without another turn.
    message_id: str
    #: What the visitor typed, or the caption of the button.
    text: str
    #: A payload that this system put on a button; None for typed words.
    command: str | None = None
    #: Tags: chosen by the visitor, of the conversation so far, and of this answer.
    preferred: str | None = None
    prior: str | None = None
    answer: str

    def to_json(self) -> dict[str, object]:
        """Return the body of the request."""
        return {
            "sender": str(self.sender),
            "message_id": self.message_id,
            "text": self.text,
            "command": self.command,
            "metadata": {
                "site": self.sender.site,
                "channel": self.sender.channel.value,
                "language": {"preferred": self.preferred, "prior": self.prior, "answer": self.answer},
            },
        }


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What Rasa made of a message."""

    #: Name of the intent; empty when there is none.
    intent: str = ""
    replies: tuple[Reply, ...] = field(default=())


class Understanding(Protocol):
    """Whoever understands messages and answers them."""

    async def take_turn(self, turn: Turn) -> Understood:
        """Return the replies to a message.

        Raises:
            UnreachableError: Nobody is there; the same message may be sent again at any time.
            TurnFailedError: The message was taken and the turn failed.
        """
        ...


class RasaClient:
    """Speaks to the EdgeInput of one Rasa server."""

    def __init__(self, url: str, token: str, *, turn_seconds: float = TURN_SECONDS, connections: int = 64) -> None:
        """Prepare a pool of connections; nothing is sent yet.

        Args:
            url: Address of the server, without a path.
            token: The internal token that both sides know.
            turn_seconds: How long a turn may take.
            connections: Turns at once at most.
        """
        self._address = url.rstrip("/") + PATH
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout = aiohttp.ClientTimeout(total=turn_seconds, sock_connect=CONNECT_SECONDS)
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def take_turn(self, turn: Turn) -> Understood:
        """Post a message and return the replies.

        Raises:
            UnreachableError: No connection, or a status that says that no turn has begun.
            TurnFailedError: The turn raised, took too long, or answered what cannot be read.
        """
        try:
            async with self._open().post(self._address, json=turn.to_json()) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ServerTimeoutError, aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
            raise UnreachableError(f"{type(error).__name__}") from error
        except TimeoutError as error:
            raise TurnFailedError("the turn took too long") from error
        if status in _NOT_READY:
            raise UnreachableError(f"status {status}")
        if status != HTTPStatus.OK:
            raise TurnFailedError(f"status {status}")
        return _understood(body)

    def _open(self) -> aiohttp.ClientSession:
        # made with the first turn, since it belongs to the loop that runs by then
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers=self._headers,
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def _understood(answer: bytes) -> Understood:
    try:
        body: Any = json.loads(answer)
        intent = (body.get("intent") or {}).get("name") or ""
        return Understood(intent=str(intent), replies=tuple(parse_reply(one) for one in body["replies"]))
    except (ValueError, KeyError, AttributeError, TypeError, MalformedReplyError) as error:
        raise TurnFailedError(f"the answer cannot be read: {error}") from error
