"""Languages that the assistant does not speak."""

import pytest

from bot.language.foreign import load_foreign_languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mon fils a six ans et ne parle pas encore chinois", "fr"),
        ("Wo kann ich meinen Wohnsitz anmelden?", "de"),
        ("Necesito renovar mi permiso de residencia", "es"),
        ("Где можно продлить визу?", "ru"),
        ("preciso de um tradutor para amanhã", "pt"),
        ("Tôi bị mất hộ chiếu ở ga tàu", "vi"),
        ("หนังสือเดินทางหายต้องทำอย่างไร", "th"),
        ("أين يمكنني تسجيل عنوان السكن؟", "ar"),
        ("मुझे अपना वीज़ा बढ़ाना है", "hi"),
        ("ខ្ញុំបាត់លិខិតឆ្លងដែន", "km"),
        ("12345", "en"),
    ],
)
def test_the_language_is_named(text: str, code: str) -> None:
    assert load_foreign_languages().identify(text) == code


def test_the_line_is_in_that_language_and_in_english() -> None:
    said = load_foreign_languages().sentence("fr")

    assert said.startswith("Nous")
    assert said.endswith(load_foreign_languages().sentence("en"))


def test_a_language_without_a_line_reads_english() -> None:
    assert load_foreign_languages().sentence("xx") == load_foreign_languages().sentence("en")
