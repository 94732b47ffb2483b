"""WeChat's ways in and out, in plain and encrypted mode, against its API on loopback."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from wechatpy.crypto import WeChatCrypto

from bot.core.messages import Channel, InboundKind
from bot.core.views import Button
from bot.settings import Settings
from channels.wechat.channel import WeChatSettingError, make_crypto
from channels.wechat.client import StableTokenClient
from channels.wechat.passive import PassiveReplies
from channels.wechat.sender import WeChatSender
from channels.wechat.webhook import Callback
from conversation.inbox import Inbox
from conversation.sender import DeliveryFailedError, RetryLaterError, WindowClosedError
from tests.channels.conftest import Stored
from tests.channels.deliveries import delivery
from tests.platforms.loopback import serving
from tests.platforms.wechat_server import (
    WeChatServer,
    encrypted_push,
    event_push,
    image_push,
    location_push,
    signed_query,
    text_push,
)

TOKEN = "callback-token"
APP_ID, SECRET = "wx1", "secret"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.fixture
def platform() -> WeChatServer:
    return WeChatServer(app_id=APP_ID, secret=SECRET)


@pytest.fixture
def api(platform: WeChatServer) -> Iterator[StableTokenClient]:
    with serving(platform.app()) as url:
        yield StableTokenClient(APP_ID, SECRET, api_url=url)


@pytest.fixture
def passive() -> PassiveReplies:
    return PassiveReplies(open_seconds=0.3)


@pytest.fixture
def sender(passive: PassiveReplies, api: StableTokenClient) -> WeChatSender:
    return WeChatSender(passive, api)


@pytest.fixture
def crypto() -> WeChatCrypto:
    return WeChatCrypto(TOKEN, AES_KEY, APP_ID)


def client_of(callback: Callback) -> httpx.AsyncClient:
    app = Starlette(
        routes=[
            Route("/hook", callback.verify, methods=["GET"]),
            Route("/hook", callback.receive, methods=["POST"]),
        ]
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://edge")


@pytest.fixture
async def plain(inbox: Inbox, passive: PassiveReplies) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(Callback(inbox, passive, site="sip", token=TOKEN)) as client:
        yield client


@pytest.fixture
async def encrypted(inbox: Inbox, passive: PassiveReplies, crypto: WeChatCrypto) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(Callback(inbox, passive, site="sip", token=TOKEN, crypto=crypto)) as client:
        yield client


async def answered(passive: PassiveReplies, sender: WeChatSender, message_id: str, *paragraphs: str) -> None:
    """Send a reply as soon as the visitor's request is open, as the deliverer would."""
    async with asyncio.timeout(5):
        while message_id not in passive._waiting:
            await asyncio.sleep(0.005)
    await sender.send(delivery(Channel.WECHAT, "o1", *paragraphs, answers=message_id))


