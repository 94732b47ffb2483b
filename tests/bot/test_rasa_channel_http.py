"""The edge's channel of Rasa over HTTP, in a real Sanic application."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sanic import Sanic

from bot.rasa_channel import EdgeInput
from bot.settings import Settings
from tests.bot.fake_agent import FakeAgent
from tests.bot.sanic_server import serving

TOKEN = "internal-token"
MESSAGES = "/webhooks/edge/messages"
BODY: dict[str, Any] = {"sender": "sip:web:anna", "message_id": "7", "text": "hi", "command": None, "metadata": {}}
KNOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def agent() -> FakeAgent:
    return FakeAgent()


@pytest.fixture
async def app(agent: FakeAgent, monkeypatch: pytest.MonkeyPatch) -> Sanic:
    # Sanic keeps every application of a process by its name
    monkeypatch.setattr(Sanic, "test_mode", True)
    made = Sanic("rasa_server", configure_logging=False)
    made.ctx.agent = agent

    async def never(_: object) -> None:
        raise AssertionError("messages go to the agent, not to Rasa's own handler")

    blueprint = EdgeInput(TOKEN).blueprint(never)
    made.blueprint(blueprint, url_prefix="/webhooks/edge")
    return made


@pytest.fixture
async def client(app: Sanic) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(app) as made:
        yield made


async def test_a_turn_is_200_with_its_replies(client: httpx.AsyncClient) -> None:
    answer = await client.post(MESSAGES, json=BODY, headers=KNOWN)

    assert answer.status_code == 200
    assert answer.json() == {
        "message_id": "7",
        "intent": {"name": "ask_service", "confidence": 0.9},
        "replies": [{"type": "text", "text": "turn 1", "choices": [], "response": "utter_thanks"}],
    }


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer"}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": f"Basic {TOKEN}"}],
)
async def test_without_the_token_it_is_401(
    client: httpx.AsyncClient, agent: FakeAgent, headers: dict[str, str]
) -> None:
    answer = await client.post(MESSAGES, json=BODY, headers=headers)

    assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized")
    assert agent.handled == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b'{"sender": "a"}', b'{"sender": "a", "message_id": "1", "text": 7}'],
)
async def test_a_malformed_body_is_400(client: httpx.AsyncClient, content: bytes) -> None:
    answer = await client.post(MESSAGES, content=content, headers=KNOWN)

    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


async def test_a_malformed_command_is_400(client: httpx.AsyncClient) -> None:
    answer = await client.post(MESSAGES, json=BODY | {"command": "/inform{"}, headers=KNOWN)

    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


async def test_without_an_agent_it_is_503(app: Sanic, client: httpx.AsyncClient) -> None:
    app.ctx.agent = None

    answer = await client.post(MESSAGES, json=BODY, headers=KNOWN)

    assert (answer.status_code, answer.json()["error"]) == (503, "not_ready")


async def test_a_failed_turn_is_500_and_the_next_request_runs_it_again(
    client: httpx.AsyncClient, agent: FakeAgent
) -> None:
    agent.errors = [RuntimeError("out of order")]

    failed = await client.post(MESSAGES, json=BODY, headers=KNOWN)
    again = await client.post(MESSAGES, json=BODY, headers=KNOWN)

    assert (failed.status_code, failed.json()["error"]) == (500, "turn_failed")
    assert again.status_code == 200


async def test_an_error_that_rasa_only_logs_is_500(client: httpx.AsyncClient, agent: FakeAgent) -> None:
    agent.swallowed = [ConnectionError("the action server is away")]

    answer = await client.post(MESSAGES, json=BODY, headers=KNOWN)

    assert (answer.status_code, answer.json()["error"]) == (500, "turn_failed")


async def test_what_a_visitor_wrote_is_not_in_a_failure(client: httpx.AsyncClient, agent: FakeAgent) -> None:
    agent.errors = [RuntimeError("my passport number is E12345678")]

    answer = await client.post(MESSAGES, json=BODY, headers=KNOWN)

    assert "E12345678" not in answer.text


async def test_health_needs_no_token(client: httpx.AsyncClient) -> None:
    answer = await client.get("/webhooks/edge/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_without_a_model_it_is_not_healthy(client: httpx.AsyncClient, agent: FakeAgent) -> None:
    agent.ready = False

    answer = await client.get("/webhooks/edge/")

    assert (answer.status_code, answer.json()["error"]) == (503, "not_ready")


async def test_the_token_is_that_of_the_installation(monkeypatch: pytest.MonkeyPatch, agent: FakeAgent) -> None:
    monkeypatch.setattr("bot.rasa_channel.load_settings", lambda: Settings(internal_token="of-the-settings"))
    monkeypatch.setattr(Sanic, "test_mode", True)
    app = Sanic("rasa_server", configure_logging=False)
    app.ctx.agent = agent
    app.blueprint(EdgeInput.from_credentials({"token": "of-the-file"}).blueprint(None), url_prefix="/webhooks/edge")

    async with serving(app) as client:
        answers = [
            (await client.post(MESSAGES, json=BODY, headers={"Authorization": f"Bearer {token}"})).status_code
            for token in ("of-the-file", "of-the-settings")
        ]

    assert answers == [401, 200]
