"""What an action reads of a turn, and the replies it sends."""

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.core.languages import FALLBACK, SIMPLIFIED, TAGS, TRADITIONAL
from bot.core.replies import Reply, to_payload
from bot.language_slots import LANGUAGE_TAG

Json = dict[str, Any]
#: What Rasa's FallbackClassifier calls a message of which no intent is likely enough.
FALLBACK_INTENT = "nlu_fallback"


def answer_tag(tracker: Tracker) -> str:
    """Return the tag to answer in."""
    tag = tracker.get_slot(LANGUAGE_TAG)
    return str(tag) if tag in TAGS else FALLBACK


def written_tag(tracker: Tracker) -> str:
    """Return the tag of the language that texts are written in: rendering makes Traditional of Simplified."""
    tag = answer_tag(tracker)
    return SIMPLIFIED if tag == TRADITIONAL else tag


def typed_text(tracker: Tracker) -> str:
    """Return the words of the visitor; a button's caption when one was pressed."""
    return str(tracker.latest_message.get("text") or "").strip()


def intent_name(tracker: Tracker) -> str:
    """Return the intent of the message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def likeliest_intents(tracker: Tracker) -> tuple[str, ...]:
    """Return the intent of the message; the two likeliest where none is likely enough to go by."""
    name = intent_name(tracker)
    ranking = tracker.latest_message.get("intent_ranking") or ()
    named = [str(one.get("name")) for one in ranking if one.get("name") != FALLBACK_INTENT]
    return tuple(named[:2]) if name == FALLBACK_INTENT else (name,)


def intent_share(tracker: Tracker, intent: str) -> float:
    """Return how likely the classifier holds an intent, between 0 and 1; what a button says is certain."""
    found = tracker.latest_message.get("intent") or {}
    if found.get("name") == intent:
        return float(found.get("confidence") or 0.0)
    ranking = tracker.latest_message.get("intent_ranking") or ()
    return next((float(one.get("confidence", 0.0)) for one in ranking if one.get("name") == intent), 0.0)


def values_of(tracker: Tracker, entity: str) -> tuple[str, ...]:
    """Return the values of an entity in the message, in order, each once."""
    found = tracker.latest_message.get("entities") or ()
    return tuple(dict.fromkeys(str(one["value"]) for one in found if one.get("entity") == entity))


def send(dispatcher: CollectingDispatcher, *replies: Reply) -> None:
    """Send structured replies, in order."""
    for reply in replies:
        dispatcher.utter_message(json_message=to_payload(reply))


def say(dispatcher: CollectingDispatcher, responses: Iterable[str]) -> None:
    """Send responses of the domain by name, in order."""
    for response in responses:
        dispatcher.utter_message(response=response)
