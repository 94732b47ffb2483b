"""A Rasa on loopback that keeps to docs/reference/contracts.md and does what a test tells it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "internal-token"

Body = dict[str, object]
Script = Callable[[Body], list[Body]]


def echo(body: Body) -> list[Body]:
    return [{"type": "text", "text": f"you said {body['text']}", "choices": [], "response": "utter_echo"}]


class FakeRasa:
    """Answers turns by a script, remembers them, and can be made to fail, hang or go away."""

    def __init__(self) -> None:
        self.script: Script = echo
        self.turns: list[Body] = []
        self.repeats = 0
        #: Turns that fail before the next one that does not.
        self.failures = 0
        self.status: int | None = None
        #: Set to let turns through.
        self.gate = asyncio.Event()
        self.gate.set()
        self.entered = asyncio.Event()
        self.url = ""
        self._stored: dict[tuple[object, object], Body] = {}
        self._at_work: set[object] = set()
        self.overlaps = 0

    async def messages(self, request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"error": "unauthorized"}, 401)
        if self.status is not None:
            return JSONResponse({"error": "on purpose"}, self.status)
        body = json.loads(await request.body())
        key = (body["sender"], body["message_id"])
        if key in self._stored:
            self.repeats += 1
            return JSONResponse(self._stored[key])
        self.turns.append(body)
        self.overlaps += body["sender"] in self._at_work
        self._at_work.add(body["sender"])
        self.entered.set()
        await self.gate.wait()
        self._at_work.discard(body["sender"])
        if self.failures:
            self.failures -= 1
            return JSONResponse({"error": "turn_failed"}, 500)
        answer = {
            "message_id": body["message_id"],
            "intent": {"name": "ask_service", "confidence": 0.97},
            "replies": self.script(body),
        }
        self._stored[key] = answer
        return JSONResponse(answer)

    @asynccontextmanager
    async def listening(self, port: int = 0) -> AsyncIterator["FakeRasa"]:
        """Serve on a free port, or on a port of before."""
        routes = [Route("/webhooks/edge/messages", self.messages, methods=["POST"])]
        config = uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        # With its protocol named, asyncio switches Nagle's algorithm off; else each answer would take 40 ms more.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        sockets = [listener]
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        serving = asyncio.create_task(server.serve(sockets=sockets))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield self
        finally:
            server.should_exit = True
            server.force_exit = True
            await serving
