"""Build and train what has changed since the last time, and say so."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from bot.core.errors import AssistantError
from bot.settings import ROOT, Settings, load_settings
from cli.console import console

#: What the Rasa model is made from, relative to the project.
DIALOGUE_SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "data/responses",
    "data/language",
    "data/entities",
    "bot",
    "knowledge/model",
)
MODELS_KEPT = 2


class KnowledgeSources(TypedDict):
    """Arguments of `knowledge.build.build`."""

    content: Path
    questions: Path
    nlu: Path
    model: Path | str
    output: Path


class TrainingError(AssistantError):
    """Rasa could not train the model."""


def build_knowledge(*, quiet: bool = False, settings: Settings | None = None) -> None:
    """Bring the knowledge index up to date.

    Raises:
        AssistantError: The content has errors; each is named with its file and line.
    """
    from knowledge.build import build

    settings = settings or load_settings()
    started = time.monotonic()
    manifest = build(
        **knowledge_sources(settings),
        progress=(lambda _: None) if quiet else (lambda line: console.print(f"  [dim]{line}[/dim]")),
    )
    _say(f"Knowledge index {manifest.version} ready ({time.monotonic() - started:.0f} s).", quiet=quiet)


def knowledge_sources(settings: Settings) -> KnowledgeSources:
    """Return what a version of the knowledge base is built from, and where to."""
    return KnowledgeSources(
        content=ROOT / "knowledge" / "content",
        questions=ROOT / "data" / "questions",
        nlu=ROOT / "data" / "nlu",
        model=settings.embedder or ROOT / "knowledge" / "model",
        output=settings.var / "knowledge",
    )


def dialogue_model(settings: Settings) -> Path:
    """Return where the model of the present configuration and data is, or will be."""
    return settings.var / "rasa" / f"ronghe-{fingerprint(ROOT / name for name in DIALOGUE_SOURCES)}.tar.gz"


def train_all(*, quiet: bool = False, settings: Settings | None = None) -> None:
    """Bring the knowledge index and the Rasa model up to date, both at once: each leaves a core idle for long.

    Raises:
        AssistantError: The content has errors (the training is given up then), or Rasa could not train.
    """
    settings = settings or load_settings()
    with training_dialogue(settings, quiet=quiet) as finish:
        build_knowledge(quiet=quiet, settings=settings)
        finish()


@contextmanager
def training_dialogue(settings: Settings, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """Train the Rasa model in a process of its own, unless there is one of the present configuration and data.

    Yields:
        A function that waits for the end; it raises TrainingError with Rasa's last lines where `rasa train` failed.
        Who leaves without calling it gives the training up.
    """
    model = dialogue_model(settings)
    if model.is_file():
        yield lambda: _say("Dialogue model is up to date.", quiet=quiet)
        return
    started = time.monotonic()
    log = settings.var / "log" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # what is broken off must not look like a model
    unfinished = model.parent / "unfinished" / model.name
    _say("Training the dialogue model in the background (three minutes or four) …", quiet=quiet)
    with log.open("w") as out:
        training = subprocess.Popen(
            rasa_train(unfinished),
            cwd=ROOT,
            env={**os.environ, **quiet_libraries(settings)},
            stdout=out,
            stderr=out,
        )

    def finish() -> None:
        with console.status("Training the dialogue model …"):
            status = training.wait()
        if status != 0 or not unfinished.is_file():
            tail = "\n".join(log.read_text().splitlines()[-15:])
            raise TrainingError(f"rasa train failed; the end of {log}:\n\n{tail}")
        unfinished.replace(model)
        forget_old_models(model.parent)
        _say(f"Dialogue model trained ({time.monotonic() - started:.0f} s).", quiet=quiet)

    try:
        yield finish
    finally:
        training.kill()
        training.wait()
        shutil.rmtree(unfinished.parent, ignore_errors=True)


def rasa_train(model: Path) -> list[str]:
    """Return the command that makes a model."""
    return [
        sys.executable,
        "-m",
        "rasa",
        "train",
        # `make test` validates; here it would read everything once more before each training
        "--skip-validation",
        "--out",
        str(model.parent),
        "--fixed-model-name",
        model.name.removesuffix(".tar.gz"),
    ]


def quiet_libraries(settings: Settings) -> dict[str, str]:
    """Return the environment that keeps Rasa and its libraries offline and quiet."""
    environment = {
        "RASA_TELEMETRY_ENABLED": "false",
        # some machines forbid compiled files, and every start would compile some thousand modules anew
        "PYTHONDONTWRITEBYTECODE": "",
        "RASA_CACHE_DIRECTORY": str(settings.var / "rasa" / "cache"),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONWARNINGS": "ignore",
    }
    if not settings.embedder:
        environment |= {"HF_HUB_OFFLINE": "1"}
    return environment


def fingerprint(paths: Iterable[Path]) -> str:
    """Return a short digest of files and folders: names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
        for file in files:
            if "__pycache__" in file.parts:
                continue
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def forget_old_models(folder: Path) -> None:
    """Keep the newest few models."""
    models = sorted(folder.glob("ronghe-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[MODELS_KEPT:]:
        path.unlink()


def _say(line: str, *, quiet: bool) -> None:
    if not quiet:
        console.print(line)
