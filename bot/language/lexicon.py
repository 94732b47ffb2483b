"""The words and characters that tell languages apart; they are data under `data/language`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.core.errors import AssistantError
from bot.settings import ROOT

LEXICONS = ROOT / "data" / "language"


class LexiconError(AssistantError):
    """A file of words cannot be used."""


@dataclass(frozen=True, kw_only=True)
class English:
    """Words of English."""

    #: Words that carry a sentence.
    function: frozenset[str]
    #: What is said in the middle of a conversation in any language.
    courtesy: frozenset[str]
    #: All other words.
    words: frozenset[str]
    #: Names and abbreviations of no language.
    neutral: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """Frequent words of other languages in Latin letters."""

    words: frozenset[str]
    #: Of languages of other scripts, spelt in Latin letters.
    romanised: frozenset[str]
    #: What stands before an apostrophe.
    elisions: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Han:
    """Characters and terms that tell Chinese, its scripts and Japanese apart."""

    chinese_function: frozenset[str]
    chinese_particles: frozenset[str]
    chinese_sentence: frozenset[str]
    traditional_variants: frozenset[str]
    cantonese: frozenset[str]
    simplified_strong: frozenset[str]
    simplified_weak: frozenset[str]
    japanese_terms: frozenset[str]
    chinese_terms: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Lexicons:
    """All of them."""

    english: English
    foreign: Foreign
    han: Han


def load_lexicons(folder: Path = LEXICONS) -> Lexicons:
    """Read the files.

    Raises:
        LexiconError: A file cannot be read or lacks a key; the message names it.
    """
    english = _File(folder / "english.yml")
    latin = _File(folder / "latin.yml")
    han = _File(folder / "han.yml")
    return Lexicons(
        english=English(**{key: english.words(key) for key in English.__annotations__}),
        foreign=Foreign(
            words=latin.words_of_all("languages"),
            romanised=latin.words("romanised"),
            elisions=latin.words("elisions"),
        ),
        han=Han(
            **{key: han.words(key) if key.endswith("_terms") else han.characters(key) for key in Han.__annotations__}
        ),
    )


class _File:
    """One file of words."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            content = YAML(typ="safe", pure=True).load(file)
        except (OSError, MarkedYAMLError) as error:
            raise LexiconError(f"{file}: {error}") from error
        if not isinstance(content, dict):
            raise LexiconError(f"{file}: the file must hold keys and values")
        self._content: Mapping[str, Any] = content

    def words(self, key: str) -> frozenset[str]:
        return frozenset(self._text(self._content, key).split())

    def characters(self, key: str) -> frozenset[str]:
        return frozenset(self._text(self._content, key))

    def words_of_all(self, key: str) -> frozenset[str]:
        parts = self._content.get(key)
        if not isinstance(parts, dict):
            raise LexiconError(f"{self._file}: {key} must hold words by language")
        return frozenset(word for part in parts for word in self._text(parts, part).split())

    def _text(self, content: Mapping[str, Any], key: str) -> str:
        text = content.get(key)
        if not isinstance(text, str):
            raise LexiconError(f"{self._file}: {key} must be a text, its words separated by blanks")
        return text
