"""The registry of languages: everything else is tested against it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.errors import UnknownLanguageError


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language that the assistant answers in."""

    #: BCP 47 tag, the only name used between the parts and in HTML `lang`.
    tag: str
    #: The language that its texts are written in: `zh` for both Chinese scripts, else the tag itself.
    content: str
    #: Prefixes of IETF tags, lower case, that platforms and browsers send for it, longest match first.
    hints: tuple[str, ...]

    @property
    def derived(self) -> bool:
        """Whether its texts are converted from another language's rather than written."""
        return self.tag == TRADITIONAL


SIMPLIFIED = "zh-Hans"
TRADITIONAL = "zh-Hant"

LANGUAGES: tuple[Language, ...] = (
    Language(tag=SIMPLIFIED, content="zh", hints=("zh", "zh-hans", "zh-cn", "zh-sg")),
    Language(tag=TRADITIONAL, content="zh", hints=("zh-hant", "zh-tw", "zh-hk", "zh-mo", "yue")),
    Language(tag="en", content="en", hints=("en",)),
    Language(tag="ja", content="ja", hints=("ja",)),
    Language(tag="ko", content="ko", hints=("ko",)),
)
TAGS: tuple[str, ...] = tuple(language.tag for language in LANGUAGES)
#: Languages that texts are written in by hand.
CONTENT_LANGUAGES: tuple[str, ...] = tuple(dict.fromkeys(one.content for one in LANGUAGES))
#: What is answered in when nothing at all is known of the visitor.
FALLBACK = "en"

_BY_TAG = {language.tag: language for language in LANGUAGES}


def language(tag: str) -> Language:
    """Return the language of a tag.

    Raises:
        UnknownLanguageError: No language of the registry has this tag.
    """
    try:
        return _BY_TAG[tag]
    except KeyError as error:
        raise UnknownLanguageError(f"{tag!r} is none of {', '.join(TAGS)}") from error


def match_hint(hint: str | None) -> str | None:
    """Return the tag that a platform's or browser's IETF tag means, or None.

    `zh-TW`, `zh_hant_HK` and `yue` are Traditional; a bare `zh` is Simplified; `pt-BR` is None.
    """
    if not hint:
        return None
    subtags = hint.strip().lower().replace("_", "-").split("-")
    for length in range(len(subtags), 0, -1):
        prefix = "-".join(subtags[:length])
        for one in LANGUAGES:
            if prefix in one.hints:
                return one.tag
    return None


def first_match(hints: Iterable[str]) -> str | None:
    """Return the tag of the first hint that means a language of the registry, or None."""
    return next((tag for hint in hints if (tag := match_hint(hint))), None)
