"""The callback that WeChat calls: verify, parse, store, answer."""

import hmac
import logging
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.replies import TextReply
from wechatpy.utils import WeChatSigner

from bot.core.clock import Clock, utc_now
from channels.wechat.parsing import UnreadableMessageError, message_id, parse, to_inbound
from channels.wechat.passive import PassiveReplies
from conversation.inbox import Inbox

logger = logging.getLogger(__name__)

#: What WeChat takes for "received, nothing to say now".
DONE: Final = "success"
#: A signed request that is older than this is a replay.
FRESH: Final = timedelta(minutes=10)


class Callback:
    """The endpoint named in the account's callback settings."""

    def __init__(
        self,
        inbox: Inbox,
        passive: PassiveReplies,
        *,
        site: str,
        token: str,
        crypto: WeChatCrypto | None = None,
        clock: Clock = utc_now,
    ) -> None:
        """Take messages of one account; with `crypto`, only encrypted ones."""
        self._inbox = inbox
        self._passive = passive
        self._site = site
        self._token = token
        self._crypto = crypto
        self._clock = clock

    async def verify(self, request: Request) -> Response:
        """Answer WeChat's check of the address: GET with an echo."""
        if not self._signed(request):
            return Response(status_code=403)
        return PlainTextResponse(request.query_params.get("echostr", ""))

    async def receive(self, request: Request) -> Response:
        """Take a pushed message: POST."""
        if not self._signed(request):
            return Response(status_code=403)
        try:
            xml = self._decrypted(request, (await request.body()).decode())
            message = parse(xml)
            inbound = to_inbound(message, site=self._site)
        except (InvalidSignatureException, InvalidAppIdException):
            return Response(status_code=403)
        except (UnreadableMessageError, UnicodeDecodeError) as error:
            logger.warning("a message from WeChat could not be read: %s", error)
            return Response(status_code=400)
        if inbound is None:
            return PlainTextResponse(DONE)
        key = message_id(message._data)
        with self._passive.expecting(key) as reply:
            await self._inbox.accept(inbound)
            text = await self._passive.collect(reply)
        if text is None:
            return PlainTextResponse(DONE)
        # a CDATA section ends at the first ]]>, wherever it stands
        reply = TextReply(content=text.replace("]]>", "]] >"), message=message).render()
        return Response(self._encrypted(request, reply), media_type="application/xml")

    def _signed(self, request: Request) -> bool:
        query = request.query_params
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        signer = WeChatSigner()
        signer.add_data(self._token, timestamp, nonce)
        given = query.get("signature", "")
        if not hmac.compare_digest(signer.signature.encode(), given.encode()):
            return False
        return timestamp.isdecimal() and abs(self._clock().timestamp() - int(timestamp)) <= FRESH.total_seconds()

    def _decrypted(self, request: Request, body: str) -> str:
        if self._crypto is None:
            return body
        query = request.query_params
        if query.get("encrypt_type") != "aes":
            raise InvalidSignatureException
        try:
            plain = self._crypto.decrypt_message(
                body, query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", "")
            )
        except (InvalidSignatureException, InvalidAppIdException):
            raise
        except Exception as error:  # the library lets whatever its XML, base64 and cipher steps raise pass
            raise UnreadableMessageError(repr(error)) from error
        return plain if isinstance(plain, str) else plain.decode()

    def _encrypted(self, request: Request, xml: str) -> str:
        if self._crypto is None:
            return xml
        query = request.query_params
        encrypted: str = self._crypto.encrypt_message(xml, query.get("nonce", ""), query.get("timestamp", ""))
        return encrypted
