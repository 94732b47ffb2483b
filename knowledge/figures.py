"""The figures of a text, so that translations can be compared by them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

#: English writes months as words where the other languages write figures.
_MONTH_LANGUAGE = "en"
#: Digits with separators of thousands, then the sign for ten thousand that Chinese, Japanese and Korean count by.
_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:(\.\d+))?\s?([万만]?)")
_TEN_THOUSAND = 10_000


def figures(texts: Iterable[str], language: str) -> frozenset[str]:
    """Return the figures in some texts, written alike whatever the language's habits.

    `CNY 1,000`, `1000元` and `0.1万元` give `1000`; `3 March` gives `3` as `3月3日` does.
    """
    found: set[str] = set()
    for text in texts:
        folded = unicodedata.normalize("NFKC", text).replace("萬", "万")
        if language == _MONTH_LANGUAGE:
            folded = _month_pattern().sub(lambda match: f" {_months()[match[0].rstrip('.').lower()]} ", folded)
        for digits, fraction, unit in _FIGURE.findall(folded):
            found.update(_values(digits.replace(",", ""), fraction, bool(unit)))
    return frozenset(found)


def _values(digits: str, fraction: str, ten_thousand: bool) -> Iterable[str]:
    if ten_thousand:
        yield str(round(float(digits + fraction) * _TEN_THOUSAND))
        return
    yield digits.lstrip("0") or "0"
    if fraction:
        yield fraction[1:].lstrip("0") or "0"


@cache
def _months() -> Mapping[str, str]:
    """Return the number of each English month's name, long and short."""
    from babel.dates import get_month_names

    return {
        name.lower(): str(number)
        for width in ("wide", "abbreviated")
        for locale in (_MONTH_LANGUAGE, f"{_MONTH_LANGUAGE}_GB")
        for number, name in get_month_names(width, locale=locale).items()
    }


#: Months that are other words as well.
_AMBIGUOUS = frozenset({"march", "may", "mar"})


@cache
def _month_pattern() -> re.Pattern[str]:
    names = sorted((name.capitalize() for name in _months()), key=len, reverse=True)
    every = "|".join(names)
    sure = "|".join(name for name in names if name.casefold() not in _AMBIGUOUS)
    before = r"(?<=\d )|(?<=in )|(?<=from )|(?<=to )|(?<=until )|(?<=since )|(?<=by )|(?<=mid-)"
    return re.compile(rf"\b({every})\b\.?(?=\s+\d|\s*$|[,;.)])|(?:{before})\b({every})\b\.?|\b({sure})\b\.?")
