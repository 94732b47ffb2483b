"""A visitor on the web channel, for commands, tests and benchmarks: what the widget does, without a browser."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from httpx_sse import aconnect_sse
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_fixed

from bot.core.errors import AssistantError

#: The notification that a message has arrived and its answer will take a while.
RECEIVED = "received"
ANSWER_SECONDS = 90.0
CONNECT_SECONDS = 5.0
CONNECTIONS = 200
#: Pause before an edge that went away is tried again.
AGAIN_SECONDS = 0.2

Message = Mapping[str, Any]


class NotRunningError(AssistantError):
    """Ronghe does not answer."""


class NoReplyError(AssistantError):
    """No reply came in time."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came back to one message."""

    #: Messages of the stream, in order.
    messages: tuple[Message, ...]
    #: From sending to the last of them.
    seconds: float


@asynccontextmanager
async def connection(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client for the edge at an address."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=timeout) as client:
        yield client


class Visitor:
    """One conversation: made by `visiting`."""

    def __init__(self, client: httpx.AsyncClient, token: str, messages: asyncio.Queue[Message]) -> None:
        """Speak with this token; replies arrive in the queue."""
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}
        self._messages = messages

    async def say(self, text: str = "", *, choice: str | None = None, patience: float = ANSWER_SECONDS) -> Turn:
        """Send a text or press a button, and return everything that answers it.

        A message whose acknowledgement is lost is sent again under the same id, which counts once.

        Raises:
            NotRunningError: Nothing took the message in time.
            NoReplyError: Nothing came in time.
        """
        key = uuid.uuid4().hex
        body = {"id": key, "text": text, **({"choice": choice} if choice else {})}
        started = time.perf_counter()
        await self._send(body, patience)
        messages: list[Message] = []
        try:
            async with asyncio.timeout(patience):
                while True:
                    message = await self._messages.get()
                    if message["answers"] != key or message["label"] == RECEIVED:
                        continue
                    messages.append(message)
                    if not message["more"]:
                        break
        except TimeoutError as error:
            raise NoReplyError(f"No reply to {text!r} within {patience:.0f} s; see var/log/edge.log") from error
        return Turn(messages=tuple(messages), seconds=time.perf_counter() - started)

    async def _send(self, body: Mapping[str, str], patience: float) -> None:
        again = AsyncRetrying(
            retry=retry_if_exception_type(httpx.TransportError),
            wait=wait_fixed(AGAIN_SECONDS),
            stop=stop_after_delay(patience),
            reraise=True,
        )
        try:
            async for attempt in again:
                with attempt:
                    answer = await self._client.post("/api/web/messages", json=body, headers=self._headers)
                    answer.raise_for_status()
        except httpx.TransportError as error:
            raise NotRunningError(f"Nothing answers at {self._client.base_url}. Start it with: make run") from error

    async def next_message(self, *, patience: float = ANSWER_SECONDS) -> Message:
        """Return the next message of the stream that no `say` has taken, such as one of staff.

        Raises:
            NoReplyError: Nothing came in time.
        """
        try:
            return await asyncio.wait_for(self._messages.get(), patience)
        except TimeoutError as error:
            raise NoReplyError(f"No message within {patience:.0f} s") from error


@asynccontextmanager
async def visiting(client: httpx.AsyncClient, *, site: str = "", language: str | None = None) -> AsyncIterator[Visitor]:
    """Open a conversation and listen to it.

    Raises:
        NotRunningError: Nothing listens at the address.
    """
    try:
        answer = await client.post("/api/web/session", json={"site": site, "language": language})
    except httpx.TransportError as error:
        raise NotRunningError(f"Nothing answers at {client.base_url}. Start it with: make run") from error
    answer.raise_for_status()
    token = answer.json()["token"]
    messages: asyncio.Queue[Message] = asyncio.Queue()
    listening = asyncio.create_task(_listen(client, token, messages))
    try:
        yield Visitor(client, token, messages)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _listen(client: httpx.AsyncClient, token: str, messages: asyncio.Queue[Message]) -> None:
    last = "0"
    while True:
        headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": last}
        try:
            async with aconnect_sse(client, "GET", "/api/web/events", headers=headers) as source:
                async for event in source.aiter_sse():
                    # after the first message the library makes an empty one of every heartbeat
                    if event.event == "message" and event.data:
                        last = event.id or last
                        messages.put_nowait(event.json())
        except httpx.TransportError:
            # the edge went away: as the widget does, come back and go on after the last message
            await asyncio.sleep(AGAIN_SECONDS)
