"""Rasa's test stories of every language, played on the trained model and a real action server.

`rasa test core` cannot play them: it runs no actions, so nobody fills the slots of a form, and it stops at entities
that stand nowhere in the text, such as the language of the message (rasa/core/test.py).
"""

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from rasa.core.agent import Agent, load_agent
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.importers.importer import TrainingDataImporter
from ruamel.yaml import YAML

from bot.core.languages import TAGS
from bot.rasa_channel import EdgeMessage, Turns, note_swallowed_errors
from bot.settings import ROOT, Settings, load_settings
from cli.endpoints import write_endpoints
from cli.preparation import dialogue_model, quiet_libraries

pytestmark = pytest.mark.model

FOLDER = Path(__file__).parent
START_SECONDS = 60
#: Rasa runs these around every turn.
SILENT = {"action_listen", "action_session_start", "action_extract_slots", "action_restart"}


@dataclass(frozen=True, kw_only=True)
class Story:
    """One dialogue and what it must come to."""

    tag: str
    name: str
    steps: tuple[dict[str, Any], ...]


def stories() -> list[Story]:
    return [
        Story(tag=tag, name=one["story"], steps=tuple(one["steps"]))
        for tag in TAGS
        for one in YAML(typ="safe", pure=True).load(FOLDER / f"test_{tag}.yml")["stories"]
    ]


class Dialogues:
    """Rasa with the project's model, in this process, and the loop that its connections belong to."""

    def __init__(self, agent: Agent, runner: asyncio.Runner) -> None:
        self._agent = agent
        self._runner = runner
        self._turns = Turns()

    def play(self, story: Story) -> list[dict[str, Any]]:
        """Say what the story says and return it as it went, step by step."""
        return self._runner.run(self._play(story))

    async def _play(self, story: Story) -> list[dict[str, Any]]:
        sender = f"sip:web:{story.tag}:{story.name}"
        went: list[dict[str, Any]] = []
        done: list[str] = []
        for number, step in enumerate(story.steps):
            if "user" in step:
                went += [{"action": name} for name in done]
                heard = await self._say(sender, str(number), step["user"].strip(), story.tag)
                went.append({"user": step["user"], "intent": heard})
                done = await self._actions(sender)
            elif "action" in step:
                went += [{"action": name} for name in done[:1]]
                done = done[1:]
            else:
                tracker = await self._agent.tracker_store.retrieve(sender)
                if "active_loop" in step:
                    went.append({"active_loop": tracker.active_loop_name})
                else:
                    slots = [name for one in step["slot_was_set"] for name in one]
                    went.append({"slot_was_set": [{name: tracker.get_slot(name)} for name in slots]})
        return [*went, *({"action": name} for name in done)]

    async def _say(self, sender: str, message_id: str, text: str, tag: str) -> str:
        command = text if text.startswith("/") else None
        # the language of words is detected; that of a button is what the edge says
        language = {"preferred": None, "prior": tag, "answer": tag if command else None}
        message = EdgeMessage(
            sender=sender,
            message_id=message_id,
            text="" if command else text,
            command=command,
            metadata={"language": language},
        )
        answer = await self._turns.take(message, self._agent)
        return str(answer["intent"]["name"])

    async def _actions(self, sender: str) -> list[str]:
        """Return what was done since the last message."""
        tracker = await self._agent.tracker_store.retrieve(sender)
        events = list(tracker.events)
        last = max(place for place, event in enumerate(events) if isinstance(event, UserUttered))
        done = [event.action_name for event in events[last:] if isinstance(event, ActionExecuted)]
        return [name for name in done if name not in SILENT]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return an installation of its own that uses the knowledge base of this one."""
    var = tmp_path_factory.mktemp("var")
    (var / "knowledge").symlink_to(load_settings().var / "knowledge")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    return Settings(var=var, actions_port=port, internal_token="t" * 32)


@pytest.fixture(scope="module")
def environment(settings: Settings) -> Iterator[dict[str, str]]:
    """Give the environment of that installation, to this process as well: Rasa's tracker store reads it."""
    own = {
        **quiet_libraries(settings),
        "RONGHE_VAR": str(settings.var),
        "RONGHE_ACTIONS_PORT": str(settings.actions_port),
        "RONGHE_INTERNAL_TOKEN": settings.internal_token,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RONGHE_DATABASE_URL", raising=False)
        for name, value in own.items():
            patch.setenv(name, value)
        yield {**os.environ}


@pytest.fixture(scope="module")
def action_server(settings: Settings, environment: dict[str, str]) -> Iterator[None]:
    log = settings.var / "actions.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions.server"], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            while not answers(f"{settings.actions_url}/health"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise TimeoutError(f"the action server did not come up:\n{log.read_text()[-2000:]}")
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(10)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def model() -> Path:
    # before `environment` points elsewhere
    return dialogue_model(load_settings())


@pytest.fixture(scope="module")
def dialogues(model: Path, settings: Settings, action_server: None) -> Iterator[Dialogues]:
    assert model.is_file(), f"{model} is missing; run: ronghe train"
    note_swallowed_errors()
    # Rasa's debug log of every event takes more time than the dialogues
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    endpoints = AvailableEndpoints.read_endpoints(str(write_endpoints(settings)))
    with asyncio.Runner() as runner:
        agent = runner.run(load_agent(model_path=str(model), endpoints=endpoints))
        yield Dialogues(agent, runner)
    structlog.reset_defaults()


@pytest.mark.parametrize("story", stories(), ids=lambda one: f"{one.tag}-{one.name}")
def test_a_dialogue_goes_as_told(dialogues: Dialogues, story: Story) -> None:
    assert dialogues.play(story) == list(story.steps)


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_has_the_same_stories(tag: str) -> None:
    names = [one.name for one in stories() if one.tag == tag]

    assert names == [one.name for one in stories() if one.tag == "en"]


def test_rasa_reads_the_stories() -> None:
    importer = TrainingDataImporter.load_from_dict(
        domain_path=str(ROOT / "domain.yml"), training_data_paths=[str(FOLDER)]
    )

    read = {step.block_name for step in importer.get_conversation_tests().story_steps}

    assert {one.name for one in stories()} <= read
