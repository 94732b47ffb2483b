"""Figures are the same whatever a language's habits."""

import pytest

from knowledge.figures import figures


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("CNY 1,000", "en", {"1000"}),
        ("１０００元", "zh", {"1000"}),
        ("0.1万元", "zh", {"1000"}),
        ("10만 위안", "ko", {"100000"}),
        ("1萬元", "zh", {"10000"}),
        ("3 March 2025", "en", {"3", "2025"}),
        ("by May 5, 2025", "en", {"5", "2025"}),
        ("5 Sept. 2025", "en", {"5", "9", "2025"}),
        ("2025年03月05日", "zh", {"2025", "3", "5"}),
        ("You may pay 20", "en", {"20"}),
        ("0512-12367", "ja", {"512", "12367"}),
        ("8:30-17:00", "ko", {"8", "30", "17", "0"}),
        ("1, 2 and 3", "en", {"1", "2", "3"}),
        ("no figure", "en", set()),
    ],
)
def test_figures_are_read(text: str, language: str, expected: set[str]):
    assert figures([text], language) == expected
