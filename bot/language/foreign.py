"""Which language it is that the assistant does not speak, and what is said in it."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from ruamel.yaml import YAML

from bot.language.ngrams import LOOKED_AT
from bot.settings import ROOT

COURTESY = ROOT / "data" / "language" / "courtesy.yml"
#: The sentence for a language that has none.
FALLBACK = "en"
#: First word of the Unicode names of letters that one language alone is written in here; langdetect has no profile.
_BY_SCRIPT = {"KHMER": "km", "LAO": "lo", "MYANMAR": "my", "MONGOLIAN": "mn"}


class ForeignLanguages:
    """Names the language of a text that is in none of ours."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        """Know these languages, by ISO 639-1 code; `load_foreign_languages` reads them."""
        self._sentences = sentences
        folder = Path(PROFILES_DIRECTORY)
        self._factory = DetectorFactory()
        self._factory.set_seed(0)
        profiles = [folder / code for code in sentences if code != FALLBACK and (folder / code).exists()]
        self._factory.load_json_profile([file.read_text(encoding="utf-8") for file in profiles])

    def identify(self, text: str) -> str:
        """Return the code of a text's language, or `en` for one that is not known."""
        letters = [one for one in text[:LOOKED_AT] if one.isalpha()]
        for letter in letters:
            script = unicodedata.name(letter, "").partition(" ")[0]
            if script in _BY_SCRIPT:
                return _BY_SCRIPT[script]
        detector = self._factory.create()
        detector.append(text[:LOOKED_AT])
        try:
            return str(detector.detect())
        except LangDetectException:
            return FALLBACK

    def sentence(self, code: str) -> str:
        """Return the sentence for a language, and English after it; English alone where there is none."""
        english, own = self._sentences[FALLBACK], self._sentences.get(code)
        return english if own in {None, english} else f"{own}\n\n{english}"


@cache
def load_foreign_languages() -> ForeignLanguages:
    """Return the languages with sentences, read once in a process."""
    return ForeignLanguages(YAML(typ="safe", pure=True).load(COURTESY))
