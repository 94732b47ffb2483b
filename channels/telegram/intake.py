"""Updates into the inbox: by webhook, where Telegram calls us, or by polling, where we ask."""

import asyncio
import hmac
import json
import logging
from json import JSONDecodeError

from starlette.requests import Request
from starlette.responses import Response
from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_not_exception_type, wait_random_exponential

from bot.core.clock import Clock, utc_now
from channels.telegram.errors import asked_seconds
from channels.telegram.parsing import ALLOWED_UPDATES, parse_update
from conversation.inbox import Inbox

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
POLL_SECONDS = 25
LONGEST_WAIT = 60
BACKOFF = wait_random_exponential(max=LONGEST_WAIT)


class Intake:
    """Stores updates, then tells Telegram that it has them."""

    def __init__(self, bot: Bot, inbox: Inbox, *, site: str, clock: Clock = utc_now) -> None:
        """Take updates of this bot for one site."""
        self._bot = bot
        self._inbox = inbox
        self._site = site
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Store what a visitor did; a repeat of an update changes nothing."""
        message = parse_update(update, site=self._site, clock=self._clock)
        if message is not None:
            await self._inbox.accept(message)
        if update.callback_query is not None:
            # takes the waiting sign off the button; the visitor's message is safe already, so nobody waits for it
            task = asyncio.create_task(self._release_button(update.callback_query.id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _release_button(self, query: str) -> None:
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            logger.info("a button could not be released: %s", error)


class Webhook:
    """The endpoint that Telegram posts updates to."""

    def __init__(self, intake: Intake, bot: Bot, *, secret: str) -> None:
        """Let in only requests that carry the secret."""
        self._intake = intake
        self._bot = bot
        self._secret = secret

    async def receive(self, request: Request) -> Response:
        """Verify, parse, store, acknowledge; Telegram repeats what is not answered with 2xx."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        try:
            update = Update.de_json(json.loads(await request.body()), self._bot)
        except (JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            logger.warning("an update from Telegram could not be read: %r", error)
            return Response(status_code=400)
        await self._intake.take(update)
        return Response(status_code=200)


async def poll(bot: Bot, intake: Intake) -> None:
    """Ask for updates for ever; each is stored before Telegram is told to forget it.

    Raises:
        InvalidToken: Telegram does not know the bot's token.
    """
    offset = 0
    async for attempt in _patiently():
        with attempt:
            await bot.delete_webhook()
    while True:
        async for attempt in _patiently():
            with attempt:
                updates = await bot.get_updates(
                    offset=offset, timeout=POLL_SECONDS, allowed_updates=list(ALLOWED_UPDATES)
                )
        for update in updates:
            await intake.take(update)
            offset = update.update_id + 1


def _patiently() -> AsyncRetrying:
    return AsyncRetrying(retry=retry_if_not_exception_type((InvalidToken, asyncio.CancelledError)), wait=_wait)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, RetryAfter):
        return asked_seconds(error)
    return BACKOFF(state)
