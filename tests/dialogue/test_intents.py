"""Messages by writers who saw neither the training data nor the system: what they are taken for."""

from collections import defaultdict
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.settings import ROOT, load_settings

QUESTIONS = ROOT / "tests" / "questions"


@pytest.fixture(scope="module")
def agent() -> Agent:
    model = max((load_settings().var / "rasa").glob("*.tar.gz"), key=lambda one: one.stat().st_mtime)
    return Agent.load(str(model))


def rows(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]


async def intents(agent: Agent, texts: list[str]) -> list[str]:
    """Return the likeliest intent of each message."""
    found = []
    for text in texts:
        ranking = (await agent.parse_message(text))["intent_ranking"]
        found.append(next(one["name"] for one in ranking if one["name"] != "nlu_fallback"))
    return found


async def test_every_language_is_understood(agent: Agent) -> None:
    told = rows(QUESTIONS / "messages.tsv")
    right: dict[str, list[bool]] = defaultdict(list)
    for (language, intent, _), found in zip(told, await intents(agent, [one[2] for one in told]), strict=True):
        right[language].append(found == intent)
        right["all"].append(found == intent)
        if intent in {"emergency", "talk_to_human"}:
            right[intent].append(found == intent)
        if intent != "emergency":
            right["no alarm"].append(found != "emergency")

    shares = {name: sum(one) / len(one) for name, one in right.items()}
    assert shares["all"] >= 0.93
    assert min(shares[tag] for tag in ("en", "ja", "ko", "zh-Hans", "zh-Hant")) >= 0.88
    assert shares["emergency"] >= 0.96
    assert shares["talk_to_human"] >= 0.95
    assert shares["no alarm"] >= 0.99


async def test_danger_without_its_usual_words_is_found_and_alarming_words_alone_are_none(agent: Agent) -> None:
    told = rows(QUESTIONS / "emergencies.tsv")
    found = await intents(agent, [one[2] for one in told])

    alarms = [intent == "emergency" for (_, kind, _), intent in zip(told, found, strict=True) if kind != "none"]
    false = [intent == "emergency" for (_, kind, _), intent in zip(told, found, strict=True) if kind == "none"]
    assert sum(alarms) / len(alarms) >= 0.9
    assert sum(false) / len(false) <= 0.08
