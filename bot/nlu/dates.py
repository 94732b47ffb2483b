"""Finds days in a message: "next Friday", "12月3日", "10일 후".

No library at hand reads all of our languages: dateparser takes 12月3日 for a day of 2112, and 下周五 and 다음 주 금요일
for nothing; Recognizers-Text has no Japanese and Korean. What is said stands in patterns of `data/dates`; names come
from CLDR (babel) and the reckoning is dateutil's.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from dateutil.relativedelta import MO, relativedelta
from ruamel.yaml import YAML

from bot.core.errors import AssistantError
from bot.core.languages import CONTENT_LANGUAGES, FALLBACK, TAGS, language
from bot.nlu.entity_finder import looked_at
from bot.settings import ROOT
from bot.traditional import to_simplified

PATTERNS = ROOT / "data" / "dates"
#: A day without a year that was less long ago than this is taken to be past; an older one to be next year's.
RECENT = timedelta(days=60)
_DIGITS = r"\d{1,3}"
_FIELD = re.compile(r"\{(\w+)\}")
#: Lists of a file by the name that patterns have for one of them.
_LISTS = {
    "days": "days",
    "weeks": "weeks",
    "months": "months",
    "unit": "units",
    "number": "numbers",
    "span": "spans",
    "weekday": "weekdays",
    "weekday_after_week": "weekday_after_week",
    "month_name": "month_names",
}


class DateDataError(AssistantError):
    """A file of date patterns cannot be used."""


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """A day in a text."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class _Pattern:
    expression: "re.Pattern[str]"
    past: bool
    last_day: bool


@dataclass(frozen=True, kw_only=True)
class _Grammar:
    """What one language says of days."""

    patterns: Sequence[_Pattern]
    #: Name of a list -> phrase in small letters -> what it stands for.
    meanings: Mapping[str, Mapping[str, Any]]


class DateFinder:
    """Looks for days as the message's language writes them, and as English and Chinese do."""

    def __init__(self, grammars: Mapping[str, _Grammar]) -> None:
        """Take the grammar of each language that is written by hand; `load` makes them."""
        self._grammars = grammars

    @classmethod
    def load(cls, folder: Path = PATTERNS) -> "DateFinder":
        """Read the patterns of all languages.

        Raises:
            DateDataError: A file is missing or a pattern is no regular expression.
        """
        return cls({content: _grammar(content, folder / f"{content}.yml") for content in CONTENT_LANGUAGES})

    def find(self, text: str, tag: str | None, today: date) -> list[FoundDate]:
        """Return the days in a text, in the order of their places.

        Args:
            text: What was written.
            tag: Its language; None or an unknown one counts as the fallback.
            today: The day that "tomorrow" is counted from.
        """
        own = language(tag if tag in TAGS else FALLBACK).content
        found: list[FoundDate] = []
        for content in looked_at(own, text):
            folded, grammar = _fold(text, content), self._grammars[content]
            for pattern in grammar.patterns:
                for match in pattern.expression.finditer(folded):
                    if any(one.start < match.end() and match.start() < one.end for one in found):
                        continue
                    day = _day(match, pattern, grammar.meanings, today)
                    if day is not None:
                        found.append(FoundDate(day=day, start=match.start(), end=match.end()))
        return sorted(found, key=lambda one: one.start)


@cache
def load_date_finder() -> DateFinder:
    """Return the finder; its patterns are read once in a process."""
    return DateFinder.load()


def _fold(text: str, content: str) -> str:
    """Return a text in small letters and narrow digits, Chinese simplified; its length stays."""
    letters = [unicodedata.normalize("NFKC", one).lower() for one in text]
    narrow = "".join(new if len(new) == 1 else old for old, new in zip(text, letters, strict=True))
    simplified = to_simplified(narrow) if content == "zh" else narrow
    return simplified if len(simplified) == len(text) else narrow


def _day(
    match: "re.Match[str]", pattern: _Pattern, meanings: Mapping[str, Mapping[str, Any]], today: date
) -> date | None:
    """Return the day that a match means, or None where there is no such day."""
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    try:
        if "weekday" in said:
            return _weekday(said, meanings, today)
        away = _away(said, meanings)
        if away is not None:
            return today - away if pattern.past else today + away
        month = today + relativedelta(months=meanings["months"][said["months"]] if "months" in said else 0)
        return month + relativedelta(day=31) if pattern.last_day else _of_calendar(said, meanings, month, today)
    except (ValueError, OverflowError):
        return None


