"""Views become running text that fits what a platform takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.views import Block, Link, View
from channels.composition import as_html, as_plain, measure, pack, pieces, plain_piece
from channels.limits import Unit

VIEW = View(
    language="en",
    title="Lost passport",
    paragraphs=("Report it at the police station.",),
    blocks=(
        Block(heading="Steps", items=("Go <there>", "Wait"), ordered=True),
        Block(heading="Bring", items=("A", "B")),
        Block(heading="Fee", items=("none",)),
    ),
    links=(Link(title="Law & more", url="https://example.org/?a=1&b=2"), Link(title="Police", url="tel:110")),
    footer=("Last checked 2026-11-22",),
)


def test_everything_is_said_in_reading_order() -> None:
    assert as_plain(pieces(VIEW)).split("\n") == [
        *("Lost passport", "", "Report it at the police station.", ""),
        *("Steps", "1. Go <there>", "2. Wait", "", "Bring", "• A", "• B", "", "Fee", "none", ""),
        *("Law & more", "https://example.org/?a=1&b=2", "Police 110", "", "Last checked 2026-11-22"),
    ]


def test_html_is_escaped() -> None:
    text = as_html(pieces(VIEW))

    assert "1. Go &lt;there&gt;" in text
    assert '<a href="https://example.org/?a=1&amp;b=2">Law &amp; more</a>' in text


@given(
    st.lists(st.text(alphabet="ab é中文。！. 😀\n", min_size=1, max_size=120), max_size=12),
    st.integers(min_value=20, max_value=200),
    st.sampled_from(Unit),
)
def test_no_message_is_too_long_and_no_letter_is_lost(paragraphs: list[str], length: int, unit: Unit) -> None:
    messages = pack([plain_piece(one) for one in paragraphs], length=length, unit=unit)

    assert all(measure(as_plain(message), unit) <= length for message in messages)
    said = "".join("".join(as_plain(message).split()) for message in messages)
    assert said == "".join("".join(paragraph.split()) for paragraph in paragraphs)


def test_paragraphs_stay_together_while_they_fit() -> None:
    messages = pack(
        [plain_piece("a" * 10), plain_piece("b" * 10), plain_piece("c" * 10)], length=22, unit=Unit.CHARACTERS
    )

    assert [as_plain(message) for message in messages] == ["a" * 10 + "\n\n" + "b" * 10, "c" * 10]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    messages = pack([plain_piece("第一句话。第二句话。第三句话。")], length=30, unit=Unit.BYTES)

    assert len(messages) > 1
    assert all(as_plain(message).endswith("。") for message in messages)


@pytest.mark.parametrize(("unit", "length"), [(Unit.BYTES, 7), (Unit.CHARACTERS, 4)])
def test_lengths_are_counted_as_the_platform_counts(unit: Unit, length: int) -> None:
    assert measure("中😀a"[1:] + "é", unit) == length
