"""Training as `ronghe train` does it, with another program in Rasa's place."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from cli import preparation
from cli.preparation import TrainingError, dialogue_model, training_dialogue
from knowledge.errors import InvalidContentError

InRasasPlace = Callable[[str], None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path)


@pytest.fixture
def in_rasas_place(monkeypatch: pytest.MonkeyPatch) -> InRasasPlace:
    """Return what puts a Python program there; it gets the path of the model to make."""

    def put(program: str) -> None:
        monkeypatch.setattr(preparation, "rasa_train", lambda model: [sys.executable, "-c", program, str(model)])

    return put


def train(settings: Settings, other_work: Callable[[], None], *, quiet: bool = True) -> None:
    with training_dialogue(settings, quiet=quiet) as finish:
        other_work()
        finish()


MAKES_A_MODEL = """
import pathlib, sys
model = pathlib.Path(sys.argv[1])
model.parent.mkdir(parents=True, exist_ok=True)
model.write_text("a model")
"""


def test_a_model_is_made_beside_other_work_and_once(
    settings: Settings, in_rasas_place: InRasasPlace, capsys: pytest.CaptureFixture[str]
) -> None:
    in_rasas_place(MAKES_A_MODEL)
    train(settings, lambda: None)

    assert dialogue_model(settings).read_text() == "a model"
    in_rasas_place("raise SystemExit(1)")
    train(settings, lambda: None, quiet=False)
    assert "up to date" in capsys.readouterr().err


def test_the_error_shows_what_rasa_said_last(settings: Settings, in_rasas_place: InRasasPlace) -> None:
    in_rasas_place("raise SystemExit('intent greet is in no file')")

    with pytest.raises(TrainingError, match=r"train\.log:\n\nintent greet is in no file"):
        train(settings, lambda: None)

    assert not dialogue_model(settings).exists()


def test_an_error_in_the_other_work_gives_the_training_up(
    settings: Settings, in_rasas_place: InRasasPlace, tmp_path: Path
) -> None:
    in_rasas_place(
        f"import os, pathlib, time; pathlib.Path({str(tmp_path)!r}, 'pid').write_text(str(os.getpid()));"
        + MAKES_A_MODEL
        + "time.sleep(600)"
    )

    def other_work() -> None:
        deadline = time.monotonic() + 30
        while not (dialogue_model(settings).parent / "unfinished").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        raise InvalidContentError([])

    with pytest.raises(InvalidContentError):
        train(settings, other_work)

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert not list(dialogue_model(settings).parent.iterdir())
