"""Which papers a child can have: every case, and what answers mean."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from ruamel.yaml import YAML

from actions.child_passport import (
    BIRTHPLACE,
    ENTRIES,
    LOCATION,
    PARENTS,
    PASSPORT,
    QUESTIONS,
    VALUES,
    Case,
    Child,
    Said,
    case_of,
    is_complete,
    is_open_question,
    questions_for,
    read_answer,
    read_opening,
)
from bot.settings import ROOT

CHINESE, FOREIGN = "exit-entry.child-chinese-passport", "exit-entry.child-foreign-passport"
NATIONALITY, NEWBORN = "exit-entry.child-nationality", "exit-entry.newborn-foreign"

#: parents, passport, place of birth, place now; a dash is not asked -> response (without its prefix), entry.
TABLE = """
both    chinese -      china  -> chinese_passport       child-chinese-passport
both    chinese -      abroad -> chinese_abroad         child-nationality
both    foreign china  china  -> exit_entry_permit      child-nationality
both    foreign china  abroad -> chinese_abroad         child-nationality
both    foreign abroad china  -> born_abroad            child-nationality
both    foreign abroad abroad -> chinese_abroad         child-nationality
both    none    china  -      -> chinese_passport       child-chinese-passport
both    none    abroad china  -> born_abroad            child-nationality
both    none    abroad abroad -> chinese_abroad         child-nationality
one     chinese -      china  -> chinese_passport       child-chinese-passport
one     chinese -      abroad -> chinese_abroad         child-nationality
one     foreign china  china  -> exit_entry_permit      child-nationality
one     foreign china  abroad -> chinese_abroad         child-nationality
one     foreign abroad china  -> born_abroad            child-nationality
one     foreign abroad abroad -> chinese_abroad         child-nationality
one     none    china  -      -> of_one_chinese_parent  child-chinese-passport
one     none    abroad china  -> born_abroad            child-nationality
one     none    abroad abroad -> chinese_abroad         child-nationality
neither chinese -      china  -> unclear                child-nationality
neither chinese -      abroad -> unclear                child-nationality
neither foreign -      china  -> foreign_passport       child-foreign-passport
neither foreign -      abroad -> foreign_abroad         child-foreign-passport
neither none    china  -      -> foreign_newborn        newborn-foreign
neither none    abroad china  -> foreign_passport       child-foreign-passport
neither none    abroad abroad -> foreign_abroad         child-foreign-passport
"""


def rows() -> Iterator[tuple[dict[str, str], Case]]:
    for line in TABLE.strip().splitlines():
        told, ends = line.split("->")
        slots = {name: value for name, value in zip(QUESTIONS, told.split(), strict=True) if value != "-"}
        response, entry = ends.split()
        yield slots, Case(response=f"utter_child_{response}", entry=f"exit-entry.{entry}")


CASES = tuple(rows())


def asked(facts: Mapping[str, str]) -> dict[str, str]:
    """Return what a dialogue learns of a child of whom all is known to the parents."""
    told: dict[str, str] = {}
    while missing := [name for name in questions_for(Child.of_slots(told)) if name not in told]:
        told[missing[0]] = facts[missing[0]]
    return told


def every_child() -> list[dict[str, str]]:
    values = [[one.value for one in VALUES[name]] for name in QUESTIONS]
    return [dict(zip(QUESTIONS, combination, strict=True)) for combination in product(*values)]


class TestCases:
    @pytest.mark.parametrize(
        ("slots", "case"), CASES, ids=lambda one: "-".join(one.values()) if isinstance(one, dict) else ""
    )
    def test_a_child_gets_its_case(self, slots: dict[str, str], case: Case) -> None:
        assert case_of(Child.of_slots(slots)) == case

    @pytest.mark.parametrize("facts", every_child(), ids=lambda facts: "-".join(facts.values()))
    def test_the_questions_of_a_child_lead_to_a_row_of_the_table(self, facts: dict[str, str]) -> None:
        told = asked(facts)

        assert is_complete(Child.of_slots(told))
        assert told in [slots for slots, _ in CASES]

    def test_the_table_has_no_row_that_no_child_reaches(self) -> None:
        reached = [asked(facts) for facts in every_child()]

        assert [slots for slots, _ in CASES if slots not in reached] == []

    @pytest.mark.parametrize("case", sorted({case for _, case in CASES}, key=lambda one: one.response))
    def test_a_case_has_its_response_and_its_entry(self, case: Case) -> None:
        responses = YAML(typ="safe", pure=True).load(ROOT / "data" / "responses" / "passport_for_child.yml")

        assert case.response in responses["responses"]
        assert list((ROOT / "knowledge" / "content").rglob(f"{case.entry}.yml"))

    def test_the_entries_of_the_dialogue_are_those_of_its_cases(self) -> None:
        assert {case.entry for _, case in CASES} == set(ENTRIES)


class TestQuestions:
    def test_parents_and_passport_come_first(self) -> None:
        assert questions_for(Child())[:2] == (PARENTS, PASSPORT)

    @pytest.mark.parametrize("slots", [slots for slots, _ in CASES], ids=lambda slots: "-".join(slots.values()))
    def test_a_child_with_one_answer_missing_is_not_complete(self, slots: dict[str, str]) -> None:
        incomplete = [{key: value for key, value in slots.items() if key != name} for name in slots]

        assert not any(is_complete(Child.of_slots(one)) for one in incomplete)

    @pytest.mark.parametrize("value", ["maybe", "", None, 7, "BOTH"])
    def test_what_is_no_value_counts_as_not_told(self, value: object) -> None:
        assert Child.of_slots({PARENTS: value, "other": "both"}) == Child()


def heard(
    nationalities: str = "",
    persons: str = "",
    quantities: str = "",
    places: str = "",
    *,
    absent: bool = False,
    denied: bool = False,
) -> Said:
    return Said(
        nationalities=frozenset(nationalities.split()),
        persons=frozenset(persons.split()),
        quantities=frozenset(quantities.split()),
        places=frozenset(places.split()),
        absent=absent,
        denied=denied,
    )


class TestAnswers:
    @pytest.mark.parametrize(
        ("said", "value"),
        [
            (heard("CN", quantities="both"), "both"),
            (heard(quantities="both"), "both"),
            (heard("TW", quantities="both"), "both"),
            (heard("HK CN"), "both"),
            (heard("CN"), "both"),
            (heard("CN DE"), "one"),
            (heard("CN DE", "mother father"), "one"),
            (heard("CN", "mother"), "one"),
            (heard("MO", "spouse"), "one"),
            (heard(quantities="one"), "one"),
            (heard("CN", quantities="one"), "one"),
            (heard(quantities="neither"), "neither"),
            (heard("CN", quantities="neither"), "neither"),
            (heard("DE", quantities="both"), "neither"),
            (heard("DE FR"), "neither"),
            (heard("DE"), "neither"),
            (heard("foreign", "mother father"), None),
            (heard("foreign"), "neither"),
            (heard(denied=True), "neither"),
            (heard("DE", "husband"), None),
            (heard("foreign", "father"), None),
            (heard(), None),
            (heard(persons="mother"), None),
            (heard(places="here"), None),
        ],
        ids=str,
    )
    def test_parents(self, said: Said, value: str | None) -> None:
        assert read_answer(PARENTS, said) == value

    @pytest.mark.parametrize(
        ("said", "value"),
        [
            (heard("DE"), "foreign"),
            (heard("foreign"), "foreign"),
            (heard("CN DE"), "foreign"),
            (heard("CN"), "chinese"),
            (heard(absent=True), "none"),
            (heard(denied=True), "none"),
            (heard("DE", absent=True), "foreign"),
            (heard("HK"), None),
            (heard("TW"), None),
            (heard(), None),
            (heard(quantities="both"), None),
        ],
        ids=str,
    )
    def test_passport(self, said: Said, value: str | None) -> None:
        assert read_answer(PASSPORT, said) == value

    @pytest.mark.parametrize("question", [BIRTHPLACE, LOCATION])
    @pytest.mark.parametrize(
        ("said", "value"),
        [
            (heard(places="here"), "china"),
            (heard(places="abroad"), "abroad"),
            (heard("CN"), "china"),
            (heard("CN", places="here"), "china"),
            (heard("JP"), "abroad"),
            (heard("TW"), "abroad"),
            (heard("foreign", places="abroad"), "abroad"),
            (heard(places="here abroad"), None),
            (heard("CN JP"), None),
            (heard("JP", places="here"), None),
            (heard(), None),
            (heard(denied=True), None),
        ],
        ids=str,
    )
    def test_places(self, question: str, said: Said, value: str | None) -> None:
        assert read_answer(question, said) == value

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_an_answer_is_a_value_of_its_question(self, question: str) -> None:
        everything = [
            heard(nationalities, persons, quantities, places, absent=absent, denied=denied)
            for nationalities in ("", "CN", "DE", "CN DE", "TW", "foreign")
            for persons in ("", "mother", "mother father")
            for quantities in ("", "both", "one", "neither")
            for places in ("", "here", "abroad")
            for absent, denied in product((False, True), repeat=2)
        ]
        allowed = {None, *(one.value for one in VALUES[question])}

        assert {read_answer(question, said) for said in everything} == allowed


class TestOpening:
    @pytest.mark.parametrize(
        ("said", "value"),
        [
            (heard("CN DE", "husband"), "one"),
            (heard("CN GB", "mother father child"), "one"),
            (heard("CN", "child", "both"), "both"),
            (heard("AU", "child", "both"), "neither"),
            (heard("CN", quantities="neither"), "neither"),
        ],
        ids=str,
    )
    def test_what_is_plain_is_taken(self, said: Said, value: str) -> None:
        assert read_opening(said) == {PARENTS: value}

    @pytest.mark.parametrize(
        "said",
        [
            heard(),
            heard(persons="child"),
            heard("CN", "child"),
            heard("DE", "child"),
            heard("CN DE", "child"),
            heard("DE", "husband child"),
            heard("CN", "mother"),
            heard(quantities="both"),
            heard(quantities="neither"),
            heard(absent=True, denied=True),
        ],
        ids=str,
    )
    def test_what_may_mean_something_else_is_asked(self, said: Said) -> None:
        assert read_opening(said) == {}


class TestOpenQuestion:
    @pytest.mark.parametrize(
        ("entries", "said", "certain", "is_open"),
        [
            ((CHINESE, FOREIGN), heard(), True, True),
            ((FOREIGN,), heard(persons="child"), True, True),
            ((CHINESE,), heard("CN"), True, False),
            ((FOREIGN,), heard("DE"), True, False),
            ((NATIONALITY, CHINESE), heard(), True, False),
            ((NEWBORN,), heard(), True, False),
            (("exit-entry.lost-passport", CHINESE), heard(), True, False),
            ((CHINESE, FOREIGN), heard(), False, True),
            ((NEWBORN, "exit-entry.lost-passport", NATIONALITY), heard(), False, True),
            ((CHINESE, "exit-entry.lost-passport"), heard(), False, False),
            ((CHINESE,), heard(), False, False),
            (("exit-entry.lost-passport", CHINESE, FOREIGN), heard(), False, False),
        ],
    )
    def test_a_question_of_several_nationalities_is_asked_back(
        self, entries: tuple[str, ...], said: Said, certain: bool, is_open: bool
    ) -> None:
        assert is_open_question(entries, said, certain=certain) is is_open
