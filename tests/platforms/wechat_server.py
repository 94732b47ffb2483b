"""WeChat's API and its pushes as the manual describes them, as far as Ronghe uses them.

Customer-service messages: 5 in 48 hours after each message of the visitor (45047, 45015), 2048 bytes (45002), only
to followers (43004), with a token (40001). `stable_token` gives the same token until it is forced or runs out.
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner


@dataclass
class WeChatServer:
    """The stand-in, with what tests look at."""

    app_id: str
    secret: str
    sent: list[tuple[str, str]] = field(default_factory=list)
    #: Messages left for each follower.
    quota: dict[str, int] = field(default_factory=dict)
    tokens_made: int = 0
    token_calls: int = 0
    token: str = ""
    #: Whether every token is refused, as with a broken account.
    refuse_tokens: bool = False
    busy: int = 0

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self.stable_token, methods=["POST"]),
                Route("/cgi-bin/message/custom/send", self.send, methods=["POST"]),
            ]
        )

    def visitor_wrote(self, open_id: str) -> None:
        self.quota[open_id] = 5

    def expire_token(self) -> None:
        self.token = ""

    async def stable_token(self, request: Request) -> JSONResponse:
        body = await request.json()
        self.token_calls += 1
        if (body["appid"], body["secret"]) != (self.app_id, self.secret):
            return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
        if not self.token or body.get("force_refresh"):
            self.tokens_made += 1
            self.token = f"token-{self.tokens_made}"
        return JSONResponse({"access_token": self.token, "expires_in": 7200})

    async def send(self, request: Request) -> JSONResponse:
        if self.refuse_tokens or not self.token or request.query_params.get("access_token") != self.token:
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        if self.busy:
            self.busy -= 1
            return JSONResponse({"errcode": -1, "errmsg": "system error"})
        body: dict[str, Any] = await request.json()
        open_id, text = body["touser"], body["text"]["content"]
        if len(text.encode()) > 2048:
            return JSONResponse({"errcode": 45002, "errmsg": "content size out of limit"})
        if open_id not in self.quota:
            return JSONResponse({"errcode": 43004, "errmsg": "require subscribe"})
        if self.quota[open_id] == 0:
            return JSONResponse({"errcode": 45047, "errmsg": "out of response count limit"})
        self.quota[open_id] -= 1
        self.sent.append((open_id, text))
        return JSONResponse({"errcode": 0, "errmsg": "ok"})


def text_push(text: str, *, message_id: int, open_id: str = "o1", extra: str = "") -> str:
    """Return the XML that WeChat pushes for a typed message."""
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{open_id}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{message_id}</MsgId>{extra}</xml>"
    )


def event_push(event: str, *, open_id: str = "o1", created: int | None = None) -> str:
    """Return the XML that WeChat pushes for an event, which has no MsgId."""
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{open_id}]]></FromUserName>"
        f"<CreateTime>{created or int(time.time())}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        f"<Event><![CDATA[{event}]]></Event><EventKey><![CDATA[]]></EventKey></xml>"
    )


def image_push(*, message_id: int, open_id: str = "o1") -> str:
    """Return the XML that WeChat pushes for a picture."""
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{open_id}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[image]]></MsgType>"
        f"<PicUrl><![CDATA[http://127.0.0.1/p]]></PicUrl><MediaId><![CDATA[m]]></MediaId><MsgId>{message_id}</MsgId></xml>"
    )


def location_push(*, message_id: int, latitude: str, longitude: str, open_id: str = "o1") -> str:
    """Return the XML that WeChat pushes for a place: Location_X is the latitude.

    https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
    """
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{open_id}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[location]]></MsgType>"
        f"<Location_X>{latitude}</Location_X><Location_Y>{longitude}</Location_Y><Scale>16</Scale>"
        f"<Label><![CDATA[SIP]]></Label><MsgId>{message_id}</MsgId></xml>"
    )


def signed_query(token: str, *, timestamp: int | None = None, **more: str) -> str:
    """Return the query that WeChat adds to each call."""
    moment = str(timestamp or int(time.time()))
    signer = WeChatSigner()
    signer.add_data(token, moment, "nonce")
    return urlencode({"signature": signer.signature, "timestamp": moment, "nonce": "nonce", **more})


def encrypted_push(crypto: WeChatCrypto, token: str, xml: str) -> tuple[str, str]:
    """Return query and body of a message in the encrypted mode."""
    moment = str(int(time.time()))
    body = crypto.encrypt_message(xml, "nonce", moment)
    signature = body.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    query = signed_query(token, timestamp=int(moment), encrypt_type="aes", msg_signature=signature)
    return query, body
