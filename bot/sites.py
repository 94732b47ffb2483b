"""Sites: the centre and each of its points, one file each under `data/sites/`."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, Extra, ValidationError, validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.core.errors import AssistantError
from bot.core.languages import CONTENT_LANGUAGES, FALLBACK, language
from bot.settings import ROOT
from bot.traditional import to_traditional

SITES = ROOT / "data" / "sites"
#: What a site's id may consist of: it is part of sender ids and URLs.
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class SiteError(AssistantError):
    """A site file cannot be used."""


class _Part(BaseModel):
    class Config:
        """Refuse what nobody reads: a misspelt key would otherwise be lost in silence."""

        extra = Extra.forbid
        allow_mutation = False


class SiteName(_Part):
    """What a site is called in one language."""

    official: str
    #: Shown where there is little room.
    short: str


class HotlineSource(_Part):
    """Where a number was found."""

    title: str
    url: str | None
    #: ISO month or day.
    date: str

    @validator("date", pre=True)
    def _iso(cls, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class SiteHotline(_Part):
    """A number that visitors may ring."""

    number: str
    #: By language that texts are written in.
    names: Mapping[str, str]
    #: None when no source tells.
    hours: str | None
    languages: tuple[str, ...] | None
    source: HotlineSource

    @validator("names")
    def _complete(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        return _in_each_language(value)


class Site(_Part):
    """The centre or one of its points."""

    id: str
    #: By language that texts are written in; None where the site has no name of its own in it.
    names: Mapping[str, SiteName | None]
    default_language: str
    #: Pages of others that may show the widget.
    origins: tuple[str, ...]
    #: None when no source tells.
    hours: str | None
    address: str | None
    phone: str | None
    hotlines: tuple[SiteHotline, ...]

    @validator("names")
    def _named(cls, value: Mapping[str, SiteName | None]) -> Mapping[str, SiteName | None]:
        _in_each_language(value)
        if value[FALLBACK] is None:
            raise ValueError(f"{FALLBACK} must have a name: it stands in for languages without one")
        return value

    @validator("default_language")
    def _spoken(cls, value: str) -> str:
        try:
            return language(value).tag
        except AssistantError as error:
            raise ValueError(str(error)) from error

    @validator("origins", each_item=True)
    def _origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or value != f"{parts.scheme}://{parts.netloc}":
            raise ValueError(f"{value!r} is no origin such as https://www.example.org")
        return value

    def name(self, tag: str, *, short: bool = False) -> str:
        """Return what the site is called in a language; where it has no name in it, the English one."""
        spoken = language(tag)
        found = self.names[spoken.content] or self.names[FALLBACK]
        if found is None:
            raise SiteError(f"site {self.id} has no name in {FALLBACK}")
        text = found.short if short else found.official
        return to_traditional(text) if spoken.derived else text


class Sites:
    """All sites of an installation."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        """Take over sites by id."""
        self._sites = sites

    @classmethod
    def load(cls, folder: Path = SITES) -> "Sites":
        """Read all site files.

        Raises:
            SiteError: A file cannot be read or a key has no usable value; the message names both.
        """
        sites = {file.stem: _read(file) for file in sorted(folder.glob("*.yml"))}
        if not sites:
            raise SiteError(f"{folder} holds no site file")
        return cls(sites)

    def get(self, site: str) -> Site | None:
        """Return the site of an id, or None."""
        return self._sites.get(site)

    def __iter__(self) -> Iterator[Site]:
        """Go through all sites by id."""
        return iter(self._sites.values())

    @property
    def default_languages(self) -> Mapping[str, str]:
        """Return the default language of each site by its id."""
        return {site.id: site.default_language for site in self}


def _read(file: Path) -> Site:
    if not set(file.stem) <= _ID_CHARACTERS:
        raise SiteError(f"{file}: a site's id consists of small letters, digits and hyphens")
    try:
        content = YAML(typ="safe", pure=True).load(file)
    except MarkedYAMLError as error:
        raise SiteError(f"{file}: {error}") from error
    if not isinstance(content, dict):
        raise SiteError(f"{file}: the file must hold keys and values")
    try:
        return Site(**{**content, "id": file.stem})
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SiteError(f"{file}: {'; '.join(problems)}") from error


def _in_each_language(value: Mapping[str, Any]) -> Mapping[str, Any]:
    if set(value) != set(CONTENT_LANGUAGES):
        raise ValueError(f"needs each of {', '.join(CONTENT_LANGUAGES)} and no other")
    return value
