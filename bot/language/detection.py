"""What a text tells of its language."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

#: Label of a language that the assistant does not speak.
OTHER = "other"


class Evidence(IntEnum):
    """How much a text tells; each level overrules what the one before does not."""

    #: Nothing: a number, a name, a picture.
    NONE = 0
    #: A word that is said in other languages as well ("visa", "ok"): better than a default.
    FAINT = 1
    #: Beyond doubt, but a word that people drop into a conversation in another language: better than a hint.
    CLEAR = 2
    #: A sentence: may change the language of a running conversation.
    DECISIVE = 3


class Told(Protocol):
    """The least that any detector says of a text."""

    @property
    def label(self) -> str | None:
        """Return the tag that the text is most likely in."""
        ...

    @property
    def decisive(self) -> bool:
        """Return whether the text alone may change the language of a conversation."""
        ...


@dataclass(frozen=True, kw_only=True)
class Detection:
    """The language of one text."""

    #: A tag of the registry, `other`, or None when the text does not tell.
    label: str | None = None
    evidence: Evidence = Evidence.NONE
    #: Tags that the text fits equally, likeliest first; several when Han characters are shared.
    candidates: tuple[str, ...] = ()

    @property
    def decisive(self) -> bool:
        """Whether the text alone may change the language of a running conversation to its label."""
        return self.evidence is Evidence.DECISIVE and len(self.candidates) == 1


#: The text does not tell.
UNDETERMINED = Detection()


def found(label: str, evidence: Evidence) -> Detection:
    """Return the detection of one language."""
    return Detection(label=label, evidence=evidence, candidates=(label,))


def complete(told: Told) -> Detection:
    """Return a detection; one of another detector is taken at its word."""
    if isinstance(told, Detection):
        return told
    if told.label is None:
        return UNDETERMINED
    return found(told.label, Evidence.DECISIVE if told.decisive else Evidence.FAINT)
