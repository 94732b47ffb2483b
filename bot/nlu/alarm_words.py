"""Words that make a message an emergency: found by rule, since a model that was never wrong yet may still be."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.core.errors import AssistantError
from bot.core.languages import CONTENT_LANGUAGES, FALLBACK, TAGS, language
from bot.nlu.entity_finder import looked_at
from bot.settings import ROOT
from bot.traditional import to_simplified

WORDS = ROOT / "data" / "emergency"
#: What may be the matter, in the order in which help is named.
KINDS = ("fire", "medical", "accident", "crime", "lost_child", "suicide", "other")
UNLESS = "unless"


class AlarmDataError(AssistantError):
    """A file of alarm words cannot be used."""


@dataclass(frozen=True, kw_only=True)
class _Words:
    kinds: "Mapping[str, re.Pattern[str]]"
    unless: "re.Pattern[str]"


class AlarmWords:
    """Looks for them in the message's language, and in English and Chinese where those are mixed in."""

    def __init__(self, words: Mapping[str, _Words]) -> None:
        """Take the words of each language that is written by hand; `load_alarm_words` reads them."""
        self._words = words

    def kinds(self, text: str, tag: str | None) -> tuple[str, ...]:
        """Return what is the matter, or nothing where no word tells, or one tells that it is another matter.

        Args:
            text: What was written.
            tag: Its language; None or an unknown one counts as the fallback.
        """
        own = language(tag if tag in TAGS else FALLBACK).content
        found: set[str] = set()
        for content in looked_at(own, text):
            folded, words = _fold(text, content), self._words[content]
            if words.unless.search(folded):
                return ()
            found.update(kind for kind, pattern in words.kinds.items() if pattern.search(folded))
        return tuple(kind for kind in KINDS if kind in found)


@cache
def load_alarm_words(folder: Path = WORDS) -> AlarmWords:
    """Return the words, read once in a process.

    Raises:
        AlarmDataError: A file is missing, or is not a mapping of the kinds and `unless` to lists of phrases.
    """
    return AlarmWords({content: _read(folder / f"{content}.yml", content) for content in CONTENT_LANGUAGES})


def _read(file: Path, content: str) -> _Words:
    try:
        value = YAML(typ="safe", pure=True).load(file)
    except FileNotFoundError as error:
        raise AlarmDataError(f"{file} is missing") from error
    if not isinstance(value, dict) or set(value) != {*KINDS, UNLESS}:
        raise AlarmDataError(f"{file}: write lists of phrases for {', '.join(KINDS)} and {UNLESS}")
    return _Words(
        kinds={kind: _pattern(value[kind], content) for kind in KINDS}, unless=_pattern(value[UNLESS], content)
    )


def _pattern(phrases: Sequence[object], content: str) -> "re.Pattern[str]":
    return re.compile("|".join(_alternatives(phrases, content)))


def _alternatives(phrases: Iterable[object], content: str) -> list[str]:
    folded = sorted({re.escape(_fold(str(one), content)) for one in phrases}, key=len, reverse=True)
    return [rf"(?<!\w){one}(?!\w)" for one in folded] if content == "en" else folded


def _fold(text: str, content: str) -> str:
    small = text.lower().replace("’", "'")
    return to_simplified(small) if content == "zh" else small
