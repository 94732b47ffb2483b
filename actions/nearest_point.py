"""Where one is served near a place: the place that a visitor shared, or that was asked for in words."""

from typing import Any

from babel.numbers import format_decimal
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_service import Events, SearchingAction, fail
from actions.failures import helped
from actions.guide import ASK, command, labels
from actions.turn import answer_tag, send, values_of, written_tag
from bot.core.languages import language
from bot.core.replies import Choice, Text

#: Says which points there are, and what to do where none is known.
POINTS = "centre.points"


class ActionNearestPoint(SearchingAction):
    """Lists the entries whose place is nearest; where no source tells a place, says so and names what works."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_nearest_point"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - fixed by the SDK
    ) -> Events:
        """Measure from the place shared; words are no place, so they are answered by what there is."""
        tag = answer_tag(tracker)
        place = _place(tracker)
        nearby = self.knowledge.nearest(place, tag) if place else ()
        if nearby:
            written = written_tag(tracker)
            choices = tuple(
                Choice(
                    title=labels().format(
                        written, "guide-chat-distance", title=one.link.title, distance=_distance(one.kilometres, tag)
                    ),
                    payload=command(ASK, entry=one.link.entry),
                )
                for one in nearby
            )
            send(
                dispatcher,
                Text(text=labels().format(written, "guide-chat-nearby"), choices=choices, response="nearest_point"),
            )
            return helped()
        if place is None:
            found = self.found_instead(tracker, {POINTS})
            if found:
                return self.say_found(dispatcher, tracker, found)
        # a centre of which nothing is written about points asks to put it differently
        return helped() if self.give(dispatcher, tracker, POINTS) else fail(dispatcher, tracker)


def _place(tracker: Tracker) -> tuple[float, float] | None:
    """Return degrees north and east as the channel passed them on, or None."""
    try:
        latitude, longitude = (float(values_of(tracker, name)[0]) for name in ("latitude", "longitude"))
    except (IndexError, ValueError):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None  # noqa: PLR2004 - of the earth


def _distance(kilometres: float, tag: str) -> str:
    return str(format_decimal(kilometres, format="0.0", locale=language(tag).content))
