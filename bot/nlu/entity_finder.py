"""Finds documents, persons, nationalities, purposes and durations in a message, by spaCy's span ruler."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from ruamel.yaml import YAML

from bot.core.errors import AssistantError
from bot.core.languages import CONTENT_LANGUAGES, FALLBACK, TAGS, language
from bot.settings import ROOT
from bot.traditional import to_simplified

if TYPE_CHECKING:
    from spacy.language import Language

PHRASES = ROOT / "data" / "entities"
#: Entities of a number and a unit; the value is the unit.
MEASURES = frozenset({"duration", "amount"})
NATIONALITY = "nationality"
#: Languages written without spaces between words, or with particles glued to them: matched letter by letter.
_BY_LETTER = frozenset(CONTENT_LANGUAGES) - {"en"}
_LATIN = re.compile(r"[A-Za-z]{2}")
_NOT_LATIN = re.compile(r"[^\u0000-\u024f\u2010-\u2027]")
_KANA = re.compile(r"[\u3041-\u30fa]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = {"by_letter": r"^[0-9０-９一二三四五六七八九十两兩半]$", "by_word": r"^\d+$"}
_COUNTRY = re.compile(r"^[A-Z]{2}$")


class EntityDataError(AssistantError):
    """A file of phrases cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entity in a text."""

    entity: str
    value: str
    #: The words of the text.
    text: str
    start: int
    end: int


class EntityFinder:
    """Looks for the phrases of a message's language, and for English and Chinese ones mixed in."""

    def __init__(self, rulers: Mapping[str, "Language"]) -> None:
        """Take one ruler for each language that is written by hand; `load` makes them."""
        self._rulers = rulers

    @classmethod
    def load(cls, folder: Path = PHRASES) -> "EntityFinder":
        """Read the phrases of all languages.

        Raises:
            EntityDataError: A file is missing or not entity -> value -> list of phrases.
        """
        return cls({content: _ruler(content, _read(folder / f"{content}.yml")) for content in CONTENT_LANGUAGES})

    def find(self, text: str, tag: str | None) -> list[Found]:
        """Return what is in a text, longer finds of an entity before shorter ones within them.

        Args:
            text: What was written.
            tag: Its language; None or an unknown one counts as the fallback.
        """
        own = language(tag if tag in TAGS else FALLBACK).content
        found: dict[tuple[str, int, int], Found] = {}
        for content in looked_at(own, text):
            document = self._rulers[content](_as_read(text, content, own))
            for span in document.spans["ruler"]:
                value = span.id_ or span.text
                one = Found(
                    entity=span.label_,
                    value=value,
                    text=text[span.start_char : span.end_char],
                    start=span.start_char,
                    end=span.end_char,
                )
                found.setdefault((one.entity, one.start, one.end), one)
        return _longest(found.values())


def looked_at(own: str, text: str) -> Iterator[str]:
    """Yield the content languages whose phrases may be in a text: its own, and those that are mixed in."""
    yield own
    if own != "en" and _LATIN.search(text):
        yield "en"
    if own != "zh" and _HAN.search(text) and (own != "ja" or not _KANA.search(text)):
        yield "zh"


def _as_read(text: str, content: str, own: str) -> str:
    """Return what a ruler reads; it keeps the length, so that places in it are places in the text."""
    if content == "zh":
        folded = to_simplified(text)
        return folded if len(folded) == len(text) else text
    # an English word glued to letters of another script would be no word to the English tokenizer
    return _NOT_LATIN.sub(" ", text) if content == "en" != own else text


def _longest(found: Iterable[Found]) -> list[Found]:
    """Drop what lies within a longer find of the same entity."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if not any(one.entity == big.entity and big.start <= one.start and one.end <= big.end for big in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: (each.start, each.end))


def _read(file: Path) -> dict[str, dict[str, list[str]]]:
    try:
        value = YAML(typ="safe", pure=True).load(file)
    except FileNotFoundError as error:
        raise EntityDataError(f"{file} is missing") from error
    for entity, values in value.items():
        for name, phrases in values.items():
            if not isinstance(name, str) or not all(isinstance(one, str) for one in phrases):
                raise EntityDataError(f"{file}: {entity}.{name}: write a list of phrases, in quotes where needed")
    return {str(entity): dict(values) for entity, values in value.items()}


def _ruler(content: str, phrases: Mapping[str, Mapping[str, Sequence[str]]]) -> "Language":
    import spacy

    by_letter = content in _BY_LETTER
    # spaCy's Chinese tokenizer without a segmenter gives single letters, of any script
    pipeline = spacy.blank("zh" if by_letter else content)
    ruler: Any = pipeline.add_pipe("span_ruler", config={"phrase_matcher_attr": "LOWER", "overwrite": True})
    patterns: list[dict[str, Any]] = []
    for entity, values in phrases.items():
        for value, words in values.items():
            if entity in MEASURES:
                patterns += [_measure(entity, value, word, by_letter=by_letter) for word in words]
            else:
                patterns += [{"label": entity, "id": value, "pattern": word} for word in words]
    patterns += [
        {"label": NATIONALITY, "id": code, "pattern": name} for code, name in _countries(content) if len(name) > 1
    ]
    ruler.add_patterns(patterns)
    return pipeline


def _measure(entity: str, unit: str, word: str, *, by_letter: bool) -> dict[str, Any]:
    number = {"TEXT": {"REGEX": _NUMBER["by_letter" if by_letter else "by_word"]}, "OP": "+"}
    words = list(word) if by_letter else word.split()
    space = [{"IS_SPACE": True, "OP": "?"}] if by_letter else []
    return {"label": entity, "id": unit, "pattern": [number, *space, *({"LOWER": one.lower()} for one in words)]}


def _countries(content: str) -> Iterator[tuple[str, str]]:
    for code, name in Locale(content).territories.items():
        if _COUNTRY.match(code) and code not in {"ZZ", "EU", "UN"}:
            yield code, str(name)
