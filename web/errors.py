"""What goes out when a request fails: one JSON shape, or a page where a person is reading."""

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from channels.rates import TooOftenError
from conversation.errors import SessionUnknownError
from web.security import base_headers

_log = logging.getLogger(__name__)

#: Names of statuses in the JSON, where the route gives no name of its own.
_CODES = {status.value: status.phrase.lower().replace(" ", "_").replace("-", "_") for status in HTTPStatus}


def problem(status: int, code: str = "", headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the JSON of a failed request."""
    body = {"ok": False, "error": code or _CODES.get(status, "error"), "status": status}
    return JSONResponse(body, status, headers=headers)


async def on_http(request: Request, error: Exception) -> Response:  # noqa: ARG001 - fixed by Starlette
    """Answer with the status that a route or the router raised; the detail is a code when it is no sentence."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    code = error.detail if error.detail.isidentifier() else ""
    return problem(error.status_code, code, dict(error.headers) if error.headers else None)


async def on_too_often(request: Request, error: Exception) -> Response:  # noqa: ARG001 - fixed by Starlette
    """Answer 429 and say when to come back."""
    assert isinstance(error, TooOftenError)  # noqa: S101 - registered for this class only
    return problem(429, "too_often", {"Retry-After": str(error.wait_seconds)})


async def on_unknown_session(request: Request, error: Exception) -> Response:  # noqa: ARG001 - fixed by Starlette
    """Answer 401: the browser starts a new conversation."""
    return problem(401, "session_unknown", {"WWW-Authenticate": "Bearer"})


async def on_failure(request: Request, error: Exception) -> Response:
    """Answer 500 with nothing of what went wrong; the log has it."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    # this answer is made outside the middleware that adds the headers
    return problem(500, headers=base_headers(secure=request.url.scheme == "https"))


HANDLERS = {
    HTTPException: on_http,
    TooOftenError: on_too_often,
    SessionUnknownError: on_unknown_session,
    Exception: on_failure,
}
