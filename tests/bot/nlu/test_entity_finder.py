"""Entities in messages of every language."""

from pathlib import Path

import pytest

from bot.core.languages import CONTENT_LANGUAGES, TAGS
from bot.nlu.entity_finder import EntityDataError, EntityFinder


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder.load()


def values(finder: EntityFinder, text: str, tag: str | None, entity: str) -> list[str]:
    return [one.value for one in finder.find(text, tag) if one.entity == entity]


@pytest.mark.parametrize(
    ("tag", "text", "entity", "value"),
    [
        ("zh-Hans", "我女儿的护照", "document", "passport"),
        ("zh-Hans", "我女儿的护照", "person", "child"),
        ("zh-Hans", "我老公是德国人", "nationality", "DE"),
        ("zh-Hans", "父母都是中国人", "quantity", "both"),
        ("zh-Hans", "还没有护照", "absence", "none"),
        ("zh-Hans", "在苏州出生", "place", "here"),
        ("zh-Hans", "请用繁体中文", "wished_language", "zh-Hant"),
        ("zh-Hans", "想来工作", "purpose", "work"),
        ("zh-Hant", "我女兒的護照", "document", "passport"),
        ("zh-Hant", "住宿登記", "document", "accommodation_registration"),
        ("zh-Hant", "兩個都不是", "quantity", "neither"),
        ("zh-Hant", "還沒有", "absence", "none"),
        ("zh-Hant", "現在人在國外", "place", "abroad"),
        ("zh-Hant", "請改用繁體", "wished_language", "zh-Hant"),
        ("zh-Hant", "韓國護照", "nationality", "KR"),
        ("en", "a residence permit, please", "document", "residence_permit"),
        ("en", "my Daughter", "person", "child"),
        ("en", "I'm from the USA", "nationality", "US"),
        ("en", "UK passport", "nationality", "GB"),
        ("en", "from Norway", "nationality", "NO"),
        ("en", "neither of us", "quantity", "neither"),
        ("en", "not yet", "absence", "none"),
        ("en", "she is overseas", "place", "abroad"),
        ("en", "in Traditional Chinese", "wished_language", "zh-Hant"),
        ("en", "a family reunion visa", "purpose", "family"),
        ("ja", "子どものパスポート", "document", "passport"),
        ("ja", "娘の旅券", "person", "child"),
        ("ja", "夫はドイツ人です", "nationality", "DE"),
        ("ja", "二人とも中国籍です", "quantity", "both"),
        ("ja", "まだ持っていません", "absence", "none"),
        ("ja", "今は海外にいます", "place", "abroad"),
        ("ja", "英語でお願いします", "wished_language", "en"),
        ("ja", "留学のため", "purpose", "study"),
        ("ko", "아이 여권", "document", "passport"),
        ("ko", "우리 딸 여권", "person", "child"),
        ("ko", "남편은 독일 사람이에요", "nationality", "DE"),
        ("ko", "둘 다 중국 사람이에요", "quantity", "both"),
        ("ko", "여권이 없어요", "absence", "none"),
        ("ko", "집은 쑤저우에 있어요", "place", "here"),
        ("ko", "영어로 해 주세요", "wished_language", "en"),
        ("ko", "유학 비자", "purpose", "study"),
    ],
)
def test_entities_are_found(finder: EntityFinder, tag: str, text: str, entity: str, value: str) -> None:
    assert value in values(finder, text, tag, entity)


@pytest.mark.parametrize(
    ("tag", "text", "value", "words"),
    [
        ("zh-Hans", "签证还有30天", "day", "30天"),
        ("zh-Hans", "还剩两个星期", "week", "两个星期"),
        ("zh-Hans", "十二个月", "month", "十二个月"),
        ("zh-Hans", "住了半年", "year", "半年"),
        ("zh-Hant", "簽證還有三個月", "month", "三個月"),
        ("zh-Hant", "還有兩週", "week", "兩週"),
        ("en", "a visa for 90 days", "day", "90 days"),
        ("en", "in 2 weeks", "week", "2 weeks"),
        ("en", "1 year left", "year", "1 year"),
        ("ja", "９０日間のビザ", "day", "９０日間"),
        ("ja", "3か月", "month", "3か月"),
        ("ko", "비자 3개월 남았어요", "month", "3개월"),
        ("ko", "30 일 동안", "day", "30 일"),
        ("ko", "2년 비자", "year", "2년"),
    ],
)
def test_durations_are_a_number_and_a_unit(finder: EntityFinder, tag: str, text: str, value: str, words: str) -> None:
    found = [(one.value, one.text) for one in finder.find(text, tag) if one.entity == "duration"]

    assert found == [(value, words)]


