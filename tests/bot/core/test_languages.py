"""The registry of languages."""

import pytest

from bot.core.errors import UnknownLanguageError
from bot.core.languages import CONTENT_LANGUAGES, TAGS, first_match, language, match_hint


def test_the_five_languages() -> None:
    assert TAGS == ("zh-Hans", "zh-Hant", "en", "ja", "ko")
    assert CONTENT_LANGUAGES == ("zh", "en", "ja", "ko")


@pytest.mark.parametrize(
    ("hint", "tag"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_Hans_SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("yue-HK", "zh-Hant"),
        ("en-GB", "en"),
        ("ja", "ja"),
        ("KO-kr", "ko"),
        ("pt-br", None),
        ("", None),
        (None, None),
    ],
)
def test_hints_of_platforms(hint: str | None, tag: str | None) -> None:
    assert match_hint(hint) == tag


def test_the_first_hint_that_means_something_wins() -> None:
    assert first_match(["fr-FR", "ja", "en"]) == "ja"
    assert first_match(["fr"]) is None


def test_an_unknown_tag_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(UnknownLanguageError, match="zh-Hant"):
        language("zh")
