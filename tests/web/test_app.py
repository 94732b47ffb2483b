"""Which channels an edge has is said by its settings."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.core.messages import Channel
from bot.settings import Settings
from channels.telegram.channel import TelegramModeError
from channels.wechat.channel import WeChatSettingError
from web.app import CHANNELS, Edge

WECHAT = {"wechat_app_id": "wx0000000000000000", "wechat_token": "token"}
TELEGRAM = {"telegram_token": "123:abc"}


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Any]:
    with ExitStack() as closing:

        def build_edge(**settings: str) -> Edge:
            edge = Edge(Settings(var=tmp_path, internal_token="t" * 32, **settings))
            closing.callback(edge.database.close)
            return edge

        yield build_edge


def channels(edge: Edge) -> list[Channel]:
    return [part.channel for part in edge.parts]


def paths(edge: Edge) -> set[str]:
    return {getattr(route, "path", "") for route in edge.routes}


def test_without_settings_there_is_the_web_alone(build: Any) -> None:
    assert channels(build()) == [Channel.WEB]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (WECHAT, [Channel.WEB, Channel.WECHAT]),
        (TELEGRAM, [Channel.WEB, Channel.TELEGRAM]),
        (WECHAT | TELEGRAM, [Channel.WEB, Channel.WECHAT, Channel.TELEGRAM]),
    ],
)
def test_a_channel_is_on_when_its_account_is_set(build: Any, settings: dict[str, str], expected: list[Channel]) -> None:
    assert channels(build(**settings)) == expected


def test_every_channel_has_its_builder() -> None:
    assert len(CHANNELS) == len(Channel)


def test_a_channel_that_is_on_has_its_way_out(build: Any) -> None:
    edge = build(**WECHAT, **TELEGRAM)

    assert [part.channel for part in edge.parts if part.sender is not None] == [Channel.WECHAT, Channel.TELEGRAM]


@pytest.mark.parametrize(
    ("settings", "path"),
    [(WECHAT, "/webhooks/wechat"), (TELEGRAM | {"telegram_mode": "webhook"}, "/webhooks/telegram")],
)
def test_a_webhook_is_a_route_only_where_its_channel_is_on(build: Any, settings: dict[str, str], path: str) -> None:
    assert path in paths(build(**settings))
    assert path not in paths(build())


def test_a_bot_that_polls_has_no_webhook(build: Any) -> None:
    assert "/webhooks/telegram" not in paths(build(**TELEGRAM))


@pytest.mark.parametrize("name", WECHAT)
def test_half_a_wechat_account_is_an_error(build: Any, name: str) -> None:
    with pytest.raises(WeChatSettingError, match="RONGHE_WECHAT"):
        build(**{name: WECHAT[name]})


def test_an_unknown_mode_of_telegram_is_an_error(build: Any) -> None:
    with pytest.raises(TelegramModeError):
        build(**TELEGRAM, telegram_mode="carrier-pigeon")