@pytest.mark.parametrize(("tag", "text"), [("zh-Hans", "每天"), ("en", "a sunny day"), ("ja", "日本"), ("ko", "일본")])
def test_a_unit_without_a_number_is_no_duration(finder: EntityFinder, tag: str, text: str) -> None:
    assert values(finder, text, tag, "duration") == []


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("en", "my 孩子 needs a 护照", ["孩子", "护照"]),
        ("en", "lost my 護照 yesterday", ["護照"]),
        ("zh-Hans", "passport 丢了", ["passport"]),
        ("zh-Hans", "我的passport丢了", ["passport"]),
        ("zh-Hant", "小孩的visa到期", ["小孩", "visa"]),
        ("ja", "residence permitの延長", ["residence permit"]),
        ("ja", "visaの延長", ["visa"]),
        ("ko", "work permit 연장", ["work permit"]),
        ("ko", "passport를 잃어버렸어요", ["passport"]),
        ("ko", "护照 잃어버렸어요", ["护照"]),
    ],
)
def test_words_of_another_language_are_found_in_a_mixed_message(
    finder: EntityFinder, tag: str, text: str, words: list[str]
) -> None:
    found = [one.text for one in finder.find(text, tag) if one.entity in {"document", "person"}]

    assert found == words


@pytest.mark.parametrize("text", ["grandmothers", "a lesson", "visavis", "Chinatown"])
def test_english_phrases_are_whole_words(finder: EntityFinder, text: str) -> None:
    assert finder.find(text, "en") == []


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("zh-Hans", "中国人", "中国人"),
        ("ja", "日本人", "日本人"),
        ("ko", "한국인", "한국인"),
        ("en", "South Korea", "South Korea"),
    ],
)
def test_the_longest_find_of_an_entity_stands_for_those_within_it(
    finder: EntityFinder, tag: str, text: str, words: str
) -> None:
    assert [one.text for one in finder.find(text, tag) if one.entity == "nationality"] == [words]


@pytest.mark.parametrize("tag", TAGS)
def test_places_are_those_of_the_text_as_it_was_written(finder: EntityFinder, tag: str) -> None:
    text = "女兒 daughter 娘 딸 護照 passport パスポート 여권"
    found = finder.find(text, tag)

    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize("tag", [None, "tlh"])
def test_an_unknown_language_counts_as_the_fallback(finder: EntityFinder, tag: str | None) -> None:
    assert values(finder, "my passport", tag, "document") == ["passport"]


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_is_found_in_nothing(finder: EntityFinder, tag: str) -> None:
    assert finder.find("", tag) == []


class TestLoading:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for content in CONTENT_LANGUAGES:
            (tmp_path / f"{content}.yml").write_text("document:\n  passport: [passport]\n", encoding="utf-8")
        return tmp_path

    def test_phrases_of_a_folder_are_found(self, folder: Path) -> None:
        assert [one.value for one in EntityFinder.load(folder).find("passport", "ja")] == ["passport"]

    @pytest.mark.parametrize("content", CONTENT_LANGUAGES)
    def test_a_missing_language_is_named(self, folder: Path, content: str) -> None:
        (folder / f"{content}.yml").unlink()

        with pytest.raises(EntityDataError, match=f"{content}.yml"):
            EntityFinder.load(folder)

    @pytest.mark.parametrize("data", ["nationality:\n  1: [norwegian]\n", "absence:\n  none: [1, never]\n"])
    def test_what_is_no_text_must_be_quoted(self, folder: Path, data: str) -> None:
        (folder / "en.yml").write_text(data, encoding="utf-8")

        with pytest.raises(EntityDataError, match="quotes"):
            EntityFinder.load(folder)
