"""Headers that every answer carries, and the policies of pages."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What an answer that is no page may do: nothing.
CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'"

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": CLOSED_POLICY,
}
_YEAR_SECONDS = 31_536_000


def base_headers(*, secure: bool) -> dict[str, str]:
    """Return the headers of any answer; over HTTPS browsers are told to stay with it."""
    extra = {"Strict-Transport-Security": f"max-age={_YEAR_SECONDS}"} if secure else {}
    return {**_HEADERS, **extra}


def page_policy(*, ancestors: Iterable[str] = (), frames: bool = False) -> str:
    """Return the policy of a page of ours: its own scripts, styles and requests, nothing from elsewhere or inline.

    Args:
        ancestors: Origins whose pages may show it in a frame; none by default.
        frames: Whether it shows frames of ours itself.
    """
    framed_by = " ".join(ancestors) or "'none'"
    framing = "frame-src 'self'; " if frames else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"{framing}base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}"
    )


class SecurityHeaders:
    """Adds to each answer the headers that its route has not set itself."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        """Wrap an application; `secure` when visitors reach it over HTTPS."""
        self._app = app
        self._headers = base_headers(secure=secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
