"""Days as people write them, in every language."""

from datetime import date
from pathlib import Path

import pytest

from bot.nlu.dates import DateDataError, DateFinder, load_date_finder

#: A Thursday.
TODAY = date(2026, 11, 26)


def days(text: str, tag: str | None, today: date = TODAY) -> list[str]:
    return [one.day.isoformat() for one in load_date_finder().find(text, tag, today)]


@pytest.mark.parametrize(
    ("tag", "text", "day"),
    [
        ("en", "my visa ends tomorrow", "2026-11-27"),
        ("en", "in 10 days", "2026-12-06"),
        ("en", "in two weeks", "2026-12-10"),
        ("en", "next Friday", "2026-12-04"),
        ("en", "this fri", "2026-11-27"),
        ("en", "on friday", "2026-11-27"),
        ("en", "3 December", "2026-12-03"),
        ("en", "Dec 3rd, 2027", "2027-12-03"),
        ("en", "2026-12-03", "2026-12-03"),
        ("en", "end of the month", "2026-11-30"),
        ("en", "the 5th of next month", "2026-12-05"),
        ("en", "it expired 3 days ago", "2026-11-23"),
        ("en", "5 days left", "2026-12-01"),
        ("zh-Hans", "下周五到期", "2026-12-04"),
        ("zh-Hant", "下週五到期", "2026-12-04"),
        ("zh-Hans", "十天后", "2026-12-06"),
        ("zh-Hans", "十二月三号", "2026-12-03"),
        ("zh-Hans", "2027年1月5日", "2027-01-05"),
        ("zh-Hans", "还剩3天", "2026-11-29"),
        ("zh-Hant", "過期三天了", "2026-11-23"),
        ("zh-Hans", "月底", "2026-11-30"),
        ("ja", "来週の金曜に切れます", "2026-12-04"),
        ("ja", "１２月３日", "2026-12-03"),
        ("ja", "あと10日で切れます", "2026-12-06"),
        ("ja", "再来週の月曜", "2026-12-07"),
        ("ja", "三日前に切れました", "2026-11-23"),
        ("ja", "今月末", "2026-11-30"),
        ("ko", "다음 주 금요일에 만료돼요", "2026-12-04"),
        ("ko", "10일 후", "2026-12-06"),
        ("ko", "열흘 남았어요", "2026-12-06"),
        ("ko", "12월 3일", "2026-12-03"),
        ("ko", "사흘 전에 끝났어요", "2026-11-23"),
        ("ja", "visa は 3 December まで", "2026-12-03"),
        ("ko", "签证 下周五 만료", "2026-12-04"),
        (None, "tomorrow", "2026-11-27"),
    ],
)
def test_a_day_is_found(tag: str | None, text: str, day: str) -> None:
    assert days(text, tag) == [day]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "may I come?"),
        ("en", "we sat here for two years"),
        ("en", "it ends 3/12 or 12/3/2026"),
        ("en", "expires 31 February"),
        ("zh-Hans", "地铁3号线"),
        ("ja", "土日は休みですか"),
        ("ko", "일이 많아요"),
    ],
)
def test_what_is_no_day_or_may_be_two_is_left_alone(tag: str, text: str) -> None:
    assert days(text, tag) == []


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("20 November", TODAY, "2026-11-20"),
        ("1 June", TODAY, "2027-06-01"),
        ("28 December", date(2027, 1, 4), "2026-12-28"),
        ("the 5th", TODAY, "2026-12-05"),
    ],
)
def test_a_day_without_a_year_is_the_one_that_is_meant(text: str, today: date, day: str) -> None:
    assert days(text, "en", today) == [day]


def test_the_place_in_the_text_is_told() -> None:
    (found,) = load_date_finder().find("我的簽證下週五到期", "zh-Hant", TODAY)

    assert "我的簽證下週五到期"[found.start : found.end] == "下週五"


def test_a_file_that_is_missing_or_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(DateDataError, match=r"zh\.yml is missing"):
        DateFinder.load(tmp_path)
    for tag in ("zh", "en", "ja", "ko"):
        (tmp_path / f"{tag}.yml").write_text("patterns: [{pattern: '('}]", encoding="utf-8")
    with pytest.raises(DateDataError, match=r"zh\.yml"):
        DateFinder.load(tmp_path)
