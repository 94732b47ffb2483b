"""What is said when no rule or story knows how to go on."""

from actions.default_fallback import ActionDefaultFallback
from tests.actions.conversations import outcome, said, tracker


async def test_the_visitor_is_asked_and_rasa_listens() -> None:
    done = await outcome(ActionDefaultFallback(), tracker(said("yes", "affirm")))

    assert (done.responses, done.followup) == (["utter_ask_away"], "action_listen")


async def test_the_message_is_not_taken_back() -> None:
    done = await outcome(ActionDefaultFallback(), tracker(said("yes", "affirm")))

    assert "rewind" not in [one["event"] for one in done.events]
