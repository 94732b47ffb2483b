"""Words of every language."""

import pytest

from bench.words import Vocabularies, Word
from bot.core.languages import TAGS

TEXTS = {
    "zh-Hans": "我的护照丢了，怎么办？ passport lost",
    "zh-Hant": "我的護照丟了，怎麼辦？ passport lost",
    "en": "I've lost my Passport!  What now?",
    "ja": "昨日パスポートをなくしました。どうすればいい？",
    "ko": "어제 여권을 잃어버렸어요. 어떻게 하죠?",
}


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return Vocabularies()


def test_every_language_has_a_text() -> None:
    assert set(TEXTS) == set(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_words_stand_where_they_say(vocabularies: Vocabularies, tag: str) -> None:
    text = TEXTS[tag]
    found = [text[word.start : word.start + len(word.text)] for word in vocabularies.words(text, tag)]

    assert found == [word.text for word in vocabularies.words(text, tag)]


@pytest.mark.parametrize("tag", TAGS)
def test_words_leave_out_nothing_but_spaces(vocabularies: Vocabularies, tag: str) -> None:
    words = vocabularies.words(TEXTS[tag], tag)

    assert "".join(word.text for word in words) == TEXTS[tag].replace(" ", "")


@pytest.mark.parametrize(
    ("text", "tag", "word"),
    [
        ("我的护照丢了", "zh-Hans", "护照"),
        ("我的護照丟了", "zh-Hant", "護照"),
        ("パスポートをなくしました", "ja", "パスポート"),
        ("여권을 잃어버렸어요", "ko", "여권을"),
        ("I've lost my passport!", "en", "passport"),
        ("护照passport丢了", "zh-Hans", "passport"),
    ],
)
def test_a_word_is_a_word_of_the_language(vocabularies: Vocabularies, text: str, tag: str, word: str) -> None:
    assert word in [one.text for one in vocabularies.words(text, tag)]


def test_lemmas_are_lower_case(vocabularies: Vocabularies) -> None:
    assert [one.lemma for one in vocabularies.words("My VISA", "en")] == ["my", "visa"]


@pytest.mark.parametrize("tag", [None, "tlh"])
def test_an_unknown_language_counts_as_the_fallback(vocabularies: Vocabularies, tag: str | None) -> None:
    assert vocabularies.words("I've lost it", tag) == vocabularies.words("I've lost it", "en")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
@pytest.mark.parametrize("tag", TAGS)
def test_a_text_without_words_is_its_own_word(vocabularies: Vocabularies, text: str, tag: str) -> None:
    assert vocabularies.words(text, tag) == [Word(text=text, start=0, lemma=text)]
