"""What Rasa sends an action: the SDK's tracker, folded from events, and what the action gives back."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, EventType, SlotSet, UserUttered
from rasa_sdk.executor import CollectingDispatcher
from ruamel.yaml import YAML

from bot.core.replies import Reply, parse_reply
from bot.settings import ROOT

DOMAIN: dict[str, Any] = YAML(typ="safe", pure=True).load(ROOT / "domain.yml")
Entities = Sequence[tuple[str, str]]


def said(
    text: str,
    intent: str = "ask_service",
    entities: Entities = (),
    *,
    ranking: Sequence[tuple[str, float]] = (),
    confidence: float = 0.9,
) -> EventType:
    """Return the event of a visitor's message."""
    return UserUttered(
        text,
        parse_data={
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [{"entity": name, "value": value} for name, value in entities],
            "intent_ranking": [{"name": name, "confidence": share} for name, share in ranking],
        },
    )


def slots(values: Mapping[str, Any]) -> list[EventType]:
    """Return the events that set slots."""
    return [SlotSet(name, value) for name, value in values.items()]


def loop(name: str) -> EventType:
    """Return the event of a form that begins."""
    return ActiveLoop(name)


def rejected(name: str) -> EventType:
    """Return the event of a form that left a message to others."""
    return ActionExecutionRejected(name)


def tracker(*events: EventType) -> Tracker:
    """Return the state of a conversation after these events."""
    made = Tracker("sip:web:anna", {}, {}, [], False, None, {}, None)
    for event in events:
        made.events.append(event)
        if event["event"] == "slot":
            made.slots[event["name"]] = event["value"]
        elif event["event"] == "active_loop":
            made.active_loop = {"name": event["name"]} if event["name"] else {}
        elif event["event"] == "user":
            made.latest_message = event["parse_data"]
    return made


class Outcome:
    """What an action said and which events it returned."""

    def __init__(self, messages: list[dict[str, Any]], events: list[EventType]) -> None:
        self.messages = messages
        self.events = events

    @property
    def responses(self) -> list[str]:
        """Return the names of the domain's responses."""
        return [one["response"] for one in self.messages if one["response"]]

    @property
    def replies(self) -> list[Reply]:
        """Return the structured replies, read as the edge reads them."""
        return [parse_reply(one["custom"]) for one in self.messages if one["custom"]]

    @property
    def slots(self) -> dict[str, Any]:
        """Return the slots that were set."""
        return {one["name"]: one["value"] for one in self.events if one["event"] == "slot"}

    @property
    def followup(self) -> str | None:
        """Return the action that is to be next."""
        return next((one["name"] for one in self.events if one["event"] == "followup"), None)

    @property
    def ends_loop(self) -> bool:
        """Tell whether a running form ends."""
        return any(one["event"] == "active_loop" and one["name"] is None for one in self.events)


async def outcome(action: Action, state: Tracker) -> Outcome:
    """Run an action as the server does."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, state, DOMAIN)
    return Outcome(dispatcher.messages, events)
