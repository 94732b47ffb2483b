"""Secrets are made once and are only their owner's."""

from pathlib import Path

from bot.secrets import internal_token
from bot.settings import Settings


def test_made_once_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)

    token = internal_token(settings)

    assert len(token) >= 32
    assert internal_token(settings) == token
    assert (tmp_path / "secrets" / "internal-token").stat().st_mode & 0o077 == 0


def test_a_setting_wins(tmp_path: Path) -> None:
    assert internal_token(Settings(var=tmp_path, internal_token="given")) == "given"
