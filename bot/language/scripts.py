"""Which scripts a text is written in."""

import re
from dataclasses import dataclass

#: The letter that Chinese shop signs borrow from Japanese.
BORROWED_KANA = "の"

_LATIN = re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ʯḀ-ỿ]")
_HAN = re.compile(r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_HIRAGANA = re.compile(r"[\u3041-\u3096\u309d\u309e]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fd\u30fe]")
#: The mark of a long vowel is a letter after kana and a dash elsewhere.
_LONG_VOWEL = re.compile(r"(?<=[\u3041-\u30fa])ー")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, kw_only=True)
class Scripts:
    """How many letters of each script a text has, and its Han characters."""

    latin: int
    han: str
    hiragana: int
    katakana: int
    hangul: int
    #: Letters of all other scripts.
    foreign: int

    @property
    def kana(self) -> int:
        """Return how many letters only Japanese has."""
        return self.hiragana + self.katakana

    @property
    def east_asian(self) -> int:
        """Return how many letters are Chinese, Japanese or Korean."""
        return len(self.han) + self.kana + self.hangul


def count(text: str) -> Scripts:
    """Count the letters of a cleaned text."""
    han = "".join(_HAN.findall(text))
    latin, hiragana, katakana, hangul = (
        len(pattern.findall(text)) for pattern in (_LATIN, _HIRAGANA, _KATAKANA, _HANGUL)
    )
    known = latin + len(han) + hiragana + katakana + hangul + text.count("ー")
    letters = len(_LETTER.findall(text))
    return Scripts(
        latin=latin,
        han=han,
        hiragana=hiragana,
        katakana=katakana + len(_LONG_VOWEL.findall(text)),
        hangul=hangul,
        foreign=max(0, letters - known),
    )
