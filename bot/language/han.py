"""Which languages a text in Han characters fits: the two Chinese scripts and Japanese."""

from functools import lru_cache

from bot.core.languages import SIMPLIFIED, TRADITIONAL
from bot.language.detection import Detection, Evidence
from bot.language.lexicon import Han

JAPANESE = "ja"
#: In the order in which they are likely where nothing else is known.
TAGS = (SIMPLIFIED, TRADITIONAL, JAPANESE)

#: A language is a candidate when it is so close to the best.
_TOLERANCE = 1.0
#: What a character costs a language whose standard ranks it as rare, or does not have it.
_RARE = -2.0
_ABSENT = -6.0
#: First byte of the last row of frequent characters in each standard, and of the last row at all.
_GB2312_FREQUENT = 0xD7
_BIG5_FREQUENT = 0xC67E
_JIS_FREQUENT = 0xCF
_JIS_BYTES = 2
_VARIANT = -1.0
_SIMPLIFIED_STRONG = -3.0
_SIMPLIFIED_WEAK = -1.0
_CANTONESE = -1.5
_FUNCTION = -3.0
_PARTICLE = -0.8
_TERM = 2.0
#: Japanese does not write long texts without kana.
_LONG = 6
_EACH_BEYOND = -0.2
_REPEAT = "々"
#: Characters that make a sentence, with a word of Chinese grammar and without.
_SENTENCE = 3
_LONG_TEXT = 6

_Costs = tuple[float, float, float]


class HanTable:
    """Judges characters by the character sets of the three countries."""

    def __init__(self, lexicon: Han) -> None:
        """Judge with these characters and terms."""
        self._lexicon = lexicon
        self._costs = lru_cache(maxsize=None)(self._cost)
        self._longest = max(map(len, lexicon.japanese_terms | lexicon.chinese_terms))

    def detect(self, characters: str, *, others: int = 0) -> Detection:
        """Return the languages that Han characters fit.

        Args:
            characters: Han characters only.
            others: Letters of other scripts around them; they make a text longer.
        """
        candidates = self.candidates(characters)
        evidence = Evidence.DECISIVE if self._is_sentence(characters, others, candidates) else Evidence.CLEAR
        return Detection(label=candidates[0], evidence=evidence, candidates=candidates)

    def candidates(self, characters: str) -> tuple[str, ...]:
        """Return the tags that Han characters fit about equally well."""
        scores = [sum(costs) for costs in zip(*map(self._costs, characters), strict=True)]
        chinese = japanese = 0
        for term in self._terms(characters):
            japanese += term in self._lexicon.japanese_terms
            chinese += term in self._lexicon.chinese_terms
        scores[0] += _TERM * chinese
        scores[1] += _TERM * chinese
        scores[2] += _TERM * japanese + _EACH_BEYOND * max(0, len(characters) - _LONG)
        best = max(scores)
        return tuple(tag for tag, score in zip(TAGS, scores, strict=True) if score >= best - _TOLERANCE)

    def has_chinese_grammar(self, characters: str) -> bool:
        """Return whether one of them is a word of Chinese grammar."""
        return not self._lexicon.chinese_sentence.isdisjoint(characters)

    def _is_sentence(self, characters: str, others: int, candidates: tuple[str, ...]) -> bool:
        if len(characters) >= _LONG_TEXT:
            return True
        chinese = JAPANESE not in candidates and self.has_chinese_grammar(characters)
        return chinese and len(characters) + others >= _SENTENCE

    def _terms(self, characters: str) -> list[str]:
        """Return the terms in a text, longest first and none inside another."""
        known = self._lexicon.japanese_terms | self._lexicon.chinese_terms
        terms = []
        start = 0
        while start < len(characters):
            for length in range(min(self._longest, len(characters) - start), 0, -1):
                piece = characters[start : start + length]
                if piece in known and (length > 1 or len(characters) == 1):
                    terms.append(piece)
                    start += length
                    break
            else:
                start += 1
        return terms

    def _cost(self, character: str) -> _Costs:
        lexicon = self._lexicon
        if character == _REPEAT:
            return (_ABSENT, _ABSENT, 0.0)
        simplified, traditional, japanese = _gb2312(character), _big5(character), _jis(character)
        if character in lexicon.traditional_variants:
            traditional = _VARIANT
        if character in lexicon.cantonese:
            simplified += _CANTONESE
        if character in lexicon.simplified_strong:
            traditional = min(traditional, _SIMPLIFIED_STRONG)
        elif character in lexicon.simplified_weak:
            traditional = min(traditional, _SIMPLIFIED_WEAK)
        if character in lexicon.chinese_function:
            # words of speech rank low in the standards, however often they are written
            simplified, traditional = (0.0 if cost == _RARE else cost for cost in (simplified, traditional))
            japanese += _FUNCTION
        elif character in lexicon.chinese_particles:
            japanese += _PARTICLE
        return (simplified, traditional, japanese)


def _gb2312(character: str) -> float:
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return _ABSENT
    return 0.0 if code[0] <= _GB2312_FREQUENT else _RARE


def _big5(character: str) -> float:
    try:
        code = character.encode("big5")
    except UnicodeEncodeError:
        return _ABSENT
    return 0.0 if int.from_bytes(code, "big") <= _BIG5_FREQUENT else _RARE


def _jis(character: str) -> float:
    try:
        code = character.encode("euc_jp")
    except UnicodeEncodeError:
        return _ABSENT
    if len(code) > _JIS_BYTES:
        return _ABSENT
    return 0.0 if code[0] <= _JIS_FREQUENT else _RARE
