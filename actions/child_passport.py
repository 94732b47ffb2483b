"""Which papers a child can have, by nationality: the cases of the facts, without Rasa."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

#: Regions whose people may be Chinese nationals; for the parents' question they count as Chinese.
_CHINESE = frozenset({"CN", "HK", "MO", "TW"})
#: Words for one parent of the child.
_PARENTS = frozenset({"mother", "father", "wife", "husband", "spouse"})


class Parents(str, Enum):
    """How many of the parents are Chinese citizens."""

    BOTH = "both"
    ONE = "one"
    NEITHER = "neither"


class Passport(str, Enum):
    """Which passport the child holds now."""

    CHINESE = "chinese"
    FOREIGN = "foreign"
    NONE = "none"


class Place(str, Enum):
    """Where the child was born, or is now."""

    CHINA = "china"
    ABROAD = "abroad"


PARENTS, PASSPORT, BIRTHPLACE, LOCATION = (
    "parents_citizenship",
    "child_passport",
    "child_birthplace",
    "child_location",
)
#: In the order in which they are asked.
QUESTIONS = (PARENTS, PASSPORT, BIRTHPLACE, LOCATION)
#: The values of each question.
VALUES: Mapping[str, type[Enum]] = {PARENTS: Parents, PASSPORT: Passport, BIRTHPLACE: Place, LOCATION: Place}


@dataclass(frozen=True, kw_only=True)
class Child:
    """What the visitor has told; None is not asked or not needed."""

    parents: Parents | None = None
    passport: Passport | None = None
    birthplace: Place | None = None
    location: Place | None = None

    @classmethod
    def of_slots(cls, slots: Mapping[str, object]) -> "Child":
        """Read the values of Rasa's slots; what is none of the values counts as not told."""

        def read(name: str) -> object:
            kind = VALUES[name]
            return kind(slots[name]) if slots.get(name) in {one.value for one in kind} else None

        return cls(
            parents=read(PARENTS),  # type: ignore[arg-type] # VALUES says which enum each slot has
            passport=read(PASSPORT),  # type: ignore[arg-type]
            birthplace=read(BIRTHPLACE),  # type: ignore[arg-type]
            location=read(LOCATION),  # type: ignore[arg-type]
        )


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is said at the end of the dialogue."""

    #: Response that says what applies to this child.
    response: str
    #: Entries that go with it, the first as the answer, the others as links.
    entry: str


def questions_for(child: Child) -> tuple[str, ...]:
    """Return the questions that this child's case needs, in order.

    Where the child was born decides nothing once it holds a Chinese passport, or a foreign one with two foreign
    parents. A child born here that has no passport at all cannot have left.
    """
    needed = [PARENTS, PASSPORT]
    if child.passport is Passport.NONE or (child.passport is Passport.FOREIGN and child.parents is not Parents.NEITHER):
        needed.append(BIRTHPLACE)
    stayed = child.passport is Passport.NONE and child.birthplace is Place.CHINA
    if not stayed:
        needed.append(LOCATION)
    return tuple(needed)


def is_complete(child: Child) -> bool:
    """Tell whether everything that the child's case needs is known."""
    told = {
        PARENTS: child.parents,
        PASSPORT: child.passport,
        BIRTHPLACE: child.birthplace,
        LOCATION: child.location,
    }
    return all(told[name] is not None for name in questions_for(child))


def case_of(child: Child) -> Case:
    """Return what applies to a child of whom everything needed is known."""
    if child.parents is Parents.NEITHER:
        return _foreign(child)
    if child.location is Place.ABROAD:
        return Case(response="utter_child_chinese_abroad", entry="exit-entry.child-nationality")
    if child.passport is Passport.CHINESE:
        return Case(response="utter_child_chinese_passport", entry="exit-entry.child-chinese-passport")
    if child.birthplace is Place.ABROAD:
        return Case(response="utter_child_born_abroad", entry="exit-entry.child-nationality")
    if child.passport is Passport.FOREIGN:
        return Case(response="utter_child_exit_entry_permit", entry="exit-entry.child-nationality")
    response = "utter_child_chinese_passport" if child.parents is Parents.BOTH else "utter_child_of_one_chinese_parent"
    return Case(response=response, entry="exit-entry.child-chinese-passport")


