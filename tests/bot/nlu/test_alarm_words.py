"""Words that make a message an emergency."""

from pathlib import Path

import pytest

from bot.nlu.alarm_words import AlarmDataError, load_alarm_words


@pytest.mark.parametrize(
    ("tag", "text", "kind"),
    [
        ("en", "our kitchen caught fire", "fire"),
        ("en", "HE IS NOT BREATHING", "medical"),
        ("zh-Hans", "楼上着火了", "fire"),
        ("zh-Hant", "樓上著火了", "fire"),
        ("ja", "火事です", "fire"),
        ("ko", "불이 났어요", "fire"),
        ("ko", "help 着火了", "fire"),
    ],
)
def test_a_word_tells_what_is_the_matter(tag: str, text: str, kind: str) -> None:
    assert kind in load_alarm_words().kinds(text, tag)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "does my insurance cover it if the house caught fire"),
        ("en", "how do I extend my visa"),
        ("zh-Hans", "着火了保险赔吗"),
        ("ja", "ビザの延長"),
        ("ko", "비자 연장"),
    ],
)
def test_a_question_about_something_else_is_none(tag: str, text: str) -> None:
    assert load_alarm_words().kinds(text, tag) == ()


def test_a_file_that_is_missing_or_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(AlarmDataError, match=r"zh\.yml is missing"):
        load_alarm_words(tmp_path)
    (tmp_path / "zh.yml").write_text("fire: [着火]", encoding="utf-8")
    with pytest.raises(AlarmDataError, match="unless"):
        load_alarm_words(tmp_path)
