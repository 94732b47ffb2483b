"""Numbers and ids of what can be pressed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.options import lone_number, option_id, parse_option_id


@given(st.integers(1, 10**18 - 1), st.integers(1, 99))
def test_id_is_read_back(message: int, number: int) -> None:
    assert parse_option_id(option_id(message, number)) == (message, number)


@pytest.mark.parametrize(
    "text", ["", "1", "1.", ".1", "1.2.3", "-1.2", "1.x", "/1.2", "１.２", "²" + ".1", "9" * 30 + ".1"]
)
def test_anything_else_is_no_id(text: str) -> None:
    assert parse_option_id(text) is None


@given(st.text())
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    parse_option_id(text)
    lone_number(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), (" 2. ", 2), ("２", 2), ("2)", 2), ("10", 10), ("2、", 2), ("٣", 3)],
)
def test_lone_number_in_any_digits(text: str, number: int) -> None:
    assert lone_number(text) == number


@pytest.mark.parametrize("text", ["", "two", "2 visas", "12345", "110", "-2", "2.5", "/2", "二"])
def test_other_texts_are_no_number(text: str) -> None:
    assert lone_number(text) is None
