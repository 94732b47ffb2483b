"""Rules that tie the languages of an entry, and the entries, together."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.core.languages import CONTENT_LANGUAGES
from knowledge.errors import Problem
from knowledge.figures import figures
from knowledge.loading import Content, Located, load_content
from knowledge.positions import Key
from knowledge.schema import FACTS, LISTS, MIN_QUESTIONS, LocalWords, Texts

#: Texts that an entry may leave out, but in all languages or none.
_OPTIONAL = ("who", "where", "online")
_COMPARED = CONTENT_LANGUAGES[1:]
_FIRST = CONTENT_LANGUAGES[0]


def check(folder: Path) -> list[Problem]:
    """Return everything that is wrong with a content folder, in the order of files and lines."""
    return find_problems(load_content(folder))


def find_problems(content: Content) -> list[Problem]:
    """Return the faults found in reading and those that only the whole shows."""
    problems = list(content.problems)
    for located in content.entries:
        problems.extend(_place(located))
        problems.extend(_shape(located))
        problems.extend(_questions(located))
        problems.extend(_figures(located))
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


def _repeated(entries: Sequence[Located]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for located in entries:
        other = first.setdefault(located.entry.id, located.file)
        if other != located.file:
            message = f"id {located.entry.id} is also that of {other.name}"
            yield located.problem(["id"], message, "choose another id")
