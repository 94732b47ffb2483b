"""Every setting of the assistant: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bot.core.errors import AssistantError

PREFIX = "RONGHE_"
ROOT = Path(__file__).resolve().parent.parent


class SettingError(AssistantError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Values that differ from one installation to another; each is RONGHE_<NAME> in the environment."""

    #: Where built and written files go: knowledge index, Rasa model, database, logs, secrets.
    var: Path = ROOT / "var"
    #: SQLAlchemy URL of the database; empty is SQLite under `var`.
    database_url: str = ""
    #: Redis URL for Rasa's lock store; empty is a lock in memory (one Rasa server).
    redis_url: str = ""
    #: Where the edge listens.
    host: str = "127.0.0.1"
    port: int = 8000
    #: Where the edge can be reached from outside, without a slash at the end; empty is http://host:port.
    public_url: str = ""
    #: Rasa and the action server; both listen on loopback.
    rasa_port: int = 5005
    actions_port: int = 5055
    #: Secret shared by the edge, Rasa and the action server; empty is one made once under `var`.
    internal_token: str = ""
    #: A sentence-transformers model: empty is the one shipped with the project, else a folder or hub name.
    embedder: str = ""
    #: Site file that this installation serves first.
    site: str = "sip"
    #: WeChat official account.
    wechat_app_id: str = ""
    wechat_app_secret: str = ""
    wechat_token: str = ""
    wechat_aes_key: str = ""
    wechat_api_url: str = ""
    #: Telegram bot.
    telegram_token: str = ""
    telegram_mode: str = "polling"
    telegram_secret: str = ""
    telegram_api_url: str = ""

    @property
    def address(self) -> str:
        """Return where a visitor's browser finds the edge."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def database(self) -> str:
        """Return the database URL with the default filled in."""
        return self.database_url or f"sqlite:///{self.var / 'ronghe.db'}"

    @property
    def rasa_url(self) -> str:
        """Return where the edge reaches Rasa."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Return where Rasa reaches the action server."""
        return f"http://127.0.0.1:{self.actions_port}"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingError: A value has the wrong type, or a variable with our prefix is none of the settings.
    """
    source = os.environ if environment is None else environment
    known = {PREFIX + field.name.upper(): field for field in fields(Settings)}
    values: dict[str, Any] = {}
    for name, text in source.items():
        if not name.startswith(PREFIX):
            continue
        if name not in known:
            raise SettingError(f"{name} is no setting of Ronghe; docs/reference/settings.md lists them")
        field = known[name]
        if field.type is int or field.type == "int":
            if not text.isdecimal():
                raise SettingError(f"{name}={text!r}: a whole number is needed")
            values[field.name] = int(text)
        elif field.type is Path or field.type == "Path":
            values[field.name] = Path(text).expanduser().resolve()
        else:
            values[field.name] = text
    return Settings(**values)
