"""Traditional Chinese is derived, and folded back."""

import pytest

from bot.traditional import to_simplified, to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("网络", "網路"),
        ("服务窗口", "服務窗口"),
        ("签证延期", "簽證延期"),
        ("Hello 12367", "Hello 12367"),
        ("", ""),
    ],
)
def test_words_of_taiwan_are_used_but_for_the_overrides(simplified: str, traditional: str):
    assert to_traditional(simplified) == traditional


def test_traditional_is_folded_to_simplified():
    assert to_simplified("請問營業時間 abc") == "请问营业时间 abc"
