"""Another language is wished for."""

import pytest

from actions.change_language import ActionChangeLanguage
from bot.core.languages import LANGUAGES, Language
from bot.core.replies import LanguageChoice, Notification
from tests.actions.conversations import Outcome, outcome, said, tracker


async def wished(*tags: str) -> Outcome:
    entities = [("wished_language", tag) for tag in tags]
    return await outcome(ActionChangeLanguage(), tracker(said("another language", "change_language", entities)))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.tag)
async def test_a_wish_is_told_to_the_edge_before_it_is_confirmed(language: Language) -> None:
    done = await wished(language.tag)

    assert done.replies == [LanguageChoice(language=language.tag), Notification(label="language-changed")]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.tag)
async def test_a_wish_sets_both_slots(language: Language) -> None:
    done = await wished(language.tag)

    assert done.slots == {"language": language.content, "language_tag": language.tag}


@pytest.mark.parametrize("tags", [(), ("fr",), ("zh-Hans", "en")])
async def test_a_wish_without_one_language_of_ours_is_asked_about(tags: tuple[str, ...]) -> None:
    done = await wished(*tags)

    assert (done.responses, done.replies, done.slots) == (["utter_ask_language"], [], {})
