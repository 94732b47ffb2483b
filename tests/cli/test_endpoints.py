"""The endpoints file of an installation."""

import stat
from pathlib import Path

import pytest
import yaml
from rasa.core.lock_store import LockStore, RedisLockStore
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain

from bot.settings import Settings
from cli.endpoints import endpoints, write_endpoints


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, actions_port=6001, internal_token="secret")


def test_actions_are_reached_at_their_port_with_the_token(settings: Settings) -> None:
    action = endpoints(settings)["action_endpoint"]

    assert (action["url"], action["token"]) == ("http://127.0.0.1:6001/webhook", "secret")


def test_what_the_project_says_stays(settings: Settings) -> None:
    found = endpoints(settings)

    assert found["action_endpoint"]["enable_selective_domain"] is True
    assert found["tracker_store"]["type"].startswith("bot.tracker_store.")


def test_a_token_is_made_where_none_is_set(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)

    token = endpoints(settings)["action_endpoint"]["token"]

    assert len(token) >= 32
    assert endpoints(settings)["action_endpoint"]["token"] == token


def test_the_project_has_no_token_of_its_own(settings: Settings) -> None:
    endpoints(settings)

    assert "token" not in Path("endpoints.yml").read_text(encoding="utf-8").split("action_endpoint:")[1]


def test_without_redis_locks_are_rasas_own(settings: Settings) -> None:
    assert "lock_store" not in endpoints(settings)


@pytest.mark.parametrize(
    ("url", "store"),
    [
        ("redis://cache", {"url": "cache", "port": 6379, "db": 0}),
        ("redis://127.0.0.1:6380/2", {"url": "127.0.0.1", "port": 6380, "db": 2}),
        ("redis://:pass@cache/", {"url": "cache", "port": 6379, "db": 0, "password": "pass"}),
        (
            "rediss://anna:pass@cache:6381/1",
            {"url": "cache", "port": 6381, "db": 1, "username": "anna", "password": "pass", "use_ssl": True},
        ),
        ("redis://:p%40ss%2Fword@cache", {"url": "cache", "port": 6379, "db": 0, "password": "p@ss/word"}),
    ],
)
def test_with_redis_locks_are_shared(tmp_path: Path, url: str, store: dict[str, object]) -> None:
    found = endpoints(Settings(var=tmp_path, internal_token="secret", redis_url=url))

    assert found["lock_store"] == {"type": "redis", **store}


def test_the_file_is_what_was_made(settings: Settings) -> None:
    path = write_endpoints(settings)

    assert path == settings.var / "rasa" / "endpoints.yml"
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == endpoints(settings)


def test_only_its_owner_reads_the_file(settings: Settings) -> None:
    assert stat.S_IMODE(write_endpoints(settings).stat().st_mode) == 0o600


def test_a_file_of_before_is_written_anew(settings: Settings) -> None:
    write_endpoints(settings)
    path = write_endpoints(Settings(var=settings.var, actions_port=6002, internal_token="secret"))

    assert yaml.safe_load(path.read_text(encoding="utf-8"))["action_endpoint"]["url"].endswith(":6002/webhook")


def test_a_file_of_before_that_others_could_read_is_closed(settings: Settings) -> None:
    path = settings.var / "rasa" / "endpoints.yml"
    path.parent.mkdir()
    path.touch(mode=0o644)

    assert stat.S_IMODE(write_endpoints(settings).stat().st_mode) == 0o600


class TestRasa:
    """Rasa itself makes of the file what is meant."""

    def test_the_action_server_is_asked_with_the_token(self, settings: Settings) -> None:
        action = AvailableEndpoints.read_endpoints(str(write_endpoints(settings))).action

        assert (action.url, action.token) == ("http://127.0.0.1:6001/webhook", "secret")

    def test_conversations_are_kept_in_the_installations_own_store(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.tracker_store.load_settings", lambda: settings)
        configured = AvailableEndpoints.read_endpoints(str(write_endpoints(settings))).tracker_store

        store = TrackerStore.create(configured, domain=Domain.empty())

        assert type(store).__module__ in {"bot.tracker_store", "rasa.core.tracker_store"}
        assert list((settings.var / "rasa").glob("*.db"))

    def test_locks_are_kept_in_redis(self, tmp_path: Path) -> None:
        settings = Settings(var=tmp_path, internal_token="secret", redis_url="redis://:pass@127.0.0.1:6380/3")
        configured = AvailableEndpoints.read_endpoints(str(write_endpoints(settings))).lock_store

        store = LockStore.create(configured)

        assert isinstance(store, RedisLockStore)
        known = store.red.connection_pool.connection_kwargs
        assert (known["host"], known["port"], known["db"], known["password"]) == ("127.0.0.1", 6380, 3, "pass")
