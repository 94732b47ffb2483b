"""Rasa's side of the edge: one message in, the replies of its turn out (docs/reference/contracts.md)."""

import asyncio
import hmac
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.action_responses import check_responses_with_one_schema
from bot.core.replies import Choice, Text, to_payload
from bot.language_slots import language_entities
from bot.secrets import internal_token
from bot.settings import load_settings

NAME = "edge"
#: Turns whose replies are kept for a repeat of the same message.
REMEMBERED_TURNS = 2000

#: Rasa strips white space of every kind before it looks for the slash.
_LEADING_SLASHES = re.compile(r"^[\s/／]+")

Json = dict[str, Any]

_log = logging.getLogger(__name__)
#: Errors of the turn that the present task runs; Rasa logs them and goes on as if nothing had happened.
_swallowed: ContextVar[list[str] | None] = ContextVar("swallowed", default=None)


class MalformedMessageError(Exception):
    """The body is not a message of the contract."""


class NoModelError(Exception):
    """Rasa has no model yet."""


class TurnRaisedError(Exception):
    """Something in the turn raised."""


class _SwallowedErrors(logging.Filter):
    """Notes errors that Rasa's message processor logs instead of raising."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        noted = _swallowed.get()
        if noted is not None and record.exc_info:
            noted.append(record.getMessage())
        return True


def note_swallowed_errors() -> None:
    """Have the errors that Rasa's processor swallows noted; calling it again changes nothing."""
    processor = logging.getLogger("rasa.core.processor")
    if not any(isinstance(one, _SwallowedErrors) for one in processor.filters):
        processor.addFilter(_SwallowedErrors())


@dataclass(frozen=True, kw_only=True)
class EdgeMessage:
    """One message of the edge."""

    sender: str
    message_id: str
    text: str
    #: A payload of ours, `/intent{"entity": "value"}`; None for typed words.
    command: str | None
    metadata: Json = field(default_factory=dict)

    @classmethod
    def parse(cls, body: object) -> "EdgeMessage":
        """Read the body of a request.

        Raises:
            MalformedMessageError: A field is missing or has the wrong type.
        """
        if not isinstance(body, dict):
            raise MalformedMessageError("the body is no object")
        for name, kind in (("sender", str), ("message_id", str), ("text", str)):
            if not isinstance(body.get(name), kind) or (name != "text" and not body[name]):
                raise MalformedMessageError(f"{name!r} is missing or not a string")
        command = body.get("command")
        if command is not None and not (isinstance(command, str) and command.startswith("/")):
            raise MalformedMessageError("'command' must be null or begin with /")
        metadata = body.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise MalformedMessageError("'metadata' is no object")
        return cls(
            sender=body["sender"],
            message_id=body["message_id"],
            text=body["text"],
            command=command,
            metadata=metadata,
        )

    def to_user_message(self, output: OutputChannel) -> UserMessage:
        """Return the message for Rasa, not yet understood."""
        return UserMessage(
            # Rasa takes a leading slash for a command, so typed ones are dropped.
            _LEADING_SLASHES.sub("", self.text),
            output,
            self.sender,
            input_channel=NAME,
            message_id=self.message_id,
            metadata=self.metadata,
        )

    def parse_command(self) -> Json:
        """Return what NLU would return for the command, with the language that the edge decided.

        Raises:
            MalformedMessageError: The command's entities are no JSON object.
        """
        name, brace, rest = (self.command or "").removeprefix("/").partition("{")
        try:
            values = json.loads(brace + rest) if brace else {}
        except ValueError as error:
            raise MalformedMessageError(f"command {self.command!r}: {error}") from error
        answer = (self.metadata.get("language") or {}).get("answer")
        entities = [{"entity": key, "value": value, "extractor": NAME} for key, value in values.items()]
        return {
            TEXT: self.text,
            INTENT: {INTENT_NAME_KEY: name.strip(), PREDICTED_CONFIDENCE_KEY: 1.0},
            ENTITIES: [*entities, *language_entities(answer, extractor=NAME)],
        }


