"""Small talk that the classifier was not sure of and the knowledge base knows nothing about."""

from rasa_sdk import Tracker

#: Intent -> response of the domain.
_RESPONSES = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thanks": "utter_thanks",
    "bot_challenge": "utter_bot_challenge",
    "help": "utter_help",
    "out_of_scope": "utter_out_of_scope",
}
#: How likely it must be, at least, when nothing else is known.
LIKELY = 0.25


def likely_small_talk(tracker: Tracker) -> str | None:
    """Return the response to the most likely intent when that is small talk, else None."""
    ranking = tracker.latest_message.get("intent_ranking") or ()
    for one in ranking:
        if one.get("name") == "nlu_fallback":
            continue
        return _RESPONSES.get(one.get("name")) if one.get("confidence", 0.0) >= LIKELY else None
    return None
