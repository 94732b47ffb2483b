"""The shape of content files: what `docs/reference/content.md` says, as models."""

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConstrainedStr, Field, HttpUrl, validator

from bot.core.languages import CONTENT_LANGUAGES, TRADITIONAL

#: Id of the record of emergency numbers, which is a file of its own.
EMERGENCY = "emergency"
#: Keys of the sections of an answer, in the order in which they are read.
SECTIONS = (
    "who",
    "materials",
    "steps",
    "time_limit",
    "fee",
    "validity",
    "where",
    "online",
    "cautions",
    "authority",
    "legal_basis",
)
#: Sections that stand once per entry rather than among its texts.
FACTS = ("time_limit", "fee", "validity", "authority", "legal_basis")
#: Sections that are lists.
LISTS = ("materials", "steps", "cautions")
MIN_QUESTIONS = 12


class ListName(str, Enum):
    """The folder that an entry stands in."""

    GOVERNMENT = "government"
    PUBLIC = "public"
    LIFE = "life"
    CENTRE = "centre"


class Audience(str, Enum):
    """Whom an entry concerns."""

    STUDENT = "student"
    TALENT = "talent"
    FAMILY = "family"
    ENTERPRISE = "enterprise"
    VISITOR = "visitor"


class Confidence(str, Enum):
    """How well the sources bear an entry out."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Words(ConstrainedStr):
    """Text that says something."""

    strict = True
    strip_whitespace = True
    min_length = 1


class EntryId(ConstrainedStr):
    """`<topic>.<slug>`, lower case with hyphens."""

    strict = True
    regex = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$")


class Month(ConstrainedStr):
    """A month, YYYY-MM."""

    strict = True
    regex = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


class PartialDate(ConstrainedStr):
    """A day, month or year: YYYY-MM-DD, YYYY-MM or YYYY."""

    strict = True
    regex = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


class Record(BaseModel):
    """A mapping whose keys are all known."""

    class Config:
        """Refuse unknown keys and changes."""

        extra = "forbid"
        frozen = True


LocalWords = Mapping[str, Words]


def every_language(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a mapping by language unchanged if it has just the languages that texts are written in.

    Raises:
        ValueError: A language is missing or is not written by hand.
    """
    missing = [tag for tag in CONTENT_LANGUAGES if tag not in value]
    strange = [str(tag) for tag in value if tag not in CONTENT_LANGUAGES]
    if missing:
        raise ValueError(f"{', '.join(missing)} missing")
    if strange:
        raise ValueError(f"{', '.join(strange)} not among {', '.join(CONTENT_LANGUAGES)}")
    return value


def at_least_one(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a list unchanged if it is not empty.

    Raises:
        ValueError: It is empty.
    """
    if not value:
        raise ValueError("empty")
    return value


class SourceRecord(Record):
    """Where an entry's facts come from."""

    title: LocalWords
    url: HttpUrl | None = None
    date: PartialDate | None = None
    #: A copy on somebody else's site: shown by title, never linked.
    mirror: bool = False

    _languages = validator("title", allow_reuse=True)(every_language)

    @validator("date", pre=True)
    def _as_written(cls, value: object) -> object:
        """Take a bare year or day, which YAML reads as a number or date, as text."""
        return str(value) if isinstance(value, int | date) else value

    @property
    def official(self) -> bool:
        """Whether the page is that of a Chinese authority."""
        host = (self.url.host or "") if self.url else ""
        return not self.mirror and (host == "gov.cn" or host.endswith(".gov.cn"))


class PartialTexts(Record):
    """Some of an entry's texts in one language."""

    title: Words | None = None
    summary: Words | None = None
    who: Words | None = None
    materials: tuple[Words, ...] = ()
    steps: tuple[Words, ...] = ()
    where: Words | None = None
    online: Words | None = None
    cautions: tuple[Words, ...] = ()


class Texts(PartialTexts):
    """An entry's texts in one language."""

    title: Words
    summary: Words


class Coordinates(Record):
    """A place on the earth, as maps outside China give it (WGS 84)."""

    #: Degrees north and east.
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Entry(Record):
    """One service."""

    id: EntryId
    #: Ids of records about the same matter, which this entry answers as well.
    aliases: tuple[EntryId, ...] = ()
    list_name: ListName = Field(alias="list")
    audience: tuple[Audience, ...]
    confidence: Confidence
    as_of: Month
    verified_on: date
    review_by: date
    valid_until: date | None = None
    #: Of the place where it is done, when a source tells; visitors who share their location are shown the nearest.
    coordinates: Coordinates | None = None
    related: tuple[EntryId, ...] = ()
    unknown: tuple[str, ...] = ()
    authority: LocalWords
    time_limit: LocalWords | None = None
    fee: LocalWords | None = None
    validity: LocalWords | None = None
    legal_basis: LocalWords | None = None
    sources: tuple[SourceRecord, ...]
    texts: Mapping[str, Texts]
    questions: Mapping[str, tuple[Words, ...]]
    overrides: Mapping[str, PartialTexts] = {}

    _languages = validator(*FACTS, "texts", "questions", allow_reuse=True)(every_language)
    _some = validator("audience", "sources", allow_reuse=True)(at_least_one)

    @validator("unknown", each_item=True)
    def _section(cls, value: str) -> str:
        if value not in SECTIONS:
            raise ValueError(f"{value!r} is none of {', '.join(SECTIONS)}")
        return value

    @validator("overrides")
    def _derived(cls, value: Mapping[str, PartialTexts]) -> Mapping[str, PartialTexts]:
        if set(value) - {TRADITIONAL}:
            raise ValueError(f"only {TRADITIONAL} is derived")
        return value

    @validator("review_by")
    def _later(cls, value: date, values: Mapping[str, Any]) -> date:
        if "verified_on" in values and value <= values["verified_on"]:
            raise ValueError("not after verified_on")
        return value


class HotlineRecord(Record):
    """A number to ring in an emergency."""

    number: Words
    label: LocalWords
    #: What to say there, in Chinese.
    say: Words
    #: What that means, in the languages other than Chinese.
    meaning: LocalWords

    _languages = validator("label", allow_reuse=True)(every_language)

    @validator("meaning")
    def _translated(cls, value: LocalWords) -> LocalWords:
        every_language({"zh": "", **value})
        return value


class EmergencyRecord(Record):
    """The emergency numbers: `content/emergency.yml`."""

    as_of: Month
    verified_on: date
    title: LocalWords
    lead: LocalWords
    hotlines: tuple[HotlineRecord, ...]
    sources: tuple[SourceRecord, ...]
    questions: Mapping[str, tuple[Words, ...]]

    _languages = validator("title", "lead", "questions", allow_reuse=True)(every_language)
    _some = validator("hotlines", "sources", allow_reuse=True)(at_least_one)
