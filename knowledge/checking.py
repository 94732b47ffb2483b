"""Rules that tie the languages of an entry, and the entries, together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.core.clock import utc_now
from bot.core.languages import CONTENT_LANGUAGES, TRADITIONAL
from knowledge.answers import local_words
from knowledge.errors import Problem
from knowledge.figures import figures
from knowledge.guide import check_guide, load_guide
from knowledge.loading import Content, Located, load_content
from knowledge.mirrors import MEND, linked_mirror
from knowledge.positions import Key
from knowledge.schema import FACTS, LISTS, MIN_QUESTIONS, LocalWords, Texts
from knowledge.scripts import strange_letters

#: Texts that an entry may leave out, but in all languages or none.
_OPTIONAL = ("who", "where", "online")
_COMPARED = CONTENT_LANGUAGES[1:]
_FIRST = CONTENT_LANGUAGES[0]


def check(folder: Path) -> list[Problem]:
    """Return everything that is wrong with a content folder, in the order of files and lines."""
    content = load_content(folder)
    guide, faults = load_guide(folder)
    return sorted([*find_problems(content), *faults, *check_guide(guide, folder, content.answering, content.mirrors)])


def find_problems(content: Content) -> list[Problem]:
    """Return the faults found in reading and those that only the whole shows."""
    problems = list(content.problems)
    today = utc_now().date()
    known = {str(one) for located in content.entries for _, one in _own_ids(located)}
    for located in content.entries:
        problems.extend(_place(located))
        problems.extend(_shape(located))
        problems.extend(_questions(located))
        problems.extend(_figures(located))
        problems.extend(_days(located, today))
        problems.extend(_letters(located))
        problems.extend(_links(located, known, content.mirrors))
    problems.extend(_repeated(content.entries))
    return sorted(problems)


def _place(located: Located) -> Iterator[Problem]:
    entry, file = located.entry, located.file
    if file.stem != entry.id:
        yield located.problem(["id"], f"id {entry.id} in {file.name}", f"name the file {entry.id}.yml")
    if file.parent.name != entry.list_name.value:
        mend = f"move the file to {entry.list_name.value}/ or mend the list"
        yield located.problem(["list"], f"list {entry.list_name.value} in {file.parent.name}/", mend)
    if entry.id in entry.related:
        yield located.problem(["related"], "related to itself", "remove its own id")


def _shape(located: Located) -> Iterator[Problem]:
    """Yield lists of unequal length and texts that some languages lack."""
    texts = located.entry.texts
    for tag in _COMPARED:
        for key in LISTS:
            here, there = len(getattr(texts[tag], key)), len(getattr(texts[_FIRST], key))
            if here != there:
                message = f"texts.{tag}.{key} has {here} items, texts.{_FIRST}.{key} has {there}"
                yield located.problem(["texts", tag, key], message, "say the same in both")
        for key in _OPTIONAL:
            if (getattr(texts[tag], key) is None) != (getattr(texts[_FIRST], key) is None):
                lacking, given = (tag, _FIRST) if getattr(texts[tag], key) is None else (_FIRST, tag)
                message = f"texts.{given}.{key} is given, texts.{lacking}.{key} is not"
                yield located.problem(["texts", lacking, key], message, "write it in every language")


def _questions(located: Located) -> Iterator[Problem]:
    for tag, questions in located.entry.questions.items():
        distinct = set(questions)
        if len(distinct) < MIN_QUESTIONS:
            message = f"questions.{tag} has {len(distinct)} different questions"
            yield located.problem(["questions", tag], message, f"write at least {MIN_QUESTIONS}")


def _figures(located: Located) -> Iterator[Problem]:
    """Yield amounts, days, numbers and articles that one language has and another lacks."""
    entry = located.entry
    for path, by_language in _translated(located):
        found = {tag: figures(texts, tag) for tag, texts in by_language.items()}
        everything = frozenset[str]().union(*found.values())
        for tag, here in found.items():
            missing = sorted(everything - here)
            if missing:
                others = [other for other in found if not found[other].isdisjoint(missing)]
                message = f"{entry.id}, {_name(path, tag)}: no {', '.join(missing)} as in {', '.join(others)}"
                mend = "write the same figures, in digits, in every language"
                yield located.problem(_keys(path, tag), message, mend)


def _translated(located: Located) -> Iterator[tuple[Sequence[Key], Mapping[str, Sequence[str]]]]:
    """Yield each text that stands in every language; the language comes last in its path, or second for texts."""
    entry = located.entry
    for key in FACTS:
        words: LocalWords | None = getattr(entry, key)
        if words is not None:
            yield [key], {tag: [text] for tag, text in words.items()}
    for key in Texts.__fields__:
        yield ["texts", key], {tag: _listed(getattr(texts, key)) for tag, texts in entry.texts.items()}


def _listed(value: str | Sequence[str] | None) -> Sequence[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _keys(path: Sequence[Key], tag: str) -> Sequence[Key]:
    return [path[0], tag, *path[1:]]


def _name(path: Sequence[Key], tag: str) -> str:
    return ".".join(str(key) for key in _keys(path, tag))


def _days(located: Located, today: date) -> Iterator[Problem]:
    entry = located.entry
    if entry.verified_on > today:
        yield located.problem(
            ["verified_on"], f"verified_on {entry.verified_on} is still to come", "write a day that was"
        )
    if entry.as_of > f"{entry.verified_on:%Y-%m}":
        mend = "sources cannot speak of later than the day they were read"
        yield located.problem(["as_of"], f"as_of {entry.as_of} is after verified_on {entry.verified_on}", mend)
    if entry.valid_until is not None and entry.review_by > entry.valid_until:
        message = f"review_by {entry.review_by} is after valid_until {entry.valid_until}"
        yield located.problem(["review_by"], message, "have it reviewed before it ends")


def _letters(located: Located) -> Iterator[Problem]:
    """Yield Han letters that do not belong in their language, Traditional Chinese among them, though it is derived."""
    for path, by_language in _translated(located):
        for tag, texts in by_language.items():
            if found := strange_letters(texts, tag):
                message = f"{_name(path, tag)}: {found} in {tag}"
                mend = "write it in the language's own letters; what must be shown in Chinese stands in brackets"
                yield located.problem(_keys(path, tag), message, mend)
    written = located.entry.overrides.get(TRADITIONAL)
    for path, by_language in _translated(located):
        own = _listed(getattr(written, str(path[-1]), None)) if path[0] == "texts" else ()
        derived = own or [local_words(text, TRADITIONAL) for text in by_language[_FIRST]]
        if found := strange_letters(derived, TRADITIONAL):
            place = ["overrides", TRADITIONAL, path[-1]] if own else _keys(path, _FIRST)
            message = f"{_name(path, TRADITIONAL)}: {found} in {TRADITIONAL}"
            yield located.problem(place, message, "mend the override, or add the phrase to data/zh-hant/overrides.yml")


def _links(located: Located, known: set[str], mirrors: frozenset[str]) -> Iterator[Problem]:
    entry = located.entry
    for index, one in enumerate(entry.related):
        if one not in known:
            yield located.problem(["related", index], f"no entry has the id {one}", "mend the id or remove it")
    for index, source in enumerate(entry.sources):
        if host := linked_mirror(source, mirrors):
            yield located.problem(["sources", index, "url"], f"{host} is a mirror (mirrors.yml)", MEND)


def _repeated(entries: Sequence[Located]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    # an entry's own id before an alias, whatever the order of files
    named = sorted(((path, one, located) for located in entries for path, one in _own_ids(located)), key=_is_alias)
    for path, one, located in named:
        other = first.setdefault(one, located.file)
        if other != located.file:
            yield located.problem(path, f"id {one} is also that of {other.name}", "choose another id")


def _is_alias(named: tuple[Sequence[Key], str, Located]) -> bool:
    return len(named[0]) > 1


def _own_ids(located: Located) -> Iterator[tuple[Sequence[Key], str]]:
    yield ["id"], located.entry.id
    for index, alias in enumerate(located.entry.aliases):
        yield ["aliases", index], alias
