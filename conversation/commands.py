"""Payloads that this side puts on buttons: commands to Rasa, and one that the router keeps for itself."""

import json
import re

from bot.core.languages import match_hint

#: The visitor opened the conversation.
GREET = "/greet"
#: The visitor wants a person.
PERSON = "/talk_to_human"
#: None of the entries offered is meant.
NONE_OF_THESE = "/none_of_these"
#: The visitor, waiting for staff, goes back to the bot. The router answers it; Rasa never sees it.
BACK_TO_BOT = "/back_to_bot"

_LANGUAGE_COMMAND = re.compile(r"/lang(?:uage)?[ _]([A-Za-z-]{2,12})", re.IGNORECASE)


def nearest_point(place: str) -> str:
    """Return the command that asks what is near a place, given as `<degrees north>,<degrees east>`."""
    latitude, _, longitude = place.partition(",")
    return f"/nearest_point{json.dumps({'latitude': latitude, 'longitude': longitude})}"


def feedback(entry: str, rating: str) -> str:
    """Return the command that says whether an answer helped: `up` or `down`."""
    return f"/feedback{json.dumps({'rating': rating, 'entry': entry})}"


def change_language(tag: str) -> str:
    """Return the command that changes the language of a conversation."""
    return f"/change_language{json.dumps({'wished_language': tag})}"


def typed_language(text: str) -> str | None:
    """Return the tag that a typed `/lang ja` names, or None for any other text."""
    found = _LANGUAGE_COMMAND.fullmatch(text.strip())
    return match_hint(found.group(1)) if found else None


def ask_service(entry: str) -> str:
    """Return the command that asks for one entry of the knowledge base."""
    return f"/ask_service{json.dumps({'entry': entry})}"
