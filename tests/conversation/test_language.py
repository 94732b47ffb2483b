"""What is known of a visitor's language, and what a message adds to it."""

import pytest

from bot.core.messages import Channel, Sender
from conversation.language import Decision, Languages
from storage.conversations import Conversation
from tests.conversation.conftest import Guess, MarkDetector, resolve


class FixedDetector:
    def __init__(self, guess: Guess) -> None:
        self._guess = guess

    def detect(self, text: str) -> Guess:
        return self._guess


def conversation(**known: str | None) -> Conversation:
    values = {"language_preferred": None, "language_last": None, "language_hint": None, **known}
    sender = Sender(site="sip", channel=Channel.WEB, platform_id="anna")
    return Conversation(id=1, sender=sender, visitor_at=None, **values)


@pytest.mark.parametrize(
    ("known", "tag"),
    [
        ({"language_preferred": "ko", "language_last": "ja", "language_hint": "zh-Hans"}, "ko"),
        ({"language_last": "ja", "language_hint": "zh-Hans"}, "ja"),
        ({"language_hint": "zh-Hans"}, "zh-Hans"),
        ({}, "zh-Hant"),
    ],
)
def test_without_words_the_best_that_is_known_is_spoken(known: dict[str, str], tag: str) -> None:
    languages = Languages(MarkDetector(), resolve, {"sip": "zh-Hant"})
    for typed in (None, ""):
        assert languages.decide(conversation(**known), typed) == Decision(answer=tag, written=None)


def test_site_without_a_default_is_spoken_to_in_english() -> None:
    assert Languages(MarkDetector(), resolve, {}).current(conversation()) == "en"


@pytest.mark.parametrize(
    ("guess", "written"),
    [
        (Guess(label="ja", decisive=True), "ja"),
        (Guess(label="ja", decisive=False), None),
        (Guess(label=None, decisive=True, other="fr"), None),
        (Guess(label="fr", decisive=True), None),
    ],
)
def test_only_an_evident_language_of_ours_is_remembered(guess: Guess, written: str | None) -> None:
    languages = Languages(FixedDetector(guess), lambda *_, **__: "en", {})
    assert languages.decide(conversation(), "text").written == written
