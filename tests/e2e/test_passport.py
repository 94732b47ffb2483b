"""'Passport for my child' through the whole system: one dialogue, five languages, every case."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import httpx
import pytest

from actions.child_passport import QUESTIONS, Child, Parents, Passport, Place, case_of, is_complete, questions_for
from bot.core.languages import TAGS
from cli.visitor import Turn, Visitor, visiting
from tests.e2e.browsing import BANK_ACCOUNT, CHILD_PASSPORT
from tests.e2e.conftest import Stack

ASKED = dict(
    zip(
        QUESTIONS,
        (
            "utter_ask_parents_citizenship",
            "utter_ask_child_passport",
            "utter_ask_child_birthplace",
            "utter_ask_child_location",
        ),
        strict=True,
    )
)
#: The answers of each question in the order of its buttons, which is the same in every language.
BUTTONS: dict[str, tuple[Parents | Passport | Place, ...]] = {
    "parents_citizenship": (Parents.BOTH, Parents.ONE, Parents.NEITHER),
    "child_passport": (Passport.FOREIGN, Passport.CHINESE, Passport.NONE),
    "child_birthplace": (Place.CHINA, Place.ABROAD),
    "child_location": (Place.CHINA, Place.ABROAD),
}
FIELDS = dict(zip(QUESTIONS, ("parents", "passport", "birthplace", "location"), strict=True))


def answers(known: Child = Child()) -> Iterator[Child]:  # noqa: B008 - frozen
    """Give every child that the dialogue can end with."""
    if is_complete(known):
        yield known
        return
    question = next(name for name in questions_for(known) if getattr(known, FIELDS[name]) is None)
    for value in BUTTONS[question]:
        yield from answers(replace(known, **{FIELDS[question]: value}))


CHILDREN = list(zip(answers(), cycle(TAGS)))


def told(child: Child) -> str:
    return "-".join(value.value for name in FIELDS.values() if (value := getattr(child, name)))


def response(turn: Turn) -> str | None:
    """Return which response the turn ends with."""
    found = turn.messages[-1]["about"].get("response")
    return None if found is None else str(found)


async def press(visitor: Visitor, turn: Turn, number: int) -> Turn:
    button = turn.messages[-1]["view"]["buttons"][number]
    return await visitor.say(button["title"], choice=button["id"])


@pytest.mark.parametrize("tag", TAGS)
async def test_the_same_dialogue_starts_in_the_visitors_own_language(
    stack: Stack, client: httpx.AsyncClient, tag: str
) -> None:
    async with visiting(client) as visitor:
        turn = await visitor.say(CHILD_PASSPORT[tag])

    assert turn.messages[-1]["view"]["language"] == tag
    assert response(turn) == ASKED["parents_citizenship"]
    assert len(turn.messages[-1]["view"]["buttons"]) == 3


@pytest.mark.parametrize(("child", "tag"), CHILDREN, ids=[f"{told(child)}-{tag}" for child, tag in CHILDREN])
async def test_every_case_is_asked_for_and_answered(
    stack: Stack, client: httpx.AsyncClient, child: Child, tag: str
) -> None:
    async with visiting(client, language=tag) as visitor:
        turn = await visitor.say(CHILD_PASSPORT[tag])
        for question in questions_for(child):
            assert response(turn) == ASKED[question]
            turn = await press(visitor, turn, BUTTONS[question].index(getattr(child, FIELDS[question])))

    said, entry = turn.messages
    case = case_of(child)
    assert said["about"]["response"] == case.response
    assert entry["about"]["entries"][0] == case.entry
    assert {message["view"]["language"] for message in turn.messages} == {tag}


#: A foreign family: both parents, the passport's country, where the child is.
FOREIGN_FAMILY = {
    "zh-Hans": ("我们俩都是德国人", "德国护照", "在中国"),
    "zh-Hant": ("我們兩個都是德國人", "德國護照", "在中國"),
    "en": ("We are both German", "a German passport", "she is in China"),
    "ja": ("二人ともドイツ人です", "ドイツのパスポートです", "中国にいます"),
    "ko": ("둘 다 독일 사람이에요", "독일 여권이요", "중국에 있어요"),
}
#: A mixed family: one Chinese parent, no passport yet, born in China.
MIXED_FAMILY = {
    "zh-Hans": ("我是法国人，我妻子是中国人", "还没有护照", "在苏州出生的"),
    "zh-Hant": ("我是法國人，我太太是中國人", "還沒有護照", "在蘇州出生的"),
    "en": ("I am French and my wife is Chinese", "he does not have one yet", "born here in Suzhou"),
    "ja": ("私はフランス人で、妻は中国人です", "まだありません", "蘇州で生まれました"),
    "ko": ("저는 프랑스 사람이고 아내는 중국 사람이에요", "아직 없어요", "쑤저우에서 태어났어요"),
}


@pytest.mark.parametrize("tag", TAGS)
async def test_answers_in_words_lead_a_foreign_family_to_its_case(
    stack: Stack, client: httpx.AsyncClient, tag: str
) -> None:
    case = "utter_child_foreign_passport"
    asked = [ASKED[one] for one in ("parents_citizenship", "child_passport", "child_location")]
    await lead(client, tag, FOREIGN_FAMILY[tag], asked, case)


@pytest.mark.parametrize("tag", TAGS)
async def test_answers_in_words_lead_a_mixed_family_to_its_case(
    stack: Stack, client: httpx.AsyncClient, tag: str
) -> None:
    case = "utter_child_of_one_chinese_parent"
    asked = [ASKED[one] for one in ("parents_citizenship", "child_passport", "child_birthplace")]
    await lead(client, tag, MIXED_FAMILY[tag], asked, case)


async def lead(client: httpx.AsyncClient, tag: str, words: tuple[str, ...], asked: list[str], case: str) -> None:
    async with visiting(client, language=tag) as visitor:
        turn = await visitor.say(CHILD_PASSPORT[tag])
        heard = [response(turn)]
        for answer in words:
            turn = await visitor.say(answer)
            heard.append(turn.messages[0]["about"].get("response"))
        assert heard == [*asked, case]
        assert {message["view"]["language"] for message in turn.messages} == {tag}


@pytest.mark.parametrize("tag", TAGS)
async def test_a_question_in_between_is_answered_and_the_dialogue_goes_on(
    stack: Stack, client: httpx.AsyncClient, tag: str
) -> None:
    async with visiting(client, language=tag) as visitor:
        turn = await press(
            visitor, await visitor.say(CHILD_PASSPORT[tag]), BUTTONS[QUESTIONS[0]].index(Parents.NEITHER)
        )
        assert response(turn) == ASKED["child_passport"]

        between = await visitor.say(BANK_ACCOUNT[tag])

        answer, question = between.messages
        assert answer["about"]["entries"][0] == "life.bank-account"
        assert question["about"]["response"] == ASKED["child_passport"]
        turn = await press(visitor, between, BUTTONS["child_passport"].index(Passport.CHINESE))
        assert response(turn) == ASKED["child_location"]
