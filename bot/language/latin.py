"""Whether a text in Latin letters is English."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.detection import OTHER, UNDETERMINED, Detection, Evidence, found
from bot.language.lexicon import English, Foreign
from bot.language.ngrams import Ngrams

ENGLISH = "en"
#: From so many words on a text may be said to be of another language, and changes that of a conversation.
SENTENCE_WORDS = 3
#: Words beyond these tell nothing new.
LOOKED_AT = 60

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: What English writes behind an apostrophe.
_CONTRACTIONS = frozenset({"d", "ll", "m", "re", "s", "t", "ve"})
_LONGEST_ACRONYM = 5
_SHORTEST_STEM = 3
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly")
_ENGLISH_WORD = 2.0
_FOREIGN_WORD = -2.0
_DIACRITIC = -4.0
_NGRAMS = 0.8
#: Probability from which the n-grams speak for English: twelve others share the rest.
_THRESHOLD = 0.1
#: Nothing that they say is certain.
_FLOOR = 1e-4
_ENOUGH_LETTERS = 12


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the words of a text are."""

    #: All words that are no names, in small letters.
    all: tuple[str, ...]
    #: Words of English only, of other languages only, and of none that is known.
    english: int
    foreign: int
    unknown: int
    #: Words that carry an English sentence, whether others have them as well or not.
    function: int
    #: Whether one has a letter that English does not have.
    marked: bool
    #: Whether all are courtesies of any conversation.
    courteous: bool

    @property
    def only_english(self) -> bool:
        """Return whether most words are English, and nothing is a sign of another language."""
        return self.english > 0 and self.english >= self.unknown and self.foreign == 0 and not self.marked

    @property
    def mostly_foreign(self) -> bool:
        """Return whether more than one word is of another language, and fewer of English."""
        return self.foreign > max(1, self.english)

    @property
    def score(self) -> float:
        """Return what speaks for English (above zero) or against it."""
        return _ENGLISH_WORD * self.english + _FOREIGN_WORD * self.foreign + _DIACRITIC * self.marked


class Latin:
    """Tells English from all others by words first and by n-grams second."""

    def __init__(self, english: English, foreign: Foreign, ngrams: Ngrams) -> None:
        """Take the parts together."""
        self._english = english
        self._vocabulary = english.function | english.courtesy | english.words
        self._foreign = foreign
        self._strangers = foreign.words | foreign.romanised
        self._ngrams = ngrams

    def words(self, text: str) -> Words:
        """Look up the words of a cleaned text."""
        words: list[str] = []
        english = foreign = shared = function = 0
        for written in _WORD.findall(text)[:LOOKED_AT]:
            head, apostrophe, tail = written.lower().replace("’", "'").partition("'")
            if _is_east_asian(written) or self._is_name(written):
                continue
            words.append(head + tail)
            contracted = bool(apostrophe) and tail in _CONTRACTIONS
            is_english = contracted or self._is_english(head + tail)
            is_foreign = not contracted and (
                head + tail in self._strangers or (bool(apostrophe) and head in self._foreign.elisions)
            )
            shared += is_english and is_foreign
            english += is_english and not is_foreign
            foreign += is_foreign and not is_english
            function += head + tail in self._english.function
        return Words(
            all=tuple(words),
            english=english,
            foreign=foreign,
            unknown=len(words) - english - foreign - shared,
            function=function,
            marked=any(not word.isascii() for word in words),
            courteous=bool(words) and all(word in self._english.courtesy for word in words),
        )

    def detect(self, text: str) -> Detection:
        """Return English, another language or neither for a cleaned text that has only Latin letters."""
        words = self.words(text)
        if sum(map(len, words.all)) <= 1:
            return UNDETERMINED
        if words.courteous:
            return found(ENGLISH, Evidence.FAINT)
        if len(words.all) < SENTENCE_WORDS:
            return self._short(words)
        score = words.score
        if not (words.only_english or words.mostly_foreign):
            score += self._by_ngrams(" ".join(words.all))
        return found(OTHER if score < 0 else ENGLISH, Evidence.DECISIVE)

    def _short(self, words: Words) -> Detection:
        if words.score < 0:
            return found(OTHER, Evidence.FAINT)
        if words.english == 0 and words.unknown:
            return UNDETERMINED
        telling = len(words.all) > 1 and words.only_english
        return found(ENGLISH, Evidence.CLEAR if telling else Evidence.FAINT)

    def _by_ngrams(self, text: str) -> float:
        probability = self._ngrams.english(text)
        if probability is None:
            return 0.0
        certain = min(max(probability, _FLOOR), 1 - _FLOOR)
        letters = sum(map(str.isalpha, text))
        return _NGRAMS * (_logit(certain) - _logit(_THRESHOLD)) * min(1.0, letters / _ENOUGH_LETTERS)

    def _is_english(self, word: str) -> bool:
        return word in self._vocabulary or any(
            stem in self._english.words for stem in _stems(word) if len(stem) >= _SHORTEST_STEM
        )

    def _is_name(self, word: str) -> bool:
        small = word.lower()
        if small in self._english.neutral:
            return True
        acronym = word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM
        return acronym and not self._is_english(small) and small not in self._strangers


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _stems(word: str) -> Iterator[str]:
    """Return what an English word may have been before it got its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield stem
            if ending == "ing":
                yield f"{stem}e"


def _is_east_asian(word: str) -> bool:
    return any(letter >= "\u1100" and not "\u1e00" <= letter <= "\u1fff" for letter in word)
