"""The composition root of the edge: everything is put together here and nowhere else."""

import asyncio
import logging
import platform
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

import channels.web.routes
from bot.language import load_detector, resolve
from bot.language.foreign import load_foreign_languages
from bot.secrets import internal_token
from bot.settings import Settings
from bot.sites import Sites
from bot.texts import Texts
from channels.rates import RateLimiter
from channels.services import ChannelBuilder, ChannelPart, Services
from conversation.deliverer import Deliverer
from conversation.inbox import Inbox
from conversation.language import Languages
from conversation.rasa import RasaClient
from conversation.remarks import LanguageRemarks
from conversation.rendering import Renderer
from conversation.router import Router
from handoff.desk import Desk
from handoff.notes import Notes
from handoff.staffing import Staffing
from storage.engine import open_database
from storage.migrations import upgrade
from web.console.routes import Console
from web.errors import HANDLERS
from web.guide.routes import GuidePages
from web.health import Health
from web.pages import Pages
from web.security import SecurityHeaders

if TYPE_CHECKING:
    from redis.asyncio import Redis


def _wechat(services: Services) -> ChannelPart | None:
    if not (services.settings.wechat_app_id or services.settings.wechat_token):
        return None
    # a platform's library is loaded where its channel is on, or every start would wait for it
    from channels.wechat.channel import build_wechat  # noqa: PLC0415

    return build_wechat(services)


def _telegram(services: Services) -> ChannelPart | None:
    if not services.settings.telegram_token:
        return None
    from channels.telegram.channel import build_telegram  # noqa: PLC0415

    return build_telegram(services)


#: Every channel; a builder returns None for a channel that the settings do not name.
CHANNELS: tuple[ChannelBuilder, ...] = (channels.web.routes.build, _wechat, _telegram)
LARGEST_BODY_BYTES = 256 * 1024
_SMALLEST_COMPRESSED_BYTES = 1024

_log = logging.getLogger(__name__)


class Edge:
    """The parts of one edge process and what they do while it runs."""

    def __init__(self, settings: Settings, *, builders: tuple[ChannelBuilder, ...] = CHANNELS) -> None:
        """Build the parts; nothing is connected or started yet.

        Args:
            settings: Of this installation.
            builders: The channels.
        """
        self.settings = settings
        settings.var.mkdir(parents=True, exist_ok=True)
        self.texts = Texts.load()
        self.sites = Sites.load()
        self.database = open_database(settings.database)
        self.client = httpx.AsyncClient(trust_env=False)
        self.rasa = RasaClient(settings.rasa_url, internal_token(settings))
        self.rates = RateLimiter(_redis(settings.redis_url) if settings.redis_url else None)
        services = Services(
            settings=settings,
            database=self.database,
            inbox=Inbox(self.database),
            texts=self.texts,
            sites=self.sites,
            rates=self.rates,
        )
        self.parts: tuple[ChannelPart, ...] = tuple(part for build in builders if (part := build(services)))
        self.desk = Desk(self.database)
        self.staffing = Staffing(self.database)

    @property
    def routes(self) -> list[BaseRoute]:
        """Return all routes: health, pages, console, then those of each channel."""
        pages = Pages(texts=self.texts, sites=self.sites, settings=self.settings)
        console = Console(
            texts=self.texts,
            desk=self.desk,
            staffing=self.staffing,
            notes=Notes(self.database),
            rates=self.rates,
            settings=self.settings,
            assets=pages.assets,
        )
        guide = GuidePages(
            texts=self.texts,
            sites=self.sites,
            assets=pages.assets,
            settings=self.settings,
            rates=self.rates,
            client=self.client,
        )
        health = Health(self.settings, self.database, self.client)
        of_channels = [route for part in self.parts for route in part.routes]
        return [health.route, *pages.routes, *guide.routes, *console.routes, *of_channels]

    @asynccontextmanager
    async def running(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002 - fixed by Starlette
        """Bring the tables up to date, start the workers, and end it all in order."""
        await asyncio.to_thread(upgrade, self.database.engine)
        languages = Languages(
            load_detector(),
            resolve,
            self.sites.default_languages,
            LanguageRemarks(load_foreign_languages(), self.texts),
        )
        renderer = Renderer(self.texts)
        name = f"{platform.node()}:{self.settings.port}"
        router = Router(self.database, understanding=self.rasa, languages=languages, renderer=renderer, name=name)
        senders = {part.channel: part.sender for part in self.parts if part.sender is not None}
        deliverer = Deliverer(self.database, senders, renderer, name=name)
        workers = [router.run, deliverer.run, self.desk.run, *(task for part in self.parts for task in part.tasks)]
        tasks = [asyncio.create_task(_kept_running(work)) for work in workers]
        try:
            yield
        finally:
            await router.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.rasa.close()
            await self.client.aclose()
            await self.rates.close()
            await asyncio.to_thread(self.database.close)


def create_app(settings: Settings, *, builders: tuple[ChannelBuilder, ...] = CHANNELS) -> Starlette:
    """Return the edge as an application; its workers start and end with the server that runs it."""
    edge = Edge(settings, builders=builders)
    return Starlette(
        routes=edge.routes,
        lifespan=edge.running,
        exception_handlers=HANDLERS,
        max_body_size=LARGEST_BODY_BYTES,
        middleware=[
            Middleware(SecurityHeaders, secure=settings.address.startswith("https:")),
            Middleware(GZipMiddleware, minimum_size=_SMALLEST_COMPRESSED_BYTES),
        ],
    )


def _redis(url: str) -> "Redis[bytes]":
    # a quarter of a second of the start, which one edge on its own need not wait
    from redis.asyncio import Redis  # noqa: PLC0415

    return Redis.from_url(url)


async def _kept_running(work: Callable[[], Awaitable[None]]) -> None:
    """Run a worker for as long as the edge runs; one that falls over is started again, and the log says why."""
    while True:
        try:
            await work()
        except Exception:  # the outermost boundary of a worker
            _log.exception("%s fell over and is started again", getattr(work, "__qualname__", work))
        else:
            return
        await asyncio.sleep(1)
