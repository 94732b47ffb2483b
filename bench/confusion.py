"""Which intents are taken for which, on messages that nobody learnt from, as a picture."""

import logging
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.table import Table

from bot.settings import ROOT, load_settings
from cli.console import console, output
from cli.messages import Message, read_messages
from cli.questions import QuestionFileError

MESSAGES = ROOT / "tests" / "questions" / "messages.tsv"
FOR_RASA = ROOT / "var" / "bench" / "messages"
PICTURE = ROOT / "docs" / "discussion" / "intents.png"
_INCHES, _DOTS = 11, 110


async def main(file: str | None = None) -> None:
    """Have the trained model read every message, print the shares by language and draw the matrix."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    try:
        messages = read_messages(Path(file) if file else MESSAGES)
    except QuestionFileError as error:
        sys.exit(str(error))
    with console.status("Loading the model …"):
        agent = Agent.load(str(newest(load_settings().var / "rasa")))
    pairs: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    for one in messages:
        parsed = await agent.parse_message(one.text)
        taken = next(found["name"] for found in parsed["intent_ranking"] if found["name"] != "nlu_fallback")
        pairs[one.kind, taken] += 1
        right[one.language] += taken == one.kind
    table = Table(title=f"intents of {len(messages)} messages", box=None)
    for column in ("language", "messages", "right"):
        table.add_column(column, justify="right")
    asked = Counter(one.language for one in messages)
    for language, many in [*asked.items(), ("all", len(messages))]:
        found = right[language] if language != "all" else sum(right.values())
        table.add_row(language, str(many), f"{100 * found / many:.1f} %")
    output.print(table)
    draw(pairs)
    console.print(f"{PICTURE.relative_to(ROOT)} drawn")
    for tag in asked:
        console.print(f"for `rasa test nlu --nlu`: {write_for_rasa(tag, messages).relative_to(ROOT)}")


def write_for_rasa(tag: str, messages: Sequence[Message]) -> Path:
    """Write the messages of a language as Rasa's own reports read them, and return the file."""
    from rasa.shared.nlu.training_data import message as rasa
    from rasa.shared.nlu.training_data.training_data import TrainingData

    examples = [rasa.Message.build(one.text, one.kind) for one in messages if one.language == tag]
    file = FOR_RASA / f"{tag}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TrainingData(examples).nlu_as_yaml(), encoding="utf-8")
    return file


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
