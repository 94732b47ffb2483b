"""Which parts are up, for operators, load balancers and `ronghe serve`."""

import asyncio

import httpx
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.settings import Settings
from conversation.rasa import CHANNEL
from storage.engine import Database

_TIMEOUT_SECONDS = 2.0


class Health:
    """Looks at the edge's neighbours."""

    def __init__(self, settings: Settings, database: Database, client: httpx.AsyncClient) -> None:
        """Look at the processes of these settings."""
        self._database = database
        self._client = client
        self._neighbours = {"rasa": f"{settings.rasa_url}{CHANNEL}/", "actions": f"{settings.actions_url}/health"}

    @property
    def route(self) -> Route:
        """Return the route that tells it."""
        return Route("/health", self.show)

    async def show(self, request: Request) -> JSONResponse:  # noqa: ARG002 - fixed by Starlette
        """Answer 200 as long as messages are stored, which is the edge's promise; 503 when the database is away."""
        database, *others = await asyncio.gather(
            self._database_is_up(), *(self._is_up(address) for address in self._neighbours.values())
        )
        parts = {"edge": True, "database": database, **dict(zip(self._neighbours, others, strict=True))}
        body = {
            "ok": database,
            "ready": all(parts.values()),
            "parts": {name: "up" if is_up else "down" for name, is_up in parts.items()},
        }
        return JSONResponse(body, 200 if database else 503, headers={"Cache-Control": "no-store"})

    async def _is_up(self, address: str) -> bool:
        try:
            return (await self._client.get(address, timeout=_TIMEOUT_SECONDS)).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def _database_is_up(self) -> bool:
        def ask(connection: Connection) -> None:
            connection.execute(sa.text("SELECT 1"))

        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                await self._database.read(ask)
        except (SQLAlchemyError, TimeoutError):
            return False
        return True
