"""Traditional Chinese: derived from Simplified for reading, folded back for understanding."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import opencc
from ruamel.yaml import YAML

from bot.settings import ROOT

#: Words that OpenCC would convert to something else than what is meant.
OVERRIDES = ROOT / "data" / "zh-hant" / "overrides.yml"


def to_traditional(text: str) -> str:
    """Return a Simplified text in Traditional characters and the wording of Taiwan."""
    overrides = _overrides(OVERRIDES)
    if not overrides:
        return str(_converter("s2twp").convert(text))
    parts = _pattern(OVERRIDES).split(text)
    return "".join(overrides.get(part) or _converter("s2twp").convert(part) for part in parts if part)


def to_simplified(text: str) -> str:
    """Return a text with Traditional characters folded to Simplified, for understanding only."""
    return str(_converter("t2s").convert(text))


@cache
def _converter(name: str) -> Any:
    return opencc.OpenCC(name)


@cache
def _overrides(file: Path) -> Mapping[str, str]:
    return {str(key): str(value) for key, value in (YAML(typ="safe", pure=True).load(file) or {}).items()}


@cache
def _pattern(file: Path) -> re.Pattern[str]:
    phrases = sorted(_overrides(file), key=len, reverse=True)
    return re.compile(f"({'|'.join(re.escape(phrase) for phrase in phrases)})")
