"""Domain, responses, training data, actions and content agree with each other."""

import copy
import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import structlog
from rasa.core.nlg.interpolator import interpolate
from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

from actions.change_language import CHINESE
from actions.child_passport import VALUES
from actions.dialogues.catalogue import DIALOGUES
from actions.dialogues.dialogue import Contact, Day, Dialogue, Free, Number
from actions.feedback import DOWN, REASONS, UP
from bot.core.languages import CONTENT_LANGUAGES, FALLBACK, TAGS
from bot.settings import ROOT
from bot.texts import Texts
from bot.traditional import to_simplified
from conversation import commands

DATA = ROOT / "data"
#: Answers to questions without buttons.
SAMPLES = {
    Day: ("2026-10-01", "2026-11-20", "2026-11-28", "2026-12-03", "2027-06-01"),
    Number: ("0", "2", "17"),
    Contact: ("anna@example.org",),
    Free: ("words",),
}
VARIED = tuple(content for content in CONTENT_LANGUAGES if content != FALLBACK)
EXAMPLES = 25
TRADITIONAL_EXAMPLES = 3
#: Intents that only a button can mean.
BUTTON_INTENTS = {"none_of_these", "pack_dates"}
#: Values of buttons that belong to no question of a dialogue.
OTHER_VALUES = {
    "rating": frozenset({UP, DOWN}),
    "reason": frozenset(REASONS),
    "privacy_wish": frozenset({"delete"}),
}
#: Rasa asks these by itself for the slots of a form.
FORM_QUESTION = "utter_ask_"
#: Key under which Rasa tells the name of a response; no response itself.
RESPONSE_KEY = "utter_action"


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return loaded


@cache
def domain() -> dict[str, Any]:
    return load(ROOT / "domain.yml")


def intents() -> list[str]:
    return [name for one in domain()["intents"] for name in one]