def _foreign(child: Child) -> Case:
    if child.passport is Passport.CHINESE:
        return Case(response="utter_child_unclear", entry="exit-entry.child-nationality")
    if child.location is Place.ABROAD:
        return Case(response="utter_child_foreign_abroad", entry="exit-entry.child-foreign-passport")
    if child.passport is Passport.NONE and child.birthplace is Place.CHINA:
        return Case(response="utter_child_foreign_newborn", entry="exit-entry.newborn-foreign")
    return Case(response="utter_child_foreign_passport", entry="exit-entry.child-foreign-passport")


#: Entries on a child's own passport: which of them applies, the nationality decides.
_BY_NATIONALITY = frozenset({"exit-entry.child-chinese-passport", "exit-entry.child-foreign-passport"})
#: Entries that the dialogue leads to.
ENTRIES = _BY_NATIONALITY | {"exit-entry.child-nationality", "exit-entry.newborn-foreign"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is in a typed answer."""

    nationalities: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    #: both, one, neither
    quantities: frozenset[str] = frozenset()
    #: here, abroad
    places: frozenset[str] = frozenset()
    absent: bool = False
    #: A bare "no".
    denied: bool = False


def is_open_question(entries: Sequence[str], said: Said, *, certain: bool) -> bool:
    """Tell whether a question must go through the dialogue, though a search has found entries.

    Args:
        entries: What was found, best first.
        said: What the question says.
        certain: Whether the first of them would be given as the answer.
    """
    if certain:
        # a question that names no nationality cannot be answered with one nationality's passport
        return entries[0] in _BY_NATIONALITY and not said.nationalities
    return entries[0] in ENTRIES and any(entry in ENTRIES for entry in entries[1:])


def read_opening(said: Said) -> dict[str, str]:
    """Return what the message that opened the dialogue tells of the parents.

    Only what is plain: both named with their nationality, or "both". A nationality alone may be the passport's.
    """
    named = said.quantities & {"both", "neither"} or said.persons & {
        "mother",
        "father",
        "wife",
        "husband",
        "spouse",
    }
    both_sides = said.nationalities & _CHINESE and said.nationalities - _CHINESE
    if named and said.nationalities and (both_sides or said.quantities & {"both", "neither"}):
        value = _read_parents(said)
        return {PARENTS: value} if value else {}
    return {}


def read_answer(question: str, said: Said) -> str | None:
    """Return the value that a typed answer gives to a question, or None when it gives none."""
    if question == PARENTS:
        return _read_parents(said)
    if question == PASSPORT:
        return _read_passport(said)
    return _read_place(said)


def _read_parents(said: Said) -> str | None:
    chinese = bool(said.nationalities & _CHINESE)
    foreign = bool(said.nationalities - _CHINESE)
    found: Parents | None = None
    if "neither" in said.quantities or (said.denied and not said.nationalities):
        found = Parents.NEITHER
    elif (chinese and foreign) or "one" in said.quantities:
        found = Parents.ONE
    elif "both" in said.quantities:
        found = Parents.NEITHER if foreign else Parents.BOTH
    elif chinese:
        found = _all_chinese(said.persons)
    elif foreign and not said.persons & _PARENTS:
        # "my husband is German" would leave the other parent open
        found = Parents.NEITHER
    return found.value if found else None


def _all_chinese(persons: Collection[str]) -> Parents | None:
    """Return what "Chinese" alone says of the parents who are named with it."""
    if {"mother", "father"}.issubset(persons):
        # both of them, or only the one beside the word: the buttons decide
        return None
    return Parents.ONE if _PARENTS.intersection(persons) else Parents.BOTH


def _read_passport(said: Said) -> str | None:
    if said.nationalities - _CHINESE:
        return Passport.FOREIGN.value
    if said.absent or said.denied:
        return Passport.NONE.value
    # a travel paper of Hong Kong, Macao or Taiwan is neither; the button tells
    return Passport.CHINESE.value if "CN" in said.nationalities else None


def _read_place(said: Said) -> str | None:
    found: Collection[str] = {
        *(Place.CHINA.value for one in said.places if one == "here"),
        *(Place.ABROAD.value for one in said.places if one == "abroad"),
        *(Place.CHINA.value if code == "CN" else Place.ABROAD.value for code in said.nationalities),
    }
    return next(iter(found)) if len(found) == 1 else None