class Replies(OutputChannel):
    """Collects what a turn says as reply payloads."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.payloads: list[Json] = []

    @classmethod
    def name(cls) -> str:
        """Return the name by which responses may be varied."""
        return NAME

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:  # noqa: ARG002 - fixed by Rasa
        """Note a text of the domain."""
        self._note(text, (), kwargs)

    async def send_text_with_buttons(
        self,
        recipient_id: str,  # noqa: ARG002 - fixed by Rasa
        text: str,
        buttons: list[Json],
        **kwargs: Any,
    ) -> None:
        """Note a text with its buttons."""
        choices = tuple(Choice(title=one["title"], payload=one["payload"]) for one in buttons)
        self._note(text, choices, kwargs)

    async def send_custom_json(self, recipient_id: str, json_message: Json, **kwargs: Any) -> None:  # noqa: ARG002 - fixed by Rasa
        """Note a structured reply of an action."""
        self.payloads.append(dict(json_message))

    def _note(self, text: str, choices: tuple[Choice, ...], more: Mapping[str, Any]) -> None:
        reply = Text(text=text, choices=choices, response=more.get("utter_action") or "utter_unnamed")
        self.payloads.append(to_payload(reply))


class Turns:
    """Runs turns, each message once."""

    def __init__(self) -> None:
        """Begin without any turn."""
        self._known: OrderedDict[tuple[str, str], asyncio.Task[Json]] = OrderedDict()

    async def take(self, message: EdgeMessage, agent: Any) -> Json:
        """Return the body of the answer; a message that is under way or answered is not run again.

        The turn goes on when the edge goes away in the middle, so that a repeat finds its replies.

        Raises:
            MalformedMessageError: The command cannot be read.
            NoModelError: There is no model yet.
            TurnRaisedError: The turn raised; the next request for the message runs it again.
        """
        key = (message.sender, message.message_id)
        turn = self._known.get(key)
        if turn is None or (turn.done() and (turn.cancelled() or turn.exception() is not None)):
            turn = asyncio.ensure_future(_run(message, agent))
            # Nobody may be left to read the error when the edge has gone.
            turn.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._known[key] = turn
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED_TURNS:
                self._known.popitem(last=False)
        return await asyncio.shield(turn)


def _is_ready(agent: Any) -> bool:
    return agent is not None and agent.is_ready()


async def _run(message: EdgeMessage, agent: Any) -> Json:
    if not _is_ready(agent):
        raise NoModelError("no model is loaded")
    output = Replies()
    noted: list[str] = []
    token = _swallowed.set(noted)
    try:
        heard = message.to_user_message(output)
        parsed = message.parse_command() if message.command else await agent.processor.parse_message(heard)
        heard.parse_data = parsed
        await agent.handle_message(heard)
    except MalformedMessageError:
        raise
    except Exception as error:  # the boundary of a turn: whatever Rasa raises
        _log.exception("the turn of message %s raised", message.message_id)
        raise TurnRaisedError(type(error).__name__) from error
    finally:
        _swallowed.reset(token)
    if noted:
        raise TurnRaisedError("an action failed")
    if not output.payloads:
        raise TurnRaisedError("nothing was said")
    intent = parsed.get(INTENT) or {}
    return {
        "message_id": message.message_id,
        "intent": {"name": intent.get(INTENT_NAME_KEY), "confidence": intent.get(PREDICTED_CONFIDENCE_KEY)},
        "replies": output.payloads,
    }


class EdgeInput(InputChannel):
    """The only channel of Rasa; the edge knows the token, nobody else speaks to it."""

    def __init__(self, token: str) -> None:
        """Answer those who know the token."""
        self._token = token
        self._turns = Turns()

    @classmethod
    def name(cls) -> str:
        """Return the part of the address that is this channel's."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> "EdgeInput":
        """Make the channel; its token is the installation's, whatever the credentials file says."""
        del credentials
        return cls(internal_token(load_settings()))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes; messages go to the agent itself, which tells a failed turn from a silent one."""
        del on_new_message
        note_swallowed_errors()
        check_responses_with_one_schema()
        blueprint = Blueprint("edge_webhook", self.name())

        @blueprint.route("/", methods=["GET"])  # type: ignore[untyped-decorator] # Sanic 21 is untyped
        async def health(request: Request) -> HTTPResponse:
            if not _is_ready(request.app.ctx.agent):
                return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "not_ready", "no model is loaded")
            return json_response({"status": "ok"})

        @blueprint.route("/messages", methods=["POST"])  # type: ignore[untyped-decorator] # Sanic 21 is untyped
        async def messages(request: Request) -> HTTPResponse:
            return await self._answer(request)

        return blueprint

    async def _answer(self, request: Request) -> HTTPResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            return _problem(HTTPStatus.UNAUTHORIZED, "unauthorized", "a bearer token is needed")
        try:
            body = json.loads(request.body)
        except ValueError as error:
            return _problem(HTTPStatus.BAD_REQUEST, "malformed", f"the body is no JSON: {error}")
        try:
            return json_response(await self._turns.take(EdgeMessage.parse(body), request.app.ctx.agent))
        except MalformedMessageError as error:
            return _problem(HTTPStatus.BAD_REQUEST, "malformed", str(error))
        except NoModelError as error:
            return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "not_ready", str(error))
        except TurnRaisedError as error:
            return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "turn_failed", str(error))


def _problem(status: HTTPStatus, error: str, message: str) -> HTTPResponse:
    return json_response({"error": error, "message": message}, status=status)