class TestCallback:
    async def test_the_address_is_verified_by_its_echo(self, plain: httpx.AsyncClient) -> None:
        answer = await plain.get(f"/hook?{signed_query(TOKEN, echostr='42')}")

        assert (answer.status_code, answer.text) == (200, "42")

    @pytest.mark.parametrize(
        "query",
        [
            signed_query("other"),
            signed_query(TOKEN, timestamp=int(time.time()) - 3600),
            "signature=&timestamp=&nonce=",
        ],
    )
    async def test_unsigned_and_stale_requests_are_refused(
        self, plain: httpx.AsyncClient, stored: Stored, query: str
    ) -> None:
        assert (await plain.get(f"/hook?{query}&echostr=42")).status_code == 403
        assert (await plain.post(f"/hook?{query}", content=text_push("hi", message_id=1))).status_code == 403
        assert stored() == []

    @pytest.mark.parametrize("body", ["", "<xml>", "<xml></xml>", "no xml", "<xml><MsgType>text</MsgType></xml>"])
    async def test_an_unreadable_body_is_refused(self, plain: httpx.AsyncClient, stored: Stored, body: str) -> None:
        assert (await plain.post(f"/hook?{signed_query(TOKEN)}", content=body)).status_code == 400
        assert stored() == []

    async def test_a_reply_in_time_goes_back_on_the_request(
        self, plain: httpx.AsyncClient, passive: PassiveReplies, sender: WeChatSender, platform: WeChatServer
    ) -> None:
        request = plain.post(f"/hook?{signed_query(TOKEN)}", content=text_push("签证", message_id=9))

        answer, _ = await asyncio.gather(request, answered(passive, sender, "9", "请先看 a]]>b"))

        assert "请先看 a]] >b" in answer.text
        assert "<ToUserName><![CDATA[o1]]></ToUserName>" in answer.text
        assert platform.sent == []

    async def test_three_tries_of_one_message_are_one_message_and_get_one_reply(
        self, plain: httpx.AsyncClient, passive: PassiveReplies, sender: WeChatSender, stored: Stored
    ) -> None:
        push = text_push("签证", message_id=9)
        first = await plain.post(f"/hook?{signed_query(TOKEN)}", content=push)
        second, _ = await asyncio.gather(
            plain.post(f"/hook?{signed_query(TOKEN)}", content=push), answered(passive, sender, "9", "回复")
        )
        third = await plain.post(f"/hook?{signed_query(TOKEN)}", content=push)

        assert first.text == "success"
        assert "回复" in second.text
        assert "回复" in third.text
        assert stored() == [(InboundKind.TEXT, "签证", None)]

    async def test_a_late_reply_goes_through_the_api(
        self, plain: httpx.AsyncClient, sender: WeChatSender, platform: WeChatServer
    ) -> None:
        platform.visitor_wrote("o1")
        answer = await plain.post(f"/hook?{signed_query(TOKEN)}", content=text_push("签证", message_id=9))

        await sender.send(delivery(Channel.WECHAT, "o1", "回复", answers="9"))

        assert answer.text == "success"
        assert platform.sent == [("o1", "回复")]

    async def test_kinds_of_messages(self, plain: httpx.AsyncClient, stored: Stored) -> None:
        menu = "<bizmsgmenuid><![CDATA[5.1]]></bizmsgmenuid>"
        moment = int(time.time())
        pushes = [
            text_push("日本語", message_id=1, extra=menu),
            event_push("subscribe", created=moment),
            event_push("subscribe", created=moment),
            event_push("unsubscribe"),
            event_push("LOCATION"),
            image_push(message_id=2),
            location_push(message_id=3, latitude="31.3", longitude="120.7"),
        ]
        for push in pushes:
            assert (await plain.post(f"/hook?{signed_query(TOKEN)}", content=push)).status_code == 200

        assert stored() == [
            (InboundKind.CHOICE, "日本語", "5.1"),
            (InboundKind.ENTER, "", None),
            (InboundKind.UNSUPPORTED, "", None),
            (InboundKind.LOCATION, "31.3,120.7", None),
        ]


class TestEncryptedMode:
    async def test_messages_and_replies_are_encrypted(
        self,
        encrypted: httpx.AsyncClient,
        crypto: WeChatCrypto,
        passive: PassiveReplies,
        sender: WeChatSender,
        stored: Stored,
    ) -> None:
        query, body = encrypted_push(crypto, TOKEN, text_push("簽證", message_id=3))

        answer, _ = await asyncio.gather(
            encrypted.post(f"/hook?{query}", content=body), answered(passive, sender, "3", "回覆")
        )

        assert stored() == [(InboundKind.TEXT, "簽證", None)]
        assert "回覆" not in answer.text
        signature = answer.text.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
        moment = answer.text.split("<TimeStamp>")[1].split("</TimeStamp>")[0]
        assert "回覆" in crypto.decrypt_message(answer.text, signature, moment, "nonce")

    async def test_a_plain_message_is_refused(self, encrypted: httpx.AsyncClient, stored: Stored) -> None:
        answer = await encrypted.post(f"/hook?{signed_query(TOKEN)}", content=text_push("hi", message_id=1))

        assert answer.status_code == 403
        assert stored() == []

    async def test_another_account_is_refused(self, encrypted: httpx.AsyncClient, stored: Stored) -> None:
        other = WeChatCrypto(TOKEN, AES_KEY, "wx2")
        query, body = encrypted_push(other, TOKEN, text_push("hi", message_id=1))

        assert (await encrypted.post(f"/hook?{query}", content=body)).status_code == 403
        assert stored() == []

    @pytest.mark.parametrize("damage", [("<Encrypt>", "<Encrypt>x"), ("</Encrypt>", ""), ("xml>", "yml>")])
    async def test_a_damaged_message_is_refused(
        self, encrypted: httpx.AsyncClient, crypto: WeChatCrypto, stored: Stored, damage: tuple[str, str]
    ) -> None:
        query, body = encrypted_push(crypto, TOKEN, text_push("hi", message_id=1))

        answer = await encrypted.post(f"/hook?{query}", content=body.replace(*damage))

        assert answer.status_code in {400, 403}
        assert stored() == []


