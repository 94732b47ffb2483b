"""Which intents are taken for which, on messages that nobody learnt from, as a picture."""

import logging
from collections import Counter
from pathlib import Path

import numpy as np
from rich.table import Table

from bot.settings import ROOT, load_settings
from cli.console import console, output

#: Lines of language, intent and message, separated by tabs.
MESSAGES = ROOT / "bench" / "questions" / "intents.tsv"
FOR_RASA = ROOT / "var" / "bench" / "messages"
PICTURE = ROOT / "docs" / "discussion" / "intents.png"
_INCHES, _DOTS = 11, 110


async def main(file: str | None = None) -> None:
    """Have the trained model read every message, print the shares by language and draw the matrix."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    rows = read(Path(file) if file else MESSAGES)
    with console.status("Loading the model …"):
        agent = Agent.load(str(newest(load_settings().var / "rasa")))
    pairs: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    for language, intent, text in rows:
        parsed = await agent.parse_message(text)
        ranking = [one["name"] for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"]
        pairs[intent, ranking[0]] += 1
        right[language] += ranking[0] == intent
    table = Table(title=f"intents of {len(rows)} messages", box=None)
    for column in ("language", "messages", "right"):
        table.add_column(column, justify="right")
    asked = Counter(language for language, _, _ in rows)
    for language, many in [*asked.items(), ("all", len(rows))]:
        found = right[language] if language != "all" else sum(right.values())
        table.add_row(language, str(many), f"{100 * found / many:.1f} %")
    output.print(table)
    draw(pairs)
    console.print(f"{PICTURE.relative_to(ROOT)} drawn")
    for tag in asked:
        console.print(f"for `rasa test nlu --nlu`: {write_for_rasa(tag, rows).relative_to(ROOT)}")


def write_for_rasa(tag: str, rows: list[list[str]]) -> Path:
    """Write the messages of a language as Rasa's own reports read them, and return the file."""
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    examples = [Message.build(text, intent) for language, intent, text in rows if language == tag]
    file = FOR_RASA / f"{tag}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TrainingData(examples).nlu_as_yaml(), encoding="utf-8")
    return file


def read(file: Path) -> list[list[str]]:
    """Return language, intent and message of each line."""
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]


def newest(folder: Path) -> Path:
    """Return the model that was trained last."""
    return max(folder.glob("*.tar.gz"), key=lambda one: one.stat().st_mtime)


def draw(pairs: "Counter[tuple[str, str]]") -> None:
    """Draw how often each intent (down) was taken for each (across)."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    names = sorted({one for pair in pairs for one in pair})
    matrix = np.asarray([[pairs[meant, taken] for taken in names] for meant in names], dtype=float)
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    figure, axes = pyplot.subplots(figsize=(_INCHES, _INCHES), dpi=_DOTS)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    for row, column in zip(*np.nonzero(matrix), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, int(matrix[row, column]), ha="center", va="center", fontsize=7, color=colour)
    axes.set_xlabel("taken for")
    axes.set_ylabel("meant")
    figure.tight_layout()
    figure.savefig(PICTURE)
