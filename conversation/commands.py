"""Payloads that this side puts on buttons: commands to Rasa, and one that the router keeps for itself."""

import json

#: The visitor opened the conversation.
GREET = "/greet"
#: The visitor wants a person.
PERSON = "/talk_to_human"
#: None of the entries offered is meant.
NONE_OF_THESE = "/none_of_these"
#: The visitor, waiting for staff, goes back to the bot. The router answers it; Rasa never sees it.
BACK_TO_BOT = "/back_to_bot"


def nearest_point(place: str) -> str:
    """Return the command that asks what is near a place, given as `<degrees north>,<degrees east>`."""
    latitude, _, longitude = place.partition(",")
    return f"/nearest_point{json.dumps({'latitude': latitude, 'longitude': longitude})}"


def ask_service(entry: str) -> str:
    """Return the command that asks for one entry of the knowledge base."""
    return f"/ask_service{json.dumps({'entry': entry})}"
