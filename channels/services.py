"""What a channel is built from, and what it gives the edge."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.routing import BaseRoute

from bot.core.messages import Channel
from bot.settings import Settings
from bot.sites import Sites
from bot.texts import Texts
from channels.rates import RateLimiter
from conversation.inbox import Inbox
from conversation.sender import Sender
from storage.engine import Database


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the edge that every channel may use."""

    settings: Settings
    database: Database
    inbox: Inbox
    texts: Texts
    sites: Sites
    rates: RateLimiter


@dataclass(frozen=True, kw_only=True)
class ChannelPart:
    """What one channel adds to the edge."""

    channel: Channel
    #: Its webhook or API, added to the edge's own routes.
    routes: tuple[BaseRoute, ...] = ()
    #: Its way out; None when its visitors fetch their messages.
    sender: Sender | None = None
    #: Started with the edge and cancelled with it, such as polling a platform.
    tasks: tuple[Callable[[], Awaitable[None]], ...] = ()


#: Builds a channel, or returns None when the settings do not name it.
ChannelBuilder = Callable[[Services], ChannelPart | None]
