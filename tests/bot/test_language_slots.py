"""The language of an answer as Rasa's entities."""

import pytest

from bot.core.languages import LANGUAGES, Language
from bot.language_slots import language_entities


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.tag)
def test_a_language_fills_both_slots(language: Language) -> None:
    assert language_entities(language.tag, extractor="edge") == [
        {"entity": "language", "value": language.content, "extractor": "edge"},
        {"entity": "language_tag", "value": language.tag, "extractor": "edge"},
    ]


@pytest.mark.parametrize("tag", [None, "", "zh", "tlh"])
def test_an_unknown_language_counts_as_the_fallback(tag: str | None) -> None:
    assert [one["value"] for one in language_entities(tag, extractor="edge")] == ["en", "en"]
