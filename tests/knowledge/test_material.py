"""What the search learns from."""

from pathlib import Path

import pytest

from knowledge.errors import InvalidContentError
from knowledge.loading import load_content
from knowledge.material import Origin, read_examples, read_foreign
from tests.knowledge.conftest import write_yaml


def test_titles_variants_and_training_questions_are_read(content: Path, tmp_path: Path):
    write_yaml(
        tmp_path / "questions" / "zh-Hant.yml", {"public.dentist": ["牙齒痛", "牙齒痛"], "life.unwritten": ["?"]}
    )

    examples = read_examples(load_content(content), tmp_path / "questions")

    found = {(one.text, one.entry): one for one in examples}
    assert found["牙齒痛", "public.dentist"].origin is Origin.QUESTION
    assert found["牙齒痛", "public.dentist"].language == "zh"
    assert found["see a dentist", "public.dentist"].origin is Origin.TEXT
    assert found["紧急电话", "emergency"].origin is Origin.VARIANT
    assert "life.unwritten" not in {one.entry for one in examples}
    assert [one.text for one in examples].count("牙齒痛") == 1


def test_missing_folder_of_questions_is_no_fault(content: Path, tmp_path: Path):
    assert read_examples(load_content(content), tmp_path / "none")


def test_faulty_questions_name_their_line(content: Path, tmp_path: Path):
    file = tmp_path / "questions" / "en.yml"
    file.parent.mkdir()
    file.write_text("public.dentist: [tooth]\nlife.bank-account: money\n", encoding="utf-8")

    with pytest.raises(InvalidContentError) as refused:
        read_examples(load_content(content), file.parent)

    assert (refused.value.problems[0].file, refused.value.problems[0].line) == (file, 2)


def test_only_intents_that_ask_for_no_service_are_foreign(tmp_path: Path):
    write_yaml(
        tmp_path / "en" / "all.yml",
        {
            "version": "3.1",
            "nlu": [
                {"intent": "out_of_scope", "examples": '- play [jazz](genre)\n- [rain]{"entity": "x"} today?\n'},
                {"intent": "ask_service", "examples": "- lost passport\n"},
                {"synonym": "jazz", "examples": "- swing\n"},
            ],
        },
    )

    assert read_foreign(tmp_path) == ["play jazz", "rain today?"]
