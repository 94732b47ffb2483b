"""Labels are complete in every language, or nothing starts."""

import re
import shutil
from pathlib import Path

import pytest

from bot.core.errors import UnknownLanguageError
from bot.core.languages import CONTENT_LANGUAGES, TAGS
from bot.texts import UI, MissingTextError, Texts, TextsError, format_day


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(UI, tmp_path / "ui")
    return tmp_path / "ui"


def test_every_language_has_the_same_files() -> None:
    names = [{file.name for file in (UI / content).iterdir()} for content in CONTENT_LANGUAGES]
    assert all(found == names[0] for found in names)


@pytest.mark.parametrize("tag", TAGS)
def test_every_label_can_be_shown(texts: Texts, tag: str) -> None:
    for prefix in {key.split("-")[0] for key in texts.labels}:
        for key, text in texts.all(tag, prefix).items():
            assert text.strip(), (tag, prefix, key)


@pytest.mark.parametrize("tag", ["ja", "ko"])
def test_no_label_was_left_in_english(texts: Texts, tag: str) -> None:
    letters = re.compile(r"[A-Za-z]{4,}")
    allowed = {"Telegram", "WeChat", "JavaScript", "Markdown", "Rasa", "name"}
    for prefix in ("widget", "console", "notification", "section", "notice"):
        for key, text in texts.all(tag, prefix).items():
            words = set(letters.findall(re.sub(r"\{\w+\}", "", text))) - allowed
            assert not words, (tag, prefix, key)


def test_traditional_is_derived_with_overrides(texts: Texts) -> None:
    assert texts.format("zh-Hans", "section-who") == "适用对象"
    assert texts.format("zh-Hant", "section-who") == "適用對象"
    assert texts.format("zh-Hant", "section-steps") == "辦理步驟"


def test_values_are_put_in_as_they_are(texts: Texts) -> None:
    assert texts.format("en", "widget-new-messages", count=1234) == "1234 new messages"
    assert texts.all("en", "widget")["new-messages"] == "{count} new messages"


def test_missing_label_missing_value_and_unknown_language_are_named(texts: Texts) -> None:
    with pytest.raises(MissingTextError, match="no-such"):
        texts.format("en", "no-such")
    with pytest.raises(MissingTextError, match="new-messages"):
        texts.format("en", "widget-new-messages")
    with pytest.raises(UnknownLanguageError):
        texts.format("fr", "widget-send")


def test_key_that_one_language_lacks_is_named(folder: Path) -> None:
    file = folder / "ko" / "widget.ftl"
    file.write_text(
        re.sub(r"^widget-send = .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    with pytest.raises(TextsError, match="widget-send is missing in ko"):
        Texts.load(folder)


def test_value_that_one_language_lacks_is_named(folder: Path) -> None:
    file = folder / "ja" / "replies.ftl"
    file.write_text(file.read_text(encoding="utf-8").replace("{ $title }", ""), encoding="utf-8")
    with pytest.raises(TextsError, match="source takes different values"):
        Texts.load(folder)


def test_line_that_cannot_be_read_is_named(folder: Path) -> None:
    file = folder / "en" / "widget.ftl"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:4], "= broken", *lines[4:]]), encoding="utf-8")
    with pytest.raises(TextsError, match=r"widget\.ftl:5"):
        Texts.load(folder)


def test_override_of_nothing_is_named(folder: Path) -> None:
    (folder / "zh-Hant" / "extra.ftl").write_text("no-such = 沒有\n", encoding="utf-8")
    with pytest.raises(TextsError, match="no-such"):
        Texts.load(folder)


@pytest.mark.parametrize(
    ("tag", "day", "month"),
    [
        ("en", "22 November 2026", "November 2026"),
        ("zh-Hans", "2026年11月22日", "2026年11月"),
        ("zh-Hant", "2026年11月22日", "2026年11月"),
        ("ja", "2026年11月22日", "2026年11月"),
        ("ko", "2026년 11월 22일", "2026년 11월"),
    ],
)
def test_days_and_months_are_written_as_the_language_writes_them(tag: str, day: str, month: str) -> None:
    assert [format_day(tag, iso) for iso in ("2026-11-22", "2026-11", "2026")] == [day, month, "2026"]
