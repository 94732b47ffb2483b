"""The questions of the knowledge base as examples of intents."""

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from ruamel.yaml import YAML

from bot.importer import QuestionsImporter
from bot.settings import ROOT

NLU = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - lost passport
"""
QUESTIONS = {
    "en.yml": "exit-entry.lost-passport:\n  - my passport was stolen\n  - lost passport\nemergency:\n  - fire\n",
    "zh.yml": "exit-entry.lost-passport:\n  - 护照丢了\nexit-entry.visa-extension:\n  - 签证延期\n  - 30\n",
    "ja.yml": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nlu.yml").write_text(NLU, encoding="utf-8")
    (tmp_path / "questions").mkdir()
    for name, content in QUESTIONS.items():
        (tmp_path / "questions" / name).write_text(content, encoding="utf-8")
    return tmp_path


def read(folder: Path, **options: Any) -> dict[str, str]:
    """Return the intent of each example."""
    importer = QuestionsImporter(
        training_data_paths=[str(folder / "nlu.yml")], questions=folder / "questions", **options
    )
    return {one.get("text"): one.get("intent") for one in importer.get_nlu_data().training_examples}


def test_questions_are_asked_about_a_service(folder: Path) -> None:
    found = read(folder)

    assert [found[one] for one in ("my passport was stolen", "护照丢了", "签证延期")] == ["ask_service"] * 3


def test_an_example_of_rasas_files_keeps_its_intent(folder: Path) -> None:
    found = read(folder)

    assert (found["hello"], found["lost passport"]) == ("greet", "greet")


def test_an_entry_may_have_an_intent_of_its_own(folder: Path) -> None:
    assert read(folder, intents={"emergency": "emergency"})["fire"] == "emergency"


def test_an_entry_may_be_left_out(folder: Path) -> None:
    found = read(folder, without=["exit-entry.lost-passport"])

    assert {"my passport was stolen", "护照丢了"} & set(found) == set()
    assert "签证延期" in found


def test_what_yaml_takes_for_a_number_is_a_text(folder: Path) -> None:
    assert read(folder)["30"] == "ask_service"


def test_the_project_trains_with_its_questions(folder: Path) -> None:
    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(folder / "nlu.yml")]
    )
    questions = YAML(typ="safe", pure=True).load(ROOT / "data" / "questions" / "en.yml")

    found = {one.get("text"): one.get("intent") for one in importer.get_nlu_data().training_examples}

    assert found[questions["life.bank-account"][0]] == "ask_service"
    assert found[questions["exit-entry.lost-passport"][0]] == "lost_passport"
    assert found[questions["emergency"][0]] == "emergency"
    assert questions["exit-entry.child-nationality"][0] not in found