class TestSender:
    async def test_buttons_are_numbered_links(self, sender: WeChatSender, platform: WeChatServer) -> None:
        platform.visitor_wrote("o1")

        await sender.send(delivery(Channel.WECHAT, "o1", "选一个", buttons=(Button(id="5.0", title="挂失 护照"),)))

        ((_, text),) = platform.sent
        assert "选一个" in text
        assert '1. <a href="weixin://bizmsgmenu?msgmenucontent=%E6%8C%82' in text
        assert 'msgmenuid=5.0">挂失 护照</a>' in text

    async def test_long_words_go_in_parts_that_fit(self, sender: WeChatSender, platform: WeChatServer) -> None:
        platform.visitor_wrote("o1")

        await sender.send(delivery(Channel.WECHAT, "o1", "说明。" * 200, "材料。" * 200))

        assert len(platform.sent) == 2
        assert all(len(text.encode()) <= 2000 for _, text in platform.sent)

    async def test_a_used_up_quota_closes_the_window(self, sender: WeChatSender, platform: WeChatServer) -> None:
        platform.quota["o1"] = 0

        with pytest.raises(WindowClosedError, match="45047"):
            await sender.send(delivery(Channel.WECHAT, "o1"))

    async def test_somebody_who_does_not_follow_is_a_failure_for_good(self, sender: WeChatSender) -> None:
        with pytest.raises(DeliveryFailedError, match="43004"):
            await sender.send(delivery(Channel.WECHAT, "nobody"))

    async def test_a_busy_platform_is_tried_again_from_the_part_that_failed(
        self, sender: WeChatSender, platform: WeChatServer
    ) -> None:
        platform.visitor_wrote("o1")
        platform.busy = 1
        with pytest.raises(RetryLaterError) as caught:
            await sender.send(delivery(Channel.WECHAT, "o1", "说明。" * 200, "材料。" * 200))
        assert caught.value.parts_sent == 0

        await sender.send(delivery(Channel.WECHAT, "o1", "说明。" * 200, "材料。" * 200, parts_sent=1))
        assert [text[:3] for _, text in platform.sent] == ["材料。"]

    async def test_one_token_serves_many_messages_and_is_renewed_once(
        self, sender: WeChatSender, platform: WeChatServer
    ) -> None:
        platform.visitor_wrote("o1")
        await sender.send(delivery(Channel.WECHAT, "o1", "一"))
        await sender.send(delivery(Channel.WECHAT, "o1", "二"))
        assert platform.token_calls == 1

        platform.expire_token()
        await sender.send(delivery(Channel.WECHAT, "o1", "三"))
        assert (platform.token_calls, len(platform.sent)) == (2, 3)

    async def test_a_token_that_is_always_refused_is_not_asked_for_without_end(
        self, sender: WeChatSender, platform: WeChatServer
    ) -> None:
        platform.refuse_tokens = True

        with pytest.raises(RetryLaterError, match="40001"):
            await sender.send(delivery(Channel.WECHAT, "o1"))

        assert platform.token_calls == 2

    async def test_an_unreachable_platform_is_tried_again(self, passive: PassiveReplies) -> None:
        lonely = WeChatSender(passive, StableTokenClient(APP_ID, SECRET, api_url="http://127.0.0.1:9"))

        with pytest.raises(RetryLaterError):
            await lonely.send(delivery(Channel.WECHAT, "o1"))

    async def test_without_a_secret_a_closed_request_closes_the_window(self, passive: PassiveReplies) -> None:
        with pytest.raises(WindowClosedError):
            await WeChatSender(passive, None).send(delivery(Channel.WECHAT, "o1", answers="9"))


def test_a_key_of_the_wrong_length_is_named() -> None:
    with pytest.raises(WeChatSettingError, match="has 3 characters"):
        make_crypto(Settings(wechat_app_id=APP_ID, wechat_token=TOKEN, wechat_aes_key="abc"))
