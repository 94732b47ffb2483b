"""What the search learns from: questions, titles and summaries, and texts that no entry answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bot.core.languages import CONTENT_LANGUAGES, SIMPLIFIED, TRADITIONAL
from knowledge.errors import InvalidContentError, Problem
from knowledge.loading import Content, read_yaml
from knowledge.schema import EMERGENCY

#: Intents of `data/nlu` whose examples no entry answers.
FOREIGN_INTENTS = frozenset({"out_of_scope", "greet", "goodbye", "thanks", "affirm", "deny", "bot_challenge"})
_ITEM = re.compile(r"^\s*-\s+(.*\S)\s*$", re.MULTILINE)
#: Rasa's marks of entities: [passport](document) or [passport]{"entity": "document"}.
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class Origin(str, Enum):
    """Where an example comes from."""

    #: Title or summary of an entry.
    TEXT = "text"
    #: Question variant beside the entry.
    VARIANT = "variant"
    #: Question of `data/questions`, by another writer.
    QUESTION = "question"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text that means an entry."""

    entry: str
    text: str
    #: Content language; `zh` for both scripts.
    language: str
    origin: Origin


def read_examples(content: Content, questions: Path) -> list[Example]:
    """Return all texts that mean an entry: of the content files, and of `data/questions` where it exists.

    Raises:
        InvalidContentError: A file of questions is not a mapping from entry id to questions.
    """
    found = dict.fromkeys([*_of_entries(content), *_of_emergency(content)])
    found.update(dict.fromkeys(_of_questions(questions, {**content.answering, EMERGENCY: EMERGENCY})))
    return _distinct(list(found))


def read_foreign(nlu: Path) -> list[str]:
    """Return texts that no entry answers: examples of some intents in `data/nlu`.

    Raises:
        InvalidContentError: A file is no YAML.
    """
    found: dict[str, None] = {}
    for file in sorted(nlu.rglob("*.yml")):
        value, _ = read_yaml(file)
        blocks = value.get("nlu", ()) if isinstance(value, dict) else ()
        for block in blocks:
            if "intent" in block and str(block["intent"]).split("/")[0] in FOREIGN_INTENTS:
                found.update(dict.fromkeys(_ENTITY.sub(r"\1", one) for one in _ITEM.findall(block["examples"])))
    return list(found)


def _of_entries(content: Content) -> Iterator[Example]:
    for located in content.entries:
        entry = located.entry
        for language in CONTENT_LANGUAGES:
            texts = entry.texts[language]
            for text in (texts.title, texts.summary):
                yield Example(entry=entry.id, text=text, language=language, origin=Origin.TEXT)
            for text in entry.questions[language]:
                yield Example(entry=entry.id, text=text, language=language, origin=Origin.VARIANT)


def _of_emergency(content: Content) -> Iterator[Example]:
    if content.emergency is None:
        return
    for language, questions in content.emergency.questions.items():
        for text in (content.emergency.title[language], *questions):
            yield Example(entry=EMERGENCY, text=text, language=language, origin=Origin.VARIANT)


def _of_questions(folder: Path, known: Mapping[str, str]) -> Iterator[Example]:
    """Yield the questions of ids that an entry answers; others may come with lists that are not installed."""
    for file in sorted(folder.glob("*.yml")):
        value, positions = read_yaml(file)
        if not isinstance(value, dict):
            problem = Problem(file=file, line=1, message="not a mapping", mend="write `entry id: [questions]`")
            raise InvalidContentError([problem])
        language = "zh" if file.stem in {SIMPLIFIED, TRADITIONAL} else file.stem
        for entry, texts in value.items():
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                message, mend = f"{entry}: not a list of questions", "write a list, in quotes where needed"
                line = positions.line([entry])
                raise InvalidContentError([Problem(file=file, line=line, message=message, mend=mend)])
            for text in texts if entry in known else ():
                yield Example(entry=known[entry], text=text, language=language, origin=Origin.QUESTION)


def _distinct(examples: Sequence[Example]) -> list[Example]:
    """Return the examples without those that ask the same thing of the same entry again."""
    first: dict[tuple[str, str], Example] = {}
    for example in examples:
        first.setdefault((example.entry, example.text.strip().casefold()), example)
    return list(first.values())
