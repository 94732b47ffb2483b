"""What a dialogue is: questions, how words answer them, and what follows from the answers."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from phonenumbers import Leniency, PhoneNumberMatcher

from bot.core.replies import Note

#: Entity of a day, whose value is the day as ISO writes it.
DATE = "date"
#: Key under which `Said.pairs` has the intent of the message: a bare yes or no answers some questions.
INTENT = "intent"

Told = Mapping[str, str]
#: Where a phone number without a country's code is rung.
_REGION = "CN"
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
#: Six to twenty letters, digits, _ and -, the first a letter: https://kf.qq.com/faq/161220Ubyuyi1612205YJbau.html
_WECHAT = re.compile(r"(?<![\w@.-])[A-Za-z](?=[\w-]*[\d_-])[\w-]{5,19}(?![\w@.-])", re.ASCII)
#: Of more digits than these no answer is made.
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a message says, as the pipeline found it."""

    intent: str = ""
    text: str = ""
    #: Entity and value, in the order of the text.
    entities: tuple[tuple[str, str], ...] = ()

    def values(self, entity: str) -> tuple[str, ...]:
        """Return the values of an entity, in order, each once."""
        return tuple(dict.fromkeys(value for name, value in self.entities if name == entity))


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; its text is the response `utter_ask_<slot>`."""

    slot: str
    #: The answers of its buttons; none when a day or words are asked for.
    values: tuple[str, ...] = ()
    #: (entity, value) -> answer. Where words of a message say different things, they say nothing.
    reads: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def read(self, said: Said, besides: str | None = None) -> str | None:
        """Return the answer that typed words give, or None when they give none or several.

        Args:
            said: What was written.
            besides: The answer that was given before: "not the visa, the residence permit" names both.
        """
        found = {self.reads[pair] for pair in said.entities if pair in self.reads} - {besides}
        if not found and (INTENT, said.intent) in self.reads:
            found = {self.reads[INTENT, said.intent]}
        return next(iter(found)) if len(found) == 1 else None

    def accepts(self, value: str) -> bool:
        """Tell whether a button may have this value."""
        return value in self.values


@dataclass(frozen=True, kw_only=True)
class Day(Question):
    """Asks for a day."""

    def read(self, said: Said, besides: str | None = None) -> str | None:
        """Return the day of the message as ISO writes it; of several none is certain."""
        days = tuple(day for day in said.values(DATE) if day != besides)
        return days[0] if len(days) == 1 else None


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """Asks for a whole number."""

    def read(self, said: Said, besides: str | None = None) -> str | None:
        """Return the number in digits, in any script's; of several none is certain."""
        found = {str(int(one)) for one in _NUMBER.findall(said.text)} - {besides}
        return next(iter(found)) if len(found) == 1 else None


@dataclass(frozen=True, kw_only=True)
class Free(Question):
    """Asks for words; whatever is written is the answer."""

    def read(self, said: Said, besides: str | None = None) -> str | None:  # noqa: ARG002 - no words are the same
        """Return the words."""
        return said.text.strip() or None


@dataclass(frozen=True, kw_only=True)
class Contact(Question):
    """Asks how somebody can be reached; what stands around number or address stays ("after 6 pm")."""

    def read(self, said: Said, besides: str | None = None) -> str | None:
        """Return the words when there is a phone number, an e-mail address or a WeChat ID among them."""
        text = said.text.strip()
        return text if text != besides and address_in(text) else None


def address_in(text: str) -> str | None:
    """Return the first e-mail address, phone number or WeChat ID in a text, or None."""
    email = _EMAIL.search(text)
    if email:
        return email.group()
    numbers = PhoneNumberMatcher(text, _REGION, leniency=Leniency.POSSIBLE)
    if numbers.has_next():
        return str(numbers.next().raw_string)
    identity = _WECHAT.search(text)
    return identity.group() if identity else None


@dataclass(frozen=True, kw_only=True)
class Say:
    """A response of the domain with what is put into it; days are written as the language writes them."""

    response: str
    values: Mapping[str, date | int | str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a dialogue comes to."""

    says: tuple[Say, ...]
    #: Entry that follows, with its sources, unless the dialogue began with it.
    entry: str | None = None
    #: What is left for the staff.
    note: Note | None = None
    #: Action that goes on from here.
    then: str | None = None


class Dialogue(ABC):
    """Questions and what follows from the answers. It keeps no state: the answers are Rasa's slots."""

    #: Name of the intent that begins it, and of its form and action.
    name: ClassVar[str]
    questions: ClassVar[tuple[Question, ...]]
    #: Entry that is given before the first question, whatever the message says.
    first_entry: ClassVar[str | None] = None
    #: Entries of the matter that the questions are about; a message that surely asks for another one is answered
    #: with that instead.
    entries: ClassVar[frozenset[str]] = frozenset()
    #: Whether such an entry is given before the first question, when the message surely asks for it.
    answered_at_once: ClassVar[bool] = True
    #: Whether the answers stay after the end, so that a message right after it may change them.
    correctable: ClassVar[bool] = True

    @property
    def form(self) -> str:
        """Return the name of the form in the domain."""
        return f"{self.name}_form"

    @property
    def action(self) -> str:
        """Return the name of the action that ends it."""
        return f"action_{self.name}"

    def question(self, slot: str) -> Question:
        """Return the question that a slot answers.

        Raises:
            KeyError: It is none of this dialogue's.
        """
        return {one.slot: one for one in self.questions}[slot]

    def needed(self, told: Told) -> tuple[str, ...]:  # noqa: ARG002 - others look at it
        """Return the slots whose answers this case needs, in the order in which they are asked."""
        return tuple(one.slot for one in self.questions)

    def read_opening(self, said: Said) -> dict[str, str]:
        """Return what the message that began the dialogue has already answered."""
        found = {one.slot: one.read(said) for one in self.questions if not isinstance(one, Free)}
        return {slot: value for slot, value in found.items() if value is not None}

    def read_answer(self, slot: str, said: Said) -> str | None:
        """Return what a message answers to the question that was asked, or None."""
        return self.question(slot).read(said)

    def read_corrections(self, asked: str, told: Told, said: Said) -> dict[str, str]:
        """Return the answers given before that a message changes: "no, a visa, until 3 December"."""
        found = {}
        for one in self.questions:
            if one.slot in told and one.slot != asked and not isinstance(one, Free):
                value = one.read(Said(text=said.text, entities=said.entities), told[one.slot])
                if value is not None:
                    found[one.slot] = value
        return found

    @abstractmethod
    def close(self, told: Told, today: date) -> Outcome:
        """Return what applies.

        Args:
            told: The answers to all that is needed.
            today: The day at the centre.
        """
