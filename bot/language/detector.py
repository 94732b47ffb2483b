"""The detector: scripts first, then Han characters or Latin words."""

import re
from functools import cache

from bot.language.cleaning import clean
from bot.language.detection import OTHER, UNDETERMINED, Detection, Evidence, found
from bot.language.han import JAPANESE, HanTable
from bot.language.latin import ENGLISH, Latin
from bot.language.lexicon import load_lexicons
from bot.language.ngrams import Ngrams
from bot.language.scripts import BORROWED_KANA, Scripts, count

KOREAN = "ko"

#: Korean writes some kana or Han characters in quotations, never the other way round.
_HANGUL_SHARE = 0.3
#: Letters that make a sentence rather than a word.
_HANGUL_SENTENCE = 4
_HIRAGANA_SENTENCE = 3
_KANA_SENTENCE = 4
#: What an English sentence is made of that asks about a word of another script.
_FRAME_FUNCTION_WORDS = 2
_FRAME_WORDS = 4
_FRAME_HIRAGANA = 2

_STARTS_LATIN = re.compile(r"\W*[A-Za-z]")


class Detector:
    """Tells what language a message is in; it keeps no state and may be used by several threads."""

    def __init__(self, latin: Latin, han: HanTable) -> None:
        """Take the parts together."""
        self._latin = latin
        self._han = han

    def detect(self, text: str) -> Detection:
        """Return what a text tells of its language."""
        cleaned = clean(text)
        scripts = count(cleaned)
        if scripts.foreign > scripts.latin + scripts.east_asian:
            return found(OTHER, Evidence.DECISIVE if scripts.foreign > 1 else Evidence.FAINT)
        if scripts.east_asian == 0:
            return self._latin.detect(cleaned) if scripts.latin > 1 else UNDETERMINED
        if scripts.latin and self._is_english_frame(cleaned, scripts):
            return found(ENGLISH, Evidence.DECISIVE)
        return self._east_asian(cleaned, scripts)

    def _east_asian(self, cleaned: str, scripts: Scripts) -> Detection:
        if scripts.hangul and scripts.hangul >= _HANGUL_SHARE * scripts.kana:
            sentence = scripts.hangul >= _HANGUL_SENTENCE
            return found(KOREAN, Evidence.DECISIVE if sentence else Evidence.CLEAR)
        if scripts.kana and not self._is_borrowed_kana(cleaned, scripts):
            return self._kana(scripts)
        if scripts.han:
            return self._han.detect(scripts.han, others=scripts.latin)
        return UNDETERMINED

    def _kana(self, scripts: Scripts) -> Detection:
        letters = scripts.kana + len(scripts.han)
        if letters == 1 and not scripts.hiragana:
            return UNDETERMINED  # a face: ツ
        sentence = scripts.hiragana >= _HIRAGANA_SENTENCE or (scripts.hiragana and letters >= _KANA_SENTENCE)
        return found(JAPANESE, Evidence.DECISIVE if sentence else Evidence.CLEAR)

    def _is_borrowed_kana(self, cleaned: str, scripts: Scripts) -> bool:
        """Return whether the only kana is one that Chinese writes for fun."""
        return (
            scripts.kana == cleaned.count(BORROWED_KANA)
            and bool(scripts.han)
            and JAPANESE not in self._han.candidates(scripts.han)
        )

    def _is_english_frame(self, cleaned: str, scripts: Scripts) -> bool:
        """Return whether an English sentence asks about a word of another script."""
        if scripts.hiragana >= _FRAME_HIRAGANA or scripts.hangul:
            return False
        words = self._latin.words(cleaned)
        if words.foreign >= words.english:
            return False
        if words.function >= _FRAME_FUNCTION_WORDS and (
            len(words.all) >= _FRAME_WORDS or scripts.latin > scripts.east_asian
        ):
            return True
        return (
            _STARTS_LATIN.match(cleaned) is not None
            and words.function >= 1
            and words.english >= 1
            and len(words.all) > 1
            and not self._han.has_chinese_grammar(scripts.han)
        )


@cache
def load_detector() -> Detector:
    """Return the detector, with its words and profiles read once in a process."""
    lexicons = load_lexicons()
    return Detector(Latin(lexicons.english, lexicons.foreign, Ngrams()), HanTable(lexicons.han))
