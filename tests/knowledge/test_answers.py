"""Answers are made of entries."""

from bot.core.languages import TAGS
from bot.core.replies import parse_reply, to_payload
from knowledge.answers import answers, emergencies
from knowledge.schema import EmergencyRecord, Entry
from tests.knowledge.conftest import record

TITLES = {
    "life.bank-account": {"zh": "开银行账户", "en": "Bank account", "ja": "銀行口座", "ko": "은행 계좌"},
}


def entry(**changes: object) -> Entry:
    return Entry.parse_obj({**record("public.dentist"), **changes})


def test_answer_stands_in_every_language_of_the_registry():
    made = answers(entry(), TITLES, {})

    assert tuple(made) == TAGS
    assert {made["zh-Hans"].title, made["zh-Hant"].title} == {"看牙医", "看牙醫"}
    assert made["ko"].related[0].title == "은행 계좌"


def test_sections_stand_in_reading_order():
    keys = [section.key for section in answers(entry(), TITLES, {})["en"].sections]

    assert keys == ["materials", "steps", "fee", "where", "authority"]


def test_authorities_come_first_and_copies_are_never_linked():
    sources = answers(entry(), TITLES, {})["en"].sources

    assert [one.title for one in sources] == ["Police", "News", "Copy"]
    assert [one.url is None for one in sources] == [False, False, True]


def test_only_four_sources_are_shown():
    value = record("public.dentist")
    many = [{**value["sources"][1], "url": f"https://news.example/{row}"} for row in range(6)]

    shown = answers(entry(sources=[*many, value["sources"][2]]), TITLES, {})["en"].sources

    assert len(shown) == 4
    assert shown[0].title == "Police"


def test_related_entries_that_do_not_exist_are_left_out():
    made = answers(entry(related=["life.bank-account", "life.not-written-yet"]), TITLES, {})["en"]

    assert [one.entry for one in made.related] == ["life.bank-account"]


def test_a_related_alias_leads_to_the_entry_that_answers_it_once():
    related = ["life.account", "life.bank-account"]

    made = answers(entry(related=related), TITLES, {"life.account": "life.bank-account"})["en"]

    assert [one.entry for one in made.related] == ["life.bank-account"]


def test_written_traditional_wins_over_the_derived():
    made = answers(entry(overrides={"zh-Hant": {"title": "牙科", "materials": ["健保卡", "現金"]}}), TITLES, {})

    assert made["zh-Hant"].title == "牙科"
    assert made["zh-Hant"].sections[0].items == ("健保卡", "現金")
    assert made["zh-Hans"].title == "看牙医"


def test_windows_stay_windows_in_traditional():
    where = next(one for one in answers(entry(), TITLES, {})["zh-Hant"].sections if one.key == "where")

    assert where.items == ("網路窗口",)


def test_answer_survives_its_payload():
    made = answers(entry(), TITLES, {})["ja"]

    assert parse_reply(to_payload(made)) == made


def test_emergency_numbers_come_first_in_every_language(emergency: dict):
    made = emergencies(EmergencyRecord.parse_obj(emergency))

    assert tuple(made) == TAGS
    for reply in made.values():
        assert [one.number for one in reply.hotlines] == ["110", "120", "119", "122"]
        assert all(one.say and one.label for one in reply.hotlines)
    assert made["en"].hotlines[1].meaning.startswith("I need an ambulance")
    assert made["zh-Hans"].hotlines[1].meaning == ""
    assert "救護車" in made["zh-Hant"].hotlines[1].say
