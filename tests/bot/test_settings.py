"""Settings come from the environment, and a wrong one is named."""

from pathlib import Path

import pytest

from bot.settings import SettingError, load_settings


def test_defaults_are_embedded() -> None:
    settings = load_settings({})

    assert settings.database == f"sqlite:///{settings.var / 'ronghe.db'}"
    assert settings.address == "http://127.0.0.1:8000"


def test_values_are_typed() -> None:
    settings = load_settings({"RONGHE_PORT": "8123", "RONGHE_VAR": "/tmp/x", "RONGHE_PUBLIC_URL": "https://a.example"})

    assert (settings.port, settings.var, settings.address) == (8123, Path("/tmp/x"), "https://a.example")


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [("RONGHE_PORT", "http", "a whole number is needed"), ("RONGHE_PROT", "8000", "is no setting")],
)
def test_a_wrong_setting_is_named(name: str, value: str, complaint: str) -> None:
    with pytest.raises(SettingError, match=complaint) as caught:
        load_settings({name: value})

    assert name in str(caught.value)
