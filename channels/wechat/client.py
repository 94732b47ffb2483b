"""WeChat's API: customer-service messages, with the stable token."""

import threading
import time
from typing import Any, Final

from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

TIMEOUT_SECONDS: Final = 8.0
API: Final = "https://api.weixin.qq.com"
#: The token was replaced or ran out.
TOKEN_ERRORS: Final = frozenset({40001, 40014, 42001})


class StableTokenClient(WeChatClient):
    """wechatpy's client with the token that all processes of an account may share.

    The library asks for a token that invalidates everybody else's, without a time limit, and on a token error
    repeats itself until the stack is full; so fetching is replaced and a token error is tried again once.
    https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html
    """

    def __init__(self, app_id: str, secret: str, *, api_url: str = "") -> None:
        """Talk to WeChat, or to a server that stands in for it."""
        super().__init__(app_id, secret, timeout=TIMEOUT_SECONDS, auto_retry=False)
        self.API_BASE_URL = f"{(api_url or API).rstrip('/')}/cgi-bin/"
        self._lock = threading.Lock()

    def fetch_access_token(self, *, force: bool = False) -> dict[str, Any]:
        """Fetch the account's token; the same one until shortly before its end unless forced."""
        body = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            "force_refresh": force,
        }
        answer = self._http.post(f"{self.API_BASE_URL}stable_token", json=body, timeout=self.timeout)
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()
        if result.get("errcode"):
            raise WeChatClientException(result["errcode"], result.get("errmsg"), client=self)
        self.session.set(self.access_token_key, result["access_token"], result["expires_in"])
        # wechatpy asks again a minute before this moment
        self.expires_at = int(time.time()) + int(result["expires_in"])
        return result

    def send_text(self, open_id: str, text: str) -> None:
        """Send one customer-service message; blocks, so call it in a thread.

        Raises:
            WeChatClientException: WeChat refused; `errcode` says why.
            requests.RequestException: WeChat could not be reached.
        """
        with self._lock:
            try:
                self.message.send_text(open_id, text)
            except WeChatClientException as error:
                if error.errcode not in TOKEN_ERRORS:
                    raise
                self.fetch_access_token(force=True)
                self.message.send_text(open_id, text)
