"""What is known of a visitor's language, and what a message adds to it."""

import pytest

from bot.core.messages import Channel, Sender
from bot.core.replies import Text
from conversation.commands import typed_language
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


class FixedRemarks:
    """Takes every foreign text for French."""

    def identify(self, text: str) -> str:
        return "fr"

    def foreign(self, code: str) -> Text:
        return Text(text=f"not {code}")

    def offer(self, tag: str) -> Text:
        return Text(text=f"{tag}?")


def decide(guess: Guess, **known: str | None) -> tuple[list[str], list[str]]:
    """Return what is said before and after the answer."""
    languages = Languages(FixedDetector(guess), lambda *_, **__: "en", {}, FixedRemarks())
    decision = languages.decide(conversation(**known), "text")
    return [one.text for one in languages.before(decision)], [one.text for one in languages.after(decision)]


def test_who_writes_a_foreign_language_is_told_once() -> None:
    foreign = Guess(label="other", decisive=True)

    assert decide(foreign) == (["not fr"], [])
    assert decide(foreign, language_foreign="fr") == ([], [])
    assert decide(foreign, language_foreign="de") == (["not fr"], [])
    assert decide(Guess(label="other", decisive=False)) == ([], [])


def test_the_second_message_in_another_language_than_the_chosen_one_brings_an_offer_once() -> None:
    japanese = Guess(label="ja", decisive=True)

    assert decide(japanese, language_preferred="en") == ([], [])
    assert decide(japanese, language_preferred="en", language_last="ja") == ([], ["ja?"])
    assert decide(japanese, language_preferred="en", language_last="ja", language_offered="ja") == ([], [])


@pytest.mark.parametrize(
    ("text", "tag"),
    [("/lang ja", "ja"), ("/language zh-TW", "zh-Hant"), (" /LANG ko ", "ko"), ("/lang xx", None), ("lang ja", None)],
)
def test_a_language_can_be_typed(text: str, tag: str | None) -> None:
    assert typed_language(text) == tag
