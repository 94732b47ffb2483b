"""Every type of reply, in every language."""

import re
from dataclasses import replace

import pytest

from bot.core.errors import UnknownLanguageError
from bot.core.languages import TAGS
from bot.core.replies import (
    Answer,
    Choice,
    Choices,
    Emergency,
    EntryLink,
    Hotline,
    Notice,
    Notification,
    Reply,
    Section,
    Source,
    Text,
    parse_reply,
    to_payload,
)
from bot.core.views import Block, Button, Link, View
from bot.texts import MissingTextError
from conversation.commands import NONE_OF_THESE, PERSON, ask_service
from conversation.options import parse_option_id, payload_at
from conversation.rendering import Renderer

SECTIONS = (
    "who",
    "materials",
    "steps",
    "time_limit",
    "fee",
    "validity",
    "where",
    "online",
    "cautions",
    "authority",
    "legal_basis",
)
ANSWER = Answer(
    entry="a.b",
    title="Title",
    summary="First.\n\nSecond.",
    sections=tuple(Section(key=key, items=(f"{key} 1", f"{key} 2")) for key in SECTIONS),
    unknown=("fee", "time_limit"),
    notices=tuple(Notice),
    sources=(
        Source(title="Official page", url="https://example.gov.cn/a", date="2024-06"),
        Source(title="Reprint", url=None, date="2024-06-03"),
        Source(title="Leaflet", url=None, date=None),
    ),
    verified_on="2026-11-22",
    as_of="2024-12",
    valid_until="2027-01-31",
    related=(EntryLink(entry="c.d", title="C"), EntryLink(entry="e.f", title="E")),
)
CHOICES = Choices(entries=(EntryLink(entry="a.b", title="A"),))
EMERGENCY = Emergency(
    lead="Call now.",
    hotlines=(
        Hotline(number="110", label="Police", say="我需要帮助", meaning="I need help"),
        Hotline(number="120", label="Ambulance"),
    ),
    sources=(Source(title="Guide", url="https://example.gov.cn/e", date=None),),
    verified_on="2026-11-22",
)
TEXT = Text(text="One.\n\nTwo.", choices=(Choice(title="Help", payload="/help"),), response="utter_greet")
LABELS = (
    "received",
    "sorry",
    "turn-failed",
    "unsupported",
    "ticket-opened",
    "ticket-opened-away",
    "ticket-claimed",
    "ticket-requeued",
    "ticket-closed",
    "ticket-withdrawn",
)
REPLIES = (ANSWER, CHOICES, EMERGENCY, TEXT, *(Notification(label=label) for label in LABELS))


def words(view: View) -> list[str]:
    """Return every text of a view."""
    blocks = [text for block in view.blocks for text in (block.heading, *block.items)]
    links = [link.title for link in view.links]
    return [
        *filter(None, [view.title]),
        *view.paragraphs,
        *blocks,
        *links,
        *view.footer,
        *(b.title for b in view.buttons),
    ]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: getattr(reply, "label", reply.type))
def test_every_reply_has_words_in_every_language(renderer: Renderer, reply: Reply, tag: str) -> None:
    view = renderer.render(reply, tag, 7)
    assert view.language == tag
    assert words(view)
    assert all(text.strip() and "{" not in text and "\u2068" not in text for text in words(view))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: getattr(reply, "label", reply.type))
def test_same_row_always_gives_the_same_view(renderer: Renderer, reply: Reply, tag: str) -> None:
    stored = parse_reply(to_payload(reply))
    assert renderer.render(stored, tag, 7) == renderer.render(reply, tag, 7)


@pytest.mark.parametrize("label", LABELS)
def test_languages_differ(renderer: Renderer, label: str) -> None:
    said = {renderer.render(Notification(label=label), tag, 7).paragraphs for tag in TAGS}
    # Simplified and Traditional share their shortest sentences.
    assert len(said) >= len(TAGS) - 1


