"""Make replies of entries: one a language, Traditional Chinese derived."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.core.languages import LANGUAGES, Language
from bot.core.languages import language as find_language
from bot.core.replies import Answer, Emergency, EntryLink, Hotline, Section, Source
from bot.traditional import to_traditional
from knowledge.schema import (
    EMERGENCY,
    FACTS,
    SECTIONS,
    EmergencyRecord,
    Entry,
    LocalWords,
    SourceRecord,
)

MAX_SOURCES = 4
Derive = Callable[[str], str]


def answers(entry: Entry, titles: Mapping[str, Mapping[str, str]], aliases: Mapping[str, str]) -> dict[str, Answer]:
    """Return an entry's answer in each language of the registry, without the notices that depend on the day.

    Args:
        entry: What to answer.
        titles: Title by content language of every entry that exists; other related ids are left out.
        aliases: The entry that answers a further id.
    """
    named = dict.fromkeys(aliases.get(one, one) for one in entry.related)
    related = [one for one in named if one in titles and one != entry.id]
    return {
        language.tag: _answer(entry, language, {one: titles[one][language.content] for one in related})
        for language in LANGUAGES
    }


def emergencies(record: EmergencyRecord) -> dict[str, Emergency]:
    """Return the emergency reply in each language of the registry."""
    return {language.tag: _emergency(record, language) for language in LANGUAGES}


def emergency_answer(emergency: Emergency, title: str, as_of: str) -> Answer:
    """Return the emergency numbers as an answer, for who asks for them like for any other entry."""
    numbers = tuple(f"{one.number} {one.label}" for one in emergency.hotlines)
    return Answer(
        entry=EMERGENCY,
        title=title,
        summary=emergency.lead,
        sections=(Section(key="where", items=numbers),),
        sources=emergency.sources,
        verified_on=emergency.verified_on,
        as_of=as_of,
    )


def local_title(words: LocalWords, tag: str) -> str:
    """Return a text of a content file in a language of the registry."""
    return local_words(words[find_language(tag).content], tag)


def local_words(text: str, tag: str) -> str:
    """Return a written text as the readers of a language of the registry see it."""
    return _deriver(find_language(tag))(text)


def _answer(entry: Entry, language: Language, related: Mapping[str, str]) -> Answer:
    derive, texts = _deriver(language), entry.texts[language.content]
    given = {key: getattr(texts, key) for key in type(texts).__fields__}
    given.update({key: words[language.content] for key in FACTS if (words := getattr(entry, key)) is not None})
    written = entry.overrides.get(language.tag)
    derived = {key: _each(derive, value) for key, value in given.items() if value}
    if written is not None:
        derived.update({key: _each(str, value) for key, value in written.dict().items() if value})
    return Answer(
        entry=entry.id,
        title=derived["title"][0],
        summary=derived["summary"][0],
        sections=tuple(Section(key=key, items=derived[key]) for key in SECTIONS if key in derived),
        unknown=entry.unknown,
        sources=_sources(entry.sources, language),
        verified_on=entry.verified_on.isoformat(),
        as_of=entry.as_of,
        valid_until=entry.valid_until.isoformat() if entry.valid_until else None,
        related=tuple(EntryLink(entry=one, title=derive(title)) for one, title in related.items()),
    )


def _emergency(record: EmergencyRecord, language: Language) -> Emergency:
    derive = _deriver(language)
    return Emergency(
        lead=derive(record.lead[language.content]),
        hotlines=tuple(
            Hotline(
                number=one.number,
                label=derive(one.label[language.content]),
                # Chinese is what has to be said: only readers of Traditional need it in other letters
                say=derive(one.say),
                meaning=one.meaning.get(language.content, ""),
            )
            for one in record.hotlines
        ),
        sources=_sources(record.sources, language),
        verified_on=record.verified_on.isoformat(),
    )


def _sources(records: Sequence[SourceRecord], language: Language) -> tuple[Source, ...]:
    """Return the sources that are shown: those of authorities first, copies last and never linked."""
    derive = _deriver(language)
    ordered = sorted(records, key=lambda one: (not one.official, one.mirror, one.url is None))
    return tuple(
        Source(
            title=derive(one.title[language.content]),
            url=None if one.mirror or one.url is None else str(one.url),
            date=one.date,
        )
        for one in ordered[:MAX_SOURCES]
    )


def _deriver(language: Language) -> Derive:
    return to_traditional if language.derived else str


def _each(change: Derive, value: str | Iterable[str]) -> tuple[str, ...]:
    return (change(value),) if isinstance(value, str) else tuple(change(one) for one in value)
