"""The files of words."""

from pathlib import Path

import pytest

from bot.language.lexicon import LexiconError, load_lexicons


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {
        "english.yml": "function: the\ncourtesy: ok\nwords: passport visa\nneutral: suzhou\n",
        "latin.yml": "elisions: l d\nlanguages: {de: der die, fr: le la}\nromanised: nihao\n",
        "han.yml": (
            "chinese_function: 吗\nchinese_particles: 的\nchinese_sentence: 吗\ntraditional_variants: 裏\n"
            "cantonese: 唔\n"
            "simplified_strong: 么\nsimplified_weak: 后\njapanese_terms: 在留 旅券\nchinese_terms: 公司\n"
        ),
    }


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_words_of_all_languages_are_read(tmp_path: Path, texts: dict[str, str]) -> None:
    lexicons = load_lexicons(write(tmp_path, texts))
    assert lexicons.english.words == {"passport", "visa"}
    assert lexicons.foreign.words == {"der", "die", "le", "la"}
    assert lexicons.han.japanese_terms == {"在留", "旅券"}


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("english.yml", "function: the\n", "courtesy"),
        ("english.yml", "function: [the]\n", "function"),
        ("english.yml", "- the\n", "keys and values"),
        ("latin.yml", "languages: der die\n", "by language"),
        ("han.yml", "chinese_function: [\n", "han.yml"),
        ("han.yml", None, "han.yml"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    tmp_path: Path, texts: dict[str, str], name: str, text: str | None, complaint: str
) -> None:
    write(tmp_path, texts)
    if text is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint):
        load_lexicons(tmp_path)


def test_our_files_hold_small_letters_and_no_word_twice_in_a_list() -> None:
    lexicons = load_lexicons()
    words = lexicons.english.words | lexicons.english.function | lexicons.foreign.words | lexicons.foreign.romanised
    assert {word for word in words if word != word.lower()} == set()
    assert lexicons.han.japanese_terms & lexicons.han.chinese_terms == set()
