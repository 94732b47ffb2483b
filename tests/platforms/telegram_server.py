"""The Bot API as its manual describes it, as far as Ronghe uses it.

https://core.telegram.org/bots/api: methods by POST, `{"ok": true, "result": …}` or an error with `error_code`,
`description` and, for 429, `parameters.retry_after`; text up to 4096 characters after its entities, button data to
64 bytes, one message a second to a chat, updates kept until a higher offset is asked for.
"""

import asyncio
import html
import json
import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

TAGS = {"b", "i", "a", "code", "pre", "u", "s"}


class EntityError(Exception):
    """The text is not HTML that Telegram takes."""


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in TAGS:
            raise EntityError(f'Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise EntityError(f'Unmatched end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.text += data


def visible(text: str) -> str:
    """Return the text after its entities are parsed."""
    if re.search(r"&(?!lt;|gt;|amp;|quot;|#)", text):
        raise EntityError("unescaped &")
    checker = _Checker()
    checker.feed(text)
    checker.close()
    if checker.open:
        raise EntityError("Can't find end tag")
    return checker.text


@dataclass
class TelegramServer:
    """The stand-in, with what tests look at."""

    token: str
    updates: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    webhook: dict[str, Any] | None = None
    #: Chats that have blocked the bot.
    blocked: set[str] = field(default_factory=set)
    #: How many more calls of a method fail, and how.
    failures: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    last_sent: dict[str, float] = field(default_factory=dict)
    pause_enforced: bool = True

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/bot{token}/{method}", self.call, methods=["POST", "GET"])])

    async def call(self, request: Request) -> JSONResponse:
        if request.path_params["token"] != self.token:
            return error(401, "Unauthorized")
        form = dict(await request.form())
        arguments = {key: parsed(str(value)) for key, value in form.items()}
        method = request.path_params["method"]
        planned = self.failures.get(method)
        if planned:
            status, body = planned.pop(0)
            return JSONResponse({"ok": False, "error_code": status, **body}, status_code=status)
        handler = getattr(self, f"do_{method}", None)
        return error(404, "Not Found") if handler is None else await handler(arguments)

    async def do_getMe(self, _: dict[str, Any]) -> JSONResponse:
        return ok({"id": 1, "is_bot": True, "first_name": "Ronghe", "username": "ronghe_bot"})

    async def do_deleteWebhook(self, _: dict[str, Any]) -> JSONResponse:
        self.webhook = None
        return ok(True)

    async def do_setWebhook(self, arguments: dict[str, Any]) -> JSONResponse:
        self.webhook = arguments
        return ok(True)

    async def do_answerCallbackQuery(self, arguments: dict[str, Any]) -> JSONResponse:
        self.answered.append(str(arguments["callback_query_id"]))
        return ok(True)

    async def do_getUpdates(self, arguments: dict[str, Any]) -> JSONResponse:
        if self.webhook:
            return error(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(arguments.get("offset", 0))
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        deadline = time.monotonic() + min(int(arguments.get("timeout", 0)), 1)
        while not self.updates and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        return ok(self.updates[:100])

    async def do_sendMessage(self, arguments: dict[str, Any]) -> JSONResponse:
        chat, text = str(arguments["chat_id"]), str(arguments["text"])
        if chat in self.blocked:
            return error(403, "Forbidden: bot was blocked by the user")
        if arguments.get("parse_mode") == "HTML":
            try:
                text = visible(text)
            except EntityError as fault:
                return error(400, f"Bad Request: can't parse entities: {fault}")
        if not text.strip():
            return error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return error(400, "Bad Request: message is too long")
        keyboard = (arguments.get("reply_markup") or {}).get("inline_keyboard", [])
        if any(len(str(one["callback_data"]).encode()) > 64 for row in keyboard for one in row):
            return error(400, "Bad Request: BUTTON_DATA_INVALID")
        now = time.monotonic()
        if self.pause_enforced and now - self.last_sent.get(chat, -10.0) < 0.9:
            return error(429, "Too Many Requests: retry after 1", retry_after=1)
        self.last_sent[chat] = now
        self.sent.append({**arguments, "visible": text, "at": now})
        return ok(
            {"message_id": len(self.sent), "date": int(time.time()), "chat": {"id": int(chat), "type": "private"}}
        )


def parsed(value: str) -> Any:
    """Return a form field as the API reads it: JSON where it is an object, a list or a number."""
    try:
        return json.loads(value) if value[:1] in "[{0123456789-" else value
    except ValueError:
        return value


def ok(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def error(code: int, description: str, **parameters: int) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return JSONResponse(body, status_code=code)


def text_update(
    number: int, text: str, *, chat: int = 77, language: str = "en", kind: str = "private"
) -> dict[str, Any]:
    """Return an update as Telegram sends it for a typed message."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": kind, "first_name": "A"},
            "from": {"id": chat, "is_bot": False, "first_name": "A", "language_code": language},
            "text": text,
        },
    }


def pressed_update(number: int, data: str, caption: str, *, chat: int = 77) -> dict[str, Any]:
    """Return an update as Telegram sends it for a pressed button."""
    person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "ja"}
    return {
        "update_id": number,
        "callback_query": {
            "id": f"q{number}",
            "from": person,
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": 5,
                "date": int(time.time()),
                "chat": {"id": chat, "type": "private", "first_name": "A"},
                "text": html.escape("choose"),
                "reply_markup": {"inline_keyboard": [[{"text": caption, "callback_data": data}]]},
            },
        },
    }
