"""What is no language is taken out of a message before it is looked at."""

import re
import unicodedata

#: Characters that are looked at; more tell nothing new.
LOOKED_AT = 1000

_NOISE = re.compile(
    r"""
      (?:https?://|www\.)[!-~]+                                               # addresses of pages
    | (?<![A-Za-z0-9.+-])[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+                      # of people
    | (?<![A-Za-z0-9.-])[A-Za-z0-9.-]{1,80}\.(?:com|cn|org|net|gov|edu|io|jp|kr|hk|tw)\b(?:/[!-~]*)?
    | (?<![\w/])[@/][A-Za-z][A-Za-z0-9_]*                                     # handles and commands
    | (?<![A-Za-z'_-])[A-Za-z'_-]*\d[A-Za-z0-9_]*                             # tokens with digits
    | (?<![^\W\d_])[\u0370-\u052f](?![^\W\d_])                                # lone letters of painted faces
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_LETTERS = re.compile(r"[^\w\s'’]|[\d_]")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the letters of a text in their normal form, with single blanks between words.

    Half-width kana become full-width; invisible characters, digits, emoji, punctuation, addresses, handles and
    commands are gone.
    """
    normal = unicodedata.normalize("NFKC", text[:LOOKED_AT])
    seen = "".join(one for one in normal if unicodedata.category(one) != "Cf")
    without = _NO_LETTERS.sub(" ", _NOISE.sub(" ", seen))
    return _BLANKS.sub(" ", without).strip()
