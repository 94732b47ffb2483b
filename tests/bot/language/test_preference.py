"""What is answered in, by what the text tells and what is known of the visitor."""

from dataclasses import dataclass

import pytest

from bot.language import load_detector, resolve

NOTHING = {"preferred": None, "prior": None, "hint": None}


@pytest.mark.parametrize(
    ("text", "known", "tag"),
    [
        # a choice stands above all
        ("I lost my passport", {"preferred": "ko", "prior": "ja", "hint": "en"}, "ko"),
        # a sentence changes the conversation, a word does not
        ("I lost my passport", {"prior": "ja"}, "en"),
        ("我的护照丢了", {"prior": "en"}, "zh-Hans"),
        ("passport", {"prior": "ja", "hint": "en"}, "ja"),
        ("ok", {"prior": "zh-Hans"}, "zh-Hans"),
        ("thanks", {"prior": "ko"}, "ko"),
        ("护照", {"prior": "en"}, "en"),
        ("42", {"prior": "ja", "hint": "en"}, "ja"),
        # the conversation decides what the characters leave open, then the hint
        ("你好", {"prior": "zh-Hant"}, "zh-Hant"),
        ("我在上海工作", {"prior": "zh-Hant"}, "zh-Hant"),
        ("我在上海工作", {"prior": "en", "hint": "zh-Hant"}, "zh-Hant"),
        ("我在上海工作", {"prior": "en"}, "zh-Hans"),
        ("東京大使館", {"prior": "ja"}, "ja"),
        ("東京大使館", {"hint": "ja"}, "ja"),
        ("東京大使館", {"hint": "en"}, "zh-Hant"),
        # a hint loses against what the text tells, however short
        ("ビザの延長", {"hint": "en"}, "ja"),
        ("ビザ", {"hint": "en"}, "ja"),
        ("护照", {"hint": "en"}, "zh-Hans"),
        ("簽證", {"hint": "ko"}, "zh-Hant"),
        ("visa extension", {"hint": "zh-Hans"}, "en"),
        ("passport", {"hint": "zh-Hans"}, "zh-Hans"),
        ("42", {"hint": "ja"}, "ja"),
        # where nothing is known, a word is better than the default
        ("passport", {}, "en"),
        ("护照", {}, "zh-Hans"),
        ("42", {}, "ko"),
        # another language is answered in the language so far, or in English
        ("Wo bekomme ich ein Visum?", {"prior": "ja"}, "ja"),
        ("Wo bekomme ich ein Visum?", {}, "en"),
        ("Wo bekomme ich ein Visum?", {"hint": "zh-Hans"}, "en"),
        ("ni hao", {"hint": "zh-Hans"}, "zh-Hans"),
        ("ni hao", {}, "en"),
        # tags that nobody speaks count for nothing
        ("passport", {"preferred": "fr", "prior": "de", "hint": "pt"}, "en"),
    ],
)
def test_answer_language(text: str, known: dict[str, str], tag: str) -> None:
    detection = load_detector().detect(text)
    assert resolve(detection, **{**NOTHING, **known}, default="ko") == tag


@dataclass(frozen=True, kw_only=True)
class Plain:
    """What another detector says."""

    label: str | None
    decisive: bool


@pytest.mark.parametrize(
    ("plain", "tag"),
    [
        (Plain(label="en", decisive=True), "en"),
        (Plain(label="en", decisive=False), "ja"),
        (Plain(label=None, decisive=False), "ja"),
    ],
)
def test_another_detector_is_taken_at_its_word(plain: Plain, tag: str) -> None:
    assert resolve(plain, preferred=None, prior="ja", hint=None, default="ko") == tag