@cache
def homes() -> dict[str, list[str]]:
    """Return the files of each response."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in (ROOT / "domain.yml", *sorted((DATA / "responses").rglob("*.yml"))):
        for name in load(file).get("responses", {}):
            found[name].append(file.name)
    return found


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    return {
        name: variations
        for file in sorted((DATA / "responses").rglob("*.yml"))
        for name, variations in load(file)["responses"].items()
    }


def by_language(variations: list[dict[str, Any]]) -> dict[str | None, dict[str, Any]]:
    """Return the variations of a response by the language that each is for; None is the default."""
    return {next((one["value"] for one in each.get("condition", ())), None): each for each in variations}


def payloads(variation: dict[str, Any]) -> list[str]:
    """Return the payloads as Rasa says them: braces are doubled in its files, since one means a slot."""
    return [button["payload"].format() for button in variation.get("buttons", ())]


@cache
def all_payloads() -> tuple[str, ...]:
    """Return every command on a button, of the responses and of the edge."""
    of_responses = {one for variations in responses().values() for each in variations for one in payloads(each)}
    of_edge = {
        commands.GREET,
        commands.PERSON,
        commands.NONE_OF_THESE,
        commands.ask_service("exit-entry.lost-passport"),
    }
    return tuple(sorted(of_responses | of_edge))


@cache
def answers() -> dict[str, frozenset[str]]:
    """Return the values that the buttons of each question may have."""
    of_dialogues = {one.slot: frozenset(one.values) for each in DIALOGUES for one in each.questions if one.values}
    return {**of_dialogues, **{name: frozenset(one.value for one in values) for name, values in VALUES.items()}}


def filled(variation: dict[str, Any]) -> dict[str, str]:
    """Return a value for each place that a response leaves for one."""
    return dict.fromkeys(re.findall(r"(?<!\{)\{(\w+)\}", variation["text"]), "…")


@cache
def entries() -> frozenset[str]:
    return frozenset(file.stem for file in (ROOT / "knowledge" / "content").rglob("*.yml"))


@cache
def examples(content: str, intent: str) -> tuple[str, ...]:
    return tuple(
        line.removeprefix("- ").strip()
        for file in sorted((DATA / "nlu" / content).glob("*.yml"))
        for one in load(file)["nlu"]
        if one.get("intent") == intent
        for line in one["examples"].splitlines()
    )


def steps() -> Iterator[dict[str, Any]]:
    """Return the steps of all rules and stories."""
    for folder, key in (("rules", "rules"), ("stories", "stories")):
        for file in sorted((DATA / folder).glob("*.yml")):
            for told in load(file)[key]:
                yield from told["steps"]


class TestResponses:
    @pytest.mark.parametrize("name", sorted(homes()))
    def test_a_response_has_one_home(self, name: str) -> None:
        assert len(homes()[name]) == 1

    @pytest.mark.parametrize("name", sorted(responses()))
    def test_a_response_has_an_english_default_and_one_variation_for_each_other_language(self, name: str) -> None:
        languages = [next((one["value"] for one in each.get("condition", ())), None) for each in responses()[name]]

        assert languages == [None, *VARIED]

    @pytest.mark.parametrize("name", sorted(responses()))
    def test_variations_depend_on_nothing_but_the_language(self, name: str) -> None:
        conditions = [each["condition"] for each in responses()[name] if "condition" in each]

        assert conditions == [[{"type": "slot", "name": "language", "value": content}] for content in VARIED]
        assert not any("channel" in each for each in responses()[name])

    @pytest.mark.parametrize("name", sorted(responses()))
    def test_every_variation_has_words(self, name: str) -> None:
        assert all(each["text"].strip() for each in responses()[name])

    @pytest.mark.parametrize("content", VARIED)
    @pytest.mark.parametrize("name", sorted(responses()))
    def test_every_language_has_the_same_buttons_in_the_same_order(self, name: str, content: str) -> None:
        variations = by_language(responses()[name])

        assert payloads(variations[content]) == payloads(variations[None])

    @pytest.mark.parametrize("name", sorted(responses()))
    def test_the_buttons_of_a_response_can_be_told_apart(self, name: str) -> None:
        for each in responses()[name]:
            titles = [button["title"] for button in each.get("buttons", ())]
            assert len(titles) == len(set(titles))

    @pytest.mark.parametrize("name", sorted(responses()))
    def test_rasa_says_a_response_as_it_is_meant(self, name: str) -> None:
        with structlog.testing.capture_logs() as logged:
            said = [interpolate(copy.deepcopy(each), filled(each)) for each in responses()[name]]

        assert [[one["payload"] for one in each.get("buttons", ())] for each in said] == [
            payloads(each) for each in responses()[name]
        ]
        assert logged == []

    @pytest.mark.parametrize("name", sorted(responses()))
    def test_every_language_leaves_the_same_places(self, name: str) -> None:
        places = [sorted(filled(each)) for each in responses()[name]]

        assert places == [places[0]] * len(places)

    def test_every_response_of_rules_and_stories_exists(self) -> None:
        said = {step["action"] for step in steps() if step.get("action", "").startswith("utter_")}

        assert said - set(responses()) == set()

    def test_every_question_of_a_form_exists(self) -> None:
        missing = [
            (form, slot)
            for form, value in domain()["forms"].items()
            for slot in value["required_slots"]
            if not {FORM_QUESTION + slot, f"{FORM_QUESTION}{form}_{slot}"} & set(responses())
        ]

        assert missing == []

    @pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda one: one.name)
    def test_every_response_of_a_dialogue_exists(self, dialogue: Dialogue) -> None:
        """Every combination of answers ends in responses that exist and fills the places that they leave."""
        given = [one.values or SAMPLES[type(one)] for one in dialogue.questions]
        for combination in itertools.islice(itertools.product(*given), 5000):
            told = dict(zip((one.slot for one in dialogue.questions), combination, strict=True))
            for one in dialogue.close(told, date(2026, 11, 26)).says:
                assert set(filled(responses()[one.response][0])) <= set(one.values)

    def test_every_response_that_an_action_names_exists(self) -> None:
        words = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "actions").rglob("*.py")).split('"')
        named = {word for word in words if word.startswith("utter_") and "{" not in word} - {
            FORM_QUESTION,
            RESPONSE_KEY,
        }

        assert named
        assert named - set(responses()) == set()


class TestIntents:
    @pytest.mark.parametrize("content", CONTENT_LANGUAGES)
    @pytest.mark.parametrize("intent", sorted(set(intents()) - BUTTON_INTENTS))
    def test_an_intent_has_enough_examples_in_every_language(self, intent: str, content: str) -> None:
        assert len(set(examples(content, intent))) >= EXAMPLES

    @pytest.mark.parametrize("intent", sorted(set(intents()) - BUTTON_INTENTS))
    def test_some_chinese_examples_are_traditional(self, intent: str) -> None:
        traditional = [one for one in examples("zh", intent) if to_simplified(one) != one]

        assert len(traditional) >= TRADITIONAL_EXAMPLES

    def test_no_example_stands_under_two_intents(self) -> None:
        standing: dict[str, set[str]] = defaultdict(set)
        for content in CONTENT_LANGUAGES:
            for intent in intents():
                for one in examples(content, intent):
                    standing[one.casefold()].add(intent)

        assert {one: found for one, found in standing.items() if len(found) > 1} == {}

    @pytest.mark.parametrize("content", CONTENT_LANGUAGES)
    def test_no_example_is_written_twice(self, content: str) -> None:
        counted = Counter(one for intent in intents() for one in examples(content, intent))

        assert [one for one, times in counted.items() if times > 1] == []

    def test_every_language_has_the_same_files(self) -> None:
        files = {
            content: {file.name for file in (DATA / "nlu" / content).glob("*.yml")} for content in CONTENT_LANGUAGES
        }

        assert all(names == files[FALLBACK] for names in files.values())

    def test_every_intent_of_the_examples_is_in_the_domain(self) -> None:
        named = {
            one["intent"] for file in (DATA / "nlu").rglob("*.yml") for one in load(file)["nlu"] if "intent" in one
        }

        assert named - set(intents()) == set()

    def test_every_intent_leads_somewhere(self) -> None:
        told = {step["intent"] for step in steps() if "intent" in step}

        assert set(intents()) - told == set()


class TestActions:
    @pytest.fixture(scope="class")
    def registered(self) -> set[str]:
        executor = ActionExecutor()
        executor.register_package("actions")
        return {name for name, run in executor.actions.items() if run.__module__.startswith("actions.")} | {
            name for name in executor.actions if name.startswith("validate_")
        }

    def test_every_action_of_the_domain_exists(self, registered: set[str]) -> None:
        assert set(domain()["actions"]) - registered == set()

    def test_every_action_that_exists_is_in_the_domain(self, registered: set[str]) -> None:
        assert registered - set(domain()["actions"]) == set()

    def test_every_action_of_rules_and_stories_is_known(self) -> None:
        told = {step["action"] for step in steps() if step.get("action", "").startswith(("action_", "validate_"))}

        assert told - set(domain()["actions"]) == set()

    def test_every_form_has_its_validation(self, registered: set[str]) -> None:
        assert {f"validate_{form}" for form in domain()["forms"]} <= registered


class TestButtons:
    @pytest.mark.parametrize("payload", all_payloads())
    def test_a_payload_names_an_intent(self, payload: str) -> None:
        name, _, _ = payload.removeprefix("/").partition("{")

        assert payload.startswith("/")
        assert name in intents()

    @pytest.mark.parametrize("payload", [one for one in all_payloads() if "{" in one])
    def test_the_values_of_a_payload_are_valid(self, payload: str) -> None:
        allowed = {
            "entry": entries(),
            "wished_language": frozenset(TAGS),
            **OTHER_VALUES,
            **answers(),
        }

        for entity, value in json.loads(payload[payload.index("{") :]).items():
            assert entity in domain()["entities"]
            assert value in allowed[entity]

    @pytest.mark.parametrize("question", answers())
    def test_every_answer_to_a_question_has_its_button(self, question: str) -> None:
        offered = [
            json.loads(one[one.index("{") :])[question] for one in payloads(responses()[FORM_QUESTION + question][0])
        ]

        assert set(offered) == answers()[question]

    def test_every_language_can_be_wished_for(self) -> None:
        offered = [json.loads(one[one.index("{") :]) for one in payloads(responses()["utter_ask_language"][0])]

        assert offered == [{"wished_language": tag} for tag in TAGS]


class TestEntities:
    @pytest.mark.parametrize("content", VARIED)
    def test_every_language_finds_the_same_entities(self, content: str) -> None:
        assert set(load(DATA / "entities" / f"{content}.yml")) == set(load(DATA / "entities" / f"{FALLBACK}.yml"))

    @pytest.mark.parametrize("content", CONTENT_LANGUAGES)
    def test_what_is_found_is_in_the_domain(self, content: str) -> None:
        assert set(load(DATA / "entities" / f"{content}.yml")) - set(domain()["entities"]) == set()

    @pytest.mark.parametrize("entity", ["document", "person", "purpose", "quantity", "absence", "place", "duration"])
    @pytest.mark.parametrize("content", VARIED)
    def test_every_language_finds_the_same_values(self, content: str, entity: str) -> None:
        own, english = (set(load(DATA / "entities" / f"{one}.yml")[entity]) for one in (content, FALLBACK))

        assert own == english

    @pytest.mark.parametrize("content", CONTENT_LANGUAGES)
    def test_wished_languages_are_ours(self, content: str) -> None:
        assert set(load(DATA / "entities" / f"{content}.yml")["wished_language"]) - {CHINESE} == set(TAGS)


class TestOutcomes:
    def test_what_is_judged_exists(self) -> None:
        table = load(DATA / "evaluation" / "outcomes.yml")
        known = set(responses())
        texts = Texts.load()
        labels = {name for name in {*table["said"], *table["dialogues"]} - known if texts.has(f"notification-{name}")}

        assert {*table["said"], *table["dialogues"]} - known - labels == set()

    def test_what_dialogues_lead_to_exists(self) -> None:
        led = {entry for found in load(DATA / "evaluation" / "outcomes.yml")["dialogues"].values() for entry in found}

        assert led - entries() == set()
