"""Secrets of an installation: given as settings, or made once and kept under `var`."""

import secrets
from pathlib import Path

from bot.settings import Settings

TOKEN_BYTES = 32


def internal_token(settings: Settings) -> str:
    """Return the secret that the edge, Rasa and the action server share."""
    return settings.internal_token or kept(settings, "internal-token")


def telegram_secret(settings: Settings) -> str:
    """Return the secret that Telegram sends with each webhook call."""
    return settings.telegram_secret or kept(settings, "telegram-secret")


def kept(settings: Settings, name: str) -> str:
    """Return the secret of this name from a file that only its owner can read, made when it is not there."""
    path: Path = settings.var / "secrets" / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(secrets.token_urlsafe(TOKEN_BYTES))
    return path.read_text().strip()
