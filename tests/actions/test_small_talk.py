"""Small talk that the classifier was not sure of."""

import pytest

from actions.small_talk import likely_small_talk
from tests.actions.conversations import said, tracker

FALLBACK = ("nlu_fallback", 0.5)


@pytest.mark.parametrize(
    ("ranking", "response"),
    [
        ([FALLBACK, ("greet", 0.4)], "utter_greet"),
        ([FALLBACK, ("goodbye", 0.25)], "utter_goodbye"),
        ([("thanks", 0.4), FALLBACK], "utter_thanks"),
        ([FALLBACK, ("bot_challenge", 0.3)], "utter_bot_challenge"),
        ([FALLBACK, ("help", 0.3)], "utter_help"),
        ([FALLBACK, ("out_of_scope", 0.3)], "utter_out_of_scope"),
        ([FALLBACK, ("greet", 0.24)], None),
        ([FALLBACK, ("ask_service", 0.3), ("greet", 0.29)], None),
        ([FALLBACK, ("emergency", 0.4)], None),
        ([FALLBACK], None),
        ([], None),
    ],
)
def test_the_most_likely_intent_decides(ranking: list[tuple[str, float]], response: str | None) -> None:
    assert likely_small_talk(tracker(said("hm", "nlu_fallback", ranking=ranking))) == response


def test_a_button_without_a_ranking_is_no_small_talk() -> None:
    state = tracker(said("hm"))
    del state.latest_message["intent_ranking"]

    assert likely_small_talk(state) is None