def _away(said: Mapping[str, str], meanings: Mapping[str, Mapping[str, Any]]) -> relativedelta | None:
    """Return how far a day is from today, or None where that is not what is said."""
    if "days" in said:
        return relativedelta(days=meanings["days"][said["days"]])
    if "span" in said:
        return relativedelta(days=meanings["span"][said["span"]])
    if "unit" in said:
        span: dict[str, Any] = {meanings["unit"][said["unit"]]: _number(said["number"], meanings)}
        return relativedelta(**span)
    return None


def _weekday(said: Mapping[str, str], meanings: Mapping[str, Mapping[str, Any]], today: date) -> date:
    names = meanings["weekday_after_week"] if said["weekday"] in meanings["weekday_after_week"] else meanings["weekday"]
    wanted = names[said["weekday"]]
    weeks = meanings["weeks"][said["weeks"]] if "weeks" in said else 0
    day: date = today + relativedelta(weekday=MO(-1)) + timedelta(days=7 * weeks + wanted)
    # a weekday alone is the next one to come
    return day + timedelta(days=7) if weeks == 0 and day < today else day


def _of_calendar(said: Mapping[str, str], meanings: Mapping[str, Mapping[str, Any]], month: date, today: date) -> date:
    number = _number(said["day"], meanings)
    if "month_name" in said:
        named = meanings["month_name"][said["month_name"]]
    elif "month" in said:
        named = _number(said["month"], meanings)
    else:
        day = month.replace(day=number)
        # the 5th, said on the 26th, is next month's
        return day if "months" in said or day >= today else day + relativedelta(months=1)
    if "year" in said:
        return date(int(said["year"]), named, number)
    day = date(today.year, named, number)
    if day < today - RECENT:
        return day.replace(year=today.year + 1)
    # in January, "28 December" is a few days ago
    before = day.replace(year=today.year - 1)
    return before if before >= today - RECENT else day


def _number(text: str, meanings: Mapping[str, Mapping[str, Any]]) -> int:
    return int(text) if text.isdecimal() else int(meanings["number"][text])


def _grammar(content: str, file: Path) -> _Grammar:
    try:
        value = YAML(typ="safe", pure=True).load(file)
    except FileNotFoundError as error:
        raise DateDataError(f"{file} is missing") from error
    months, weekdays = (names["format"] for names in (Locale(content).months, Locale(content).days))
    value["month_names"] = {one: [months["wide"][one], months["abbreviated"][one]] for one in months["wide"]}
    written = value.get("weekdays", {})
    # not the short ones: "sat" and "日" are words of their own
    value["weekdays"] = {one: [*written.get(one, ()), name] for one, name in weekdays["wide"].items()}
    meanings = {
        name: {phrase.lower(): meaning for meaning, phrases in value.get(key, {}).items() for phrase in phrases}
        for name, key in _LISTS.items()
    }
    try:
        patterns = [
            _Pattern(
                expression=re.compile(_bounded(_filled(one["pattern"], meanings), content)),
                past=one.get("past", False),
                last_day=one.get("last_day", False),
            )
            for one in value["patterns"]
        ]
    except (KeyError, re.error) as error:
        raise DateDataError(f"{file}: {error}; see the head of en.yml") from error
    return _Grammar(patterns=patterns, meanings=meanings)


def _filled(pattern: str, meanings: Mapping[str, Mapping[str, Any]]) -> str:
    def alternatives(match: "re.Match[str]") -> str:
        name = match.group(1)
        if name.isdecimal() or name not in meanings:
            return match.group()
        phrases = sorted(map(re.escape, meanings[name]), key=len, reverse=True)
        return "|".join([_DIGITS, *phrases] if name == "number" else phrases)

    return _FIELD.sub(alternatives, pattern)


def _bounded(pattern: str, content: str) -> str:
    """Return a pattern that begins and ends with whole words where the language has spaces between them."""
    return rf"(?<!\w)(?:{pattern})(?!\w)" if content == "en" else rf"(?<!\d)(?:{pattern})"
