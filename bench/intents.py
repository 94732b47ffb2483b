"""Intents: our pipeline beside DIET, on the same examples, each trained on three quarters and tried on the rest."""

import asyncio
import logging
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.table import Table

from bot.settings import ROOT
from cli.console import console, output
from cli.scoring import MEDIAN, quantile

SEED = 7
SHARE = 0.75
_OURS: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
_DIET = {"name": "DIETClassifier", "epochs": 10, "entity_recognition": False, "constrain_similarities": True}
_LETTERS = {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
_FEATURES = [
    {"name": "bot.nlu.language_detector.LanguageDetector"},
    {"name": "bench.tokenizer.MultilingualTokenizer"},
]
PIPELINES: dict[str, list[dict[str, Any]]] = {
    "ours": _OURS["pipeline"],
    "our features, DIET": [
        *_FEATURES,
        {"name": "bot.nlu.featurizer.SentenceTransformersFeaturizer", "sequences": True},
        _LETTERS,
        _DIET,
    ],
    "our features, Rasa's LogisticRegressionClassifier": [
        *_FEATURES,
        {"name": "bot.nlu.featurizer.SentenceTransformersFeaturizer"},
        _LETTERS,
        {"name": "LogisticRegressionClassifier", "max_iter": 300},
    ],
    "stock features, DIET": [{"name": "WhitespaceTokenizer"}, {"name": "CountVectorsFeaturizer"}, _LETTERS, _DIET],
}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one pipeline reached."""

    accuracy: float
    by_language: dict[str, float]
    train_seconds: float
    p50_ms: float


async def main() -> None:
    """Train and try each pipeline, and print them side by side."""
    from rasa.shared.nlu.training_data.loading import load_data
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    languages = {
        example.get("text"): folder.name
        for folder in sorted((ROOT / "data" / "nlu").iterdir())
        for example in load_data(str(folder)).intent_examples
    }
    train, rest = load_data(str(ROOT / "data" / "nlu")).train_test_split(SHARE, random_seed=SEED)
    tried = [(one.get("text"), one.get("intent")) for one in rest.intent_examples]
    table = Table(title=f"intents: {len(train.intent_examples)} examples to learn, {len(tried)} to try", box=None)
    for name in ("pipeline", "accuracy", *sorted(set(languages.values())), "training s", "p50 ms"):
        table.add_column(name, justify="left" if name == "pipeline" else "right")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "nlu.yml"
        data.write_text(train.nlu_as_yaml(), encoding="utf-8")
        for name, pipeline in PIPELINES.items():
            figures = await measure(pipeline, data, tried, languages)
            shares = [f"{100 * figures.by_language[one]:.1f} %" for one in sorted(figures.by_language)]
            cells = (f"{figures.train_seconds:.0f}", f"{figures.p50_ms:.1f}")
            table.add_row(name, f"{100 * figures.accuracy:.1f} %", *shares, *cells)
    output.print(table)


async def measure(
    pipeline: Sequence[dict[str, Any]], data: Path, tried: Sequence[tuple[str, str]], languages: dict[str, str]
) -> Figures:
    """Train a pipeline and try it on every text."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    config = data.with_name("config.yml")
    config.write_text(yaml.safe_dump({"recipe": "default.v1", "assistant_id": "bench", "pipeline": list(pipeline)}))
    started = time.perf_counter()
    with console.status("Training …"):
        model = await asyncio.to_thread(train_nlu, str(config), str(data), str(data.parent))
    seconds = time.perf_counter() - started
    agent = Agent.load(model)
    right: dict[str, list[bool]] = {}
    latencies = []
    for text, intent in tried:
        begun = time.perf_counter()
        parsed = await agent.parse_message(text)
        latencies.append(time.perf_counter() - begun)
        ranking = [one["name"] for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"]
        right.setdefault(languages.get(text, "?"), []).append(ranking[0] == intent)
    flags = [flag for group in right.values() for flag in group]
    return Figures(
        accuracy=sum(flags) / len(flags),
        by_language={name: sum(group) / len(group) for name, group in right.items()},
        train_seconds=seconds,
        p50_ms=1000 * quantile(sorted(latencies), MEDIAN),
    )
