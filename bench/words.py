"""spaCy's tokenizers of the languages that are written by hand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.core.languages import CONTENT_LANGUAGES, FALLBACK, TAGS, language

if TYPE_CHECKING:
    from spacy.language import Language

#: Chinese in words by jieba (spaCy's own default is single characters), Korean by spaces and rules, since the
#: default needs a MeCab installed on the machine.
_CONFIG: dict[str, dict[str, Any]] = {
    "zh": {"nlp": {"tokenizer": {"segmenter": "jieba"}}},
    "ko": {"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}},
}


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word and where it stands."""

    text: str
    #: Index of its first character.
    start: int
    #: What a search should look for: lower case.
    lemma: str


def blank(content: str) -> "Language":
    """Return spaCy's empty pipeline of a language that is written by hand."""
    import spacy

    return spacy.blank(content, config=_CONFIG.get(content, {}))


class Vocabularies:
    """Cuts texts of all languages into words."""

    def __init__(self) -> None:
        """Load the tokenizers."""
        self._pipelines = {content: blank(content) for content in CONTENT_LANGUAGES}

    def words(self, text: str, tag: str | None) -> list[Word]:
        """Return the words of a text; a text without any gives the text itself.

        Args:
            text: What was written.
            tag: Its language; None or an unknown one counts as the fallback.
        """
        content = language(tag if tag in TAGS else FALLBACK).content
        found = [
            Word(text=token.text, start=token.idx, lemma=token.lower_)
            for token in self._pipelines[content].make_doc(text)
            if not token.is_space
        ]
        return found or [Word(text=text, start=0, lemma=text.lower())]
