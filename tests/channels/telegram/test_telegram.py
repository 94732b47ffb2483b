"""Telegram's ways in and out, against a Bot API on loopback."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from telegram import Bot

from bot.core.messages import Channel, InboundKind
from bot.core.views import Button
from bot.settings import Settings
from channels.telegram.channel import make_bot
from channels.telegram.intake import SECRET_HEADER, Intake, Webhook, poll
from channels.telegram.sender import TelegramSender
from conversation.inbox import Inbox
from conversation.sender import DeliveryFailedError, RetryLaterError
from tests.channels.conftest import Stored
from tests.channels.deliveries import delivery
from tests.platforms.loopback import serving
from tests.platforms.telegram_server import TelegramServer, pressed_update, text_update

TOKEN = "123:abc"
SECRET = "s3cret"


@pytest.fixture
def platform() -> TelegramServer:
    return TelegramServer(token=TOKEN)


@pytest.fixture
def address(platform: TelegramServer) -> Iterator[str]:
    with serving(platform.app()) as url:
        yield url


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    made = make_bot(Settings(telegram_token=TOKEN, telegram_api_url=address))
    async with made:
        yield made


@pytest.fixture
async def client(bot: Bot, inbox: Inbox) -> AsyncIterator[httpx.AsyncClient]:
    webhook = Webhook(Intake(bot, inbox, site="sip"), bot, secret=SECRET)
    app = Starlette(routes=[Route("/hook", webhook.receive, methods=["POST"])])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://edge", headers={SECRET_HEADER: SECRET}
    ) as made:
        yield made


async def until(condition: Any, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


class TestWebhook:
    async def test_a_message_is_stored_once_however_often_it_comes(
        self, client: httpx.AsyncClient, stored: Stored
    ) -> None:
        update = text_update(10, "my visa ends next week")

        statuses = [(await client.post("/hook", json=update)).status_code for _ in range(3)]

        assert statuses == [200, 200, 200]
        assert stored() == [(InboundKind.TEXT, "my visa ends next week", None)]

    @pytest.mark.parametrize("secret", ["", "S3cret", "s3cret "])
    async def test_a_wrong_secret_is_refused(self, client: httpx.AsyncClient, stored: Stored, secret: str) -> None:
        answer = await client.post("/hook", json=text_update(1, "hi"), headers={SECRET_HEADER: secret})

        assert answer.status_code == 403
        assert stored() == []

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"update_id": "x", "message": 3}', b"\xff\xfe"])
    async def test_an_unreadable_body_is_refused(self, client: httpx.AsyncClient, stored: Stored, body: bytes) -> None:
        assert (await client.post("/hook", content=body)).status_code == 400
        assert stored() == []

    async def test_a_pressed_button_is_a_choice_and_is_released(
        self, client: httpx.AsyncClient, stored: Stored, platform: TelegramServer
    ) -> None:
        await client.post("/hook", json=pressed_update(11, "5.1", "日本語"))

        assert stored() == [(InboundKind.CHOICE, "日本語", "5.1")]
        await until(lambda: platform.answered == ["q11"])

    async def test_start_greets_and_pictures_are_not_met_with_silence(
        self, client: httpx.AsyncClient, stored: Stored
    ) -> None:
        voice = text_update(13, "")
        voice["message"].pop("text")
        voice["message"]["voice"] = {"file_id": "f", "file_unique_id": "u", "duration": 2}
        for update in (text_update(12, "/start"), voice):
            await client.post("/hook", json=update)

        assert [kind for kind, _, _ in stored()] == [InboundKind.ENTER, InboundKind.UNSUPPORTED]

    async def test_a_shared_location_is_degrees_north_and_east(self, client: httpx.AsyncClient, stored: Stored) -> None:
        shared = text_update(17, "")
        shared["message"].pop("text")
        shared["message"]["location"] = {"latitude": 31.3, "longitude": 120.7}
        await client.post("/hook", json=shared)

        assert stored() == [(InboundKind.LOCATION, "31.3,120.7", None)]

    async def test_groups_edits_and_bots_do_not_concern_us(self, client: httpx.AsyncClient, stored: Stored) -> None:
        edited = text_update(15, "hi")
        edited["edited_message"] = edited.pop("message")
        robot = text_update(16, "hi")
        robot["message"]["from"]["is_bot"] = True
        for update in (text_update(14, "hi", kind="supergroup"), edited, robot):
            assert (await client.post("/hook", json=update)).status_code == 200

        assert stored() == []


async def test_polling_stores_every_update_and_leaves_none_behind(
    bot: Bot, inbox: Inbox, platform: TelegramServer, stored: Stored
) -> None:
    platform.webhook = {"url": "https://old.example"}
    platform.updates = [text_update(20, "one"), text_update(21, "two")]
    platform.failures["getUpdates"] = [(502, {"description": "Bad Gateway"})]
    task = asyncio.create_task(poll(bot, Intake(bot, inbox, site="sip")))
    try:
        await until(lambda: len(stored()) == 2)
        platform.updates.append(text_update(22, "three"))
        await until(lambda: len(stored()) == 3 and not platform.updates)
    finally:
        task.cancel()

    assert [text for _, text, _ in stored()] == ["one", "two", "three"]
    assert platform.webhook is None


class TestSender:
    async def test_words_and_buttons_arrive(self, bot: Bot, platform: TelegramServer) -> None:
        buttons = (Button(id="5.0", title="子どもの旅券 " * 12), Button(id="5.1", title="No"))

        receipt = await TelegramSender(bot).send(delivery(Channel.TELEGRAM, "77", "a < b & c", buttons=buttons))

        (sent,) = platform.sent
        assert sent["visible"] == "a < b & c"
        keyboard = sent["reply_markup"]["inline_keyboard"]
        assert [row[0]["callback_data"] for row in keyboard] == ["5.0", "5.1"]
        assert len(keyboard[0][0]["text"]) == 64
        assert receipt.message_ids == ("1",)

    async def test_a_long_message_goes_in_parts_a_second_apart_with_the_buttons_last(
        self, bot: Bot, platform: TelegramServer
    ) -> None:
        paragraphs = tuple("word " * 600 for _ in range(3))

        await TelegramSender(bot).send(
            delivery(Channel.TELEGRAM, "77", *paragraphs, buttons=(Button(id="5.0", title="A"),))
        )

        assert len(platform.sent) == 3
        assert ["reply_markup" in one for one in platform.sent] == [False, False, True]

    async def test_a_limit_says_when_and_from_which_part(self, bot: Bot, platform: TelegramServer) -> None:
        platform.pause_enforced = False
        sender = TelegramSender(bot)
        long = delivery(Channel.TELEGRAM, "77", "word " * 800, "more " * 800)
        too_many = (429, {"description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}})

        platform.failures["sendMessage"] = [too_many]
        with pytest.raises(RetryLaterError) as first:
            await sender.send(long)

        assert (first.value.after, first.value.parts_sent) == (7.0, 0)
        await sender.send(delivery(Channel.TELEGRAM, "77", "word " * 800, "more " * 800, parts_sent=1))
        assert [one["visible"][:4] for one in platform.sent] == ["more"]

    async def test_a_visitor_who_blocked_us_is_a_failure_for_good(self, bot: Bot, platform: TelegramServer) -> None:
        platform.blocked.add("78")

        with pytest.raises(DeliveryFailedError, match="blocked"):
            await TelegramSender(bot).send(delivery(Channel.TELEGRAM, "78"))

    async def test_an_unreachable_platform_is_tried_again(self, platform: TelegramServer) -> None:
        lonely = make_bot(Settings(telegram_token=TOKEN, telegram_api_url="http://127.0.0.1:9"))

        with pytest.raises(RetryLaterError):
            await TelegramSender(lonely).send(delivery(Channel.TELEGRAM, "77"))

    async def test_words_come_before_markup(self, bot: Bot, platform: TelegramServer) -> None:
        platform.failures["sendMessage"] = [(400, {"description": "Bad Request: can't parse entities: byte 3"})]

        await TelegramSender(bot).send(delivery(Channel.TELEGRAM, "77", "a & b"))

        assert [(one["visible"], "parse_mode" in one) for one in platform.sent] == [("a & b", False)]