def test_answer_is_a_card(renderer: Renderer) -> None:
    view = renderer.render(ANSWER, "en", 7)
    assert view.title == "Title"
    assert view.paragraphs == ("First.", "Second.")
    assert view.blocks[0] == Block(heading="Who this is for", items=("who 1", "who 2"))
    assert view.blocks[2] == Block(heading="Steps", items=("steps 1", "steps 2"), ordered=True)
    assert view.links == (Link(title="Official page", url="https://example.gov.cn/a"),)
    assert view.buttons == (
        Button(id="7.1", title="C"),
        Button(id="7.2", title="E"),
        Button(id="7.3", title="👍 Helpful"),
        Button(id="7.4", title="👎 Not helpful"),
    )
    assert not view.urgent


def test_unknown_facts_are_said_to_be_unknown_with_whom_to_ask(renderer: Renderer) -> None:
    block = renderer.render(ANSWER, "en", 7).blocks[-1]
    assert block.heading == "Not stated in our sources"
    assert block.items[:2] == ("Fee", "Deadlines and timing")
    for tag in TAGS:
        assert "12367" in renderer.render(ANSWER, tag, 7).blocks[-1].items[-1]


def test_small_print_tells_basis_age_and_doubts(renderer: Renderer) -> None:
    footer = renderer.render(ANSWER, "en", 7).footer
    assert "Legal basis: legal_basis 1" in footer
    assert "Source: Reprint (3 June 2024)" in footer
    assert "Source: Leaflet" in footer
    assert "Last checked on 22 November 2026" in footer
    assert "Our sources date from December 2024" in footer
    assert "In force until 31 January 2027" in footer
    assert sum("confirm" in line or "ended" in line for line in footer) == len(Notice)
    assert all(block.heading != "Legal basis" for block in renderer.render(ANSWER, "en", 7).blocks)


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("zh-Hans", "最近核对：2026年11月22日"),
        ("zh-Hant", "最近核對：2026年11月22日"),
        ("ja", "最終確認日：2026年11月22日"),
        ("ko", "최종 확인일: 2026년 11월 22일"),
    ],
)
def test_day_of_check_is_written_as_the_language_writes_it(renderer: Renderer, tag: str, line: str) -> None:
    assert renderer.render(ANSWER, tag, 7).footer[-1] == line


def test_emergency_stands_out_and_can_be_rung(renderer: Renderer) -> None:
    view = renderer.render(EMERGENCY, "en", 7)
    assert view.urgent
    assert view.links[:2] == (
        Link(title="Police: 110", url="tel:110"),
        Link(title="Ambulance: 120", url="tel:120"),
    )
    assert view.blocks[0].items == ("Say in Chinese: “我需要帮助”", "It means: “I need help”")


def test_choices_offer_none_of_them_and_a_person(renderer: Renderer) -> None:
    view = renderer.render(CHOICES, "en", 7)
    assert [button.title for button in view.buttons] == ["A", "None of these", "Talk to a person"]
    assert [payload_at(CHOICES, n) for n in (1, 2, 3, 4, 0)] == [
        ask_service("a.b"),
        NONE_OF_THESE,
        PERSON,
        None,
        None,
    ]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: getattr(reply, "label", reply.type))
def test_every_button_has_a_payload_and_shows_none(renderer: Renderer, reply: Reply) -> None:
    for button in renderer.render(reply, "en", 7).buttons:
        named = parse_option_id(button.id)
        assert named is not None
        payload = payload_at(reply, named[1])
        assert payload is not None
        assert re.match(r"/[a-z_]+", payload)
        assert payload not in button.title


def test_response_is_converted_to_traditional_and_staff_are_not(renderer: Renderer) -> None:
    said = Text(text="请点击这里办理护照", choices=(Choice(title="帮助", payload="/help"),), response="utter_x")
    view = renderer.render(said, "zh-Hant", 7)
    assert "護照" in view.paragraphs[0]
    assert view.buttons[0].title == "幫助"
    assert renderer.render(said, "zh-Hans", 7).paragraphs == (said.text,)
    by_staff = replace(said, response="")
    assert renderer.render(by_staff, "zh-Hant", 7).paragraphs == (said.text,)


def test_unknown_label_and_unknown_language_are_named(renderer: Renderer) -> None:
    with pytest.raises(MissingTextError, match="no-such"):
        renderer.render(Notification(label="no-such"), "en", 7)
    with pytest.raises(UnknownLanguageError):
        renderer.render(TEXT, "fr", 7)
