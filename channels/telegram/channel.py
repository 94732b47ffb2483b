"""Telegram as a part of the edge."""

import logging
from collections.abc import Awaitable, Callable

from starlette.routing import Route
from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest
from tenacity import retry, retry_if_not_exception_type, wait_random_exponential

from bot.core.errors import AssistantError
from bot.core.messages import Channel
from bot.secrets import telegram_secret
from bot.settings import Settings
from channels.services import ChannelPart, Services
from channels.telegram.intake import LONGEST_WAIT, POLL_SECONDS, Intake, Webhook, poll
from channels.telegram.parsing import ALLOWED_UPDATES
from channels.telegram.sender import TelegramSender

logger = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org"
PATH = "/webhooks/telegram"
WEBHOOK, POLLING = "webhook", "polling"
READ_SECONDS = 10.0


class TelegramModeError(AssistantError):
    """RONGHE_TELEGRAM_MODE must be `polling` or `webhook`."""


def build_telegram(services: Services) -> ChannelPart | None:
    """Return the channel, or None when no bot token is set.

    Raises:
        TelegramModeError: The mode is neither of the two.
    """
    settings = services.settings
    if not settings.telegram_token:
        return None
    bot = make_bot(settings)
    intake = Intake(bot, services.inbox, site=settings.site)
    sender = TelegramSender(bot)
    if settings.telegram_mode == WEBHOOK:
        secret = telegram_secret(settings)
        route = Route(PATH, Webhook(intake, bot, secret=secret).receive, methods=["POST"])
        url = settings.address + PATH
        return ChannelPart(
            channel=Channel.TELEGRAM, routes=(route,), sender=sender, tasks=(_registration(bot, url, secret),)
        )
    if settings.telegram_mode == POLLING:
        return ChannelPart(channel=Channel.TELEGRAM, sender=sender, tasks=(_polling(bot, intake),))
    raise TelegramModeError


def make_bot(settings: Settings) -> Bot:
    """Return a bot for the Bot API, or for the server that the settings name."""
    base = (settings.telegram_api_url or TELEGRAM).rstrip("/")
    return Bot(
        settings.telegram_token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(read_timeout=READ_SECONDS, pool_timeout=READ_SECONDS),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=POLL_SECONDS + READ_SECONDS),
    )


def _polling(bot: Bot, intake: Intake) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        async with bot:
            await poll(bot, intake)

    return _with_known_token(run)


def _registration(bot: Bot, url: str, secret: str) -> Callable[[], Awaitable[None]]:
    @retry(retry=retry_if_not_exception_type(InvalidToken), wait=wait_random_exponential(max=LONGEST_WAIT))
    async def run() -> None:
        await bot.initialize()
        await bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES))
        logger.info("Telegram posts updates to %s", url)

    return _with_known_token(run)


def _with_known_token(work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await work()
        except InvalidToken:
            logger.critical("Telegram does not know RONGHE_TELEGRAM_TOKEN; ask @BotFather for the right one")

    return run
