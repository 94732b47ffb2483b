"""The action server lets in those who know the token."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sanic import Sanic

from actions import server
from bot.settings import Settings
from knowledge.calibration import Decision
from knowledge.service import Finding, Hit
from tests.bot.sanic_server import serving

TOKEN = "internal-token"
CALL = {"next_action": "action_default_fallback", "tracker": {"sender_id": "anna"}, "domain": {}, "version": "3.6.2"}


class Loaded:
    """A knowledge base of one entry."""

    following = False

    def follow(self) -> None:
        Loaded.following = True

    def search(self, question: str, language: str, *, limit: int) -> Finding:
        hit = Hit(entry="exit-entry.lost-passport", title=f"{question} {language} {limit}", confidence=0.9)
        return Finding(decision=Decision.ANSWER, hits=(hit,) if question else ())


@pytest.fixture
async def client(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    # Sanic keeps every application of a process by its name
    monkeypatch.setattr(Sanic, "test_mode", True)
    monkeypatch.setattr(server, "open_knowledge_base", Loaded)
    async with serving(server.create_server(Settings(internal_token=TOKEN))) as made:
        yield made


@pytest.mark.parametrize(
    "query", ["", "?token=", "?token=Internal-Token", "?token=internal-token2", "?Token=internal-token"]
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/webhook"), ("GET", "/actions"), ("GET", "/nowhere")])
async def test_without_the_token_it_is_401(client: httpx.AsyncClient, method: str, path: str, query: str) -> None:
    answer = await client.request(method, f"{path}{query}", json=CALL)

    assert answer.status_code == 401


async def test_a_token_in_a_header_is_not_that_of_rasa(client: httpx.AsyncClient) -> None:
    answer = await client.post("/webhook", json=CALL, headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 401


async def test_with_the_token_an_action_runs(client: httpx.AsyncClient) -> None:
    answer = await client.post("/webhook", params={"token": TOKEN}, json=CALL)

    assert answer.status_code == 200
    assert [one["response"] for one in answer.json()["responses"]] == ["utter_ask_away"]


async def test_health_needs_no_token(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_other_origins_are_not_allowed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health", headers={"Origin": "https://evil.example"})

    assert "access-control-allow-origin" not in answer.headers


async def test_the_server_does_not_start_without_a_knowledge_base(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise FileNotFoundError("nothing was built")

    monkeypatch.setattr(server, "open_knowledge_base", missing)

    with pytest.raises(FileNotFoundError):
        server.create_server(Settings(internal_token=TOKEN))


async def test_the_server_follows_new_versions(client: httpx.AsyncClient) -> None:
    assert Loaded.following


async def test_the_guide_searches_with_the_token(client: httpx.AsyncClient) -> None:
    asked = {"q": "护照丢了", "lang": "zh-Hans"}

    assert (await client.get("/search", params=asked)).status_code == 401
    answer = await client.get("/search", params={**asked, "token": TOKEN})
    assert (answer.status_code, answer.json()) == (200, {"entries": ["exit-entry.lost-passport"]})
    assert (await client.get("/search", params={"lang": "en", "token": TOKEN})).json() == {"entries": []}
    assert (await client.get("/search", params={"q": "x", "lang": "fr", "token": TOKEN})).status_code == 400
