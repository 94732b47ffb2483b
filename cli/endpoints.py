"""The endpoints file of a running installation: the project's own, with what only this installation knows."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from bot.secrets import internal_token
from bot.settings import ROOT, Settings

BASE = ROOT / "endpoints.yml"


def write_endpoints(settings: Settings) -> Path:
    """Write the file for `rasa run --endpoints` and return where; only its owner can read it."""
    path = settings.var / "rasa" / "endpoints.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    # one that was there may have been readable for others
    path.chmod(0o600)
    path.write_text(yaml.safe_dump(endpoints(settings)), encoding="utf-8")
    return path


def endpoints(settings: Settings) -> dict[str, Any]:
    """Return the endpoints of the project with the action server's address and token, and the lock store."""
    found: dict[str, Any] = yaml.safe_load(BASE.read_text(encoding="utf-8"))
    found["action_endpoint"] |= {"url": f"{settings.actions_url}/webhook", "token": internal_token(settings)}
    if settings.redis_url:
        # with more than one Rasa server a conversation must be locked where all of them see it
        redis = urlsplit(settings.redis_url)
        found["lock_store"] = {
            "type": "redis",
            "url": redis.hostname or "localhost",
            "port": redis.port or 6379,
            "db": int(redis.path.strip("/") or 0),
            **({"username": unquote(redis.username)} if redis.username else {}),
            **({"password": unquote(redis.password)} if redis.password else {}),
            **({"use_ssl": True} if redis.scheme == "rediss" else {}),
        }
    return found
