"""Letters that do not belong in a language's texts, as they are left behind by copying and converting."""

import re
from collections.abc import Callable, Iterable

from bot.core.languages import CONTENT_LANGUAGES, TRADITIONAL

#: What a visitor must show or say in Chinese stands in brackets or quotation marks, in every language.
_QUOTED = re.compile(r"\([^()]*\)|（[^（）]*）|「[^「」]*」|『[^『』]*』|“[^“”]*”|‘[^‘’]*’|《[^《》]*》")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def _is_written(letter: str, encoding: str) -> bool:
    """Return whether a national character set has a letter: the sets tell which form is used where."""
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _is_traditional(letter: str) -> bool:
    return _is_written(letter, "cp950") and not _is_written(letter, "gb2312")


def _is_simplified(letter: str) -> bool:
    return _is_written(letter, "gb2312") and not _is_written(letter, "cp950")


def _is_not_japanese(letter: str) -> bool:
    return not _is_written(letter, "shift_jis_2004")


def _is_han(letter: str) -> bool:
    return _HAN.match(letter) is not None


_CHINESE = CONTENT_LANGUAGES[0]
#: Which Han letters are out of place, and whether those that are quoted count.
_RULES: dict[str, tuple[Callable[[str], bool], bool]] = {
    _CHINESE: (_is_traditional, True),
    TRADITIONAL: (_is_simplified, True),
    "ja": (_is_not_japanese, False),
}


def strange_letters(texts: Iterable[str], language: str) -> str:
    """Return the Han letters of some texts that a reader of the language would stumble over, each once, in order.

    Chinese is in one script, Japanese in Japanese forms, English and Korean without any, but for what is quoted.
    """
    is_strange, quoted_too = _RULES.get(language, (_is_han, False))
    found = ""
    for text in texts:
        found += "".join(_HAN.findall(text if quoted_too else _without_quotes(text)))
    return "".join(dict.fromkeys(letter for letter in found if is_strange(letter)))


def _without_quotes(text: str) -> str:
    shorter = _QUOTED.sub(" ", text)
    return text if shorter == text else _without_quotes(shorter)
