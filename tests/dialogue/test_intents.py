"""Messages by writers who saw neither the training data nor the system: what they are taken for."""

from collections import defaultdict
from collections.abc import Iterable

import pytest
from rasa.core.agent import Agent

from bot.core.languages import TAGS
from bot.settings import ROOT, load_settings
from cli.messages import Message, read_messages

QUESTIONS = ROOT / "tests" / "questions"


@pytest.fixture(scope="module")
def agent() -> Agent:
    model = max((load_settings().var / "rasa").glob("*.tar.gz"), key=lambda one: one.stat().st_mtime)
    return Agent.load(str(model))


async def intents(agent: Agent, messages: Iterable[Message]) -> list[str]:
    """Return the likeliest intent of each message."""
    taken = []
    for one in messages:
        ranking = (await agent.parse_message(one.text))["intent_ranking"]
        taken.append(next(found["name"] for found in ranking if found["name"] != "nlu_fallback"))
    return taken


@pytest.mark.parametrize(
    ("file", "least", "least_of_a_language", "person"),
    [("messages.tsv", 0.96, 0.95, 0.97), ("messages2.tsv", 0.95, 0.94, 0.95), ("messages3.tsv", 0.96, 0.95, 0.98)],
)
async def test_every_language_is_understood(
    agent: Agent, file: str, least: float, least_of_a_language: float, person: float
) -> None:
    told = read_messages(QUESTIONS / file)
    right: dict[str, list[bool]] = defaultdict(list)
    for one, taken in zip(told, await intents(agent, told), strict=True):
        right[one.language].append(taken == one.kind)
        right["all"].append(taken == one.kind)
        if one.kind in {"emergency", "talk_to_human"}:
            right[one.kind].append(taken == one.kind)
        if one.kind != "emergency":
            right["no alarm"].append(taken != "emergency")

    shares = {name: sum(one) / len(one) for name, one in right.items()}
    assert shares["all"] >= least
    assert min(shares[tag] for tag in TAGS) >= least_of_a_language
    assert shares["emergency"] >= 0.98
    assert shares["talk_to_human"] >= person
    assert shares["no alarm"] >= 0.99


async def test_danger_without_its_usual_words_is_found_and_alarming_words_alone_are_none(agent: Agent) -> None:
    told = read_messages(QUESTIONS / "emergencies.tsv")
    alarmed = [(one.kind, taken == "emergency") for one, taken in zip(told, await intents(agent, told), strict=True)]

    alarms = [alarm for kind, alarm in alarmed if kind != "none"]
    false = [alarm for kind, alarm in alarmed if kind == "none"]
    assert sum(alarms) / len(alarms) >= 0.9
    assert sum(false) / len(false) <= 0.08
