"""How likely a text in Latin letters is English, by its sequences of letters."""

from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

ENGLISH = "en"
#: English and what visitors are likeliest to write instead; with all 55, English loses to neighbours of its own.
PROFILES = (ENGLISH, "de", "es", "fr", "id", "it", "nl", "pl", "pt", "sv", "tl", "tr", "vi")
#: Letters that are looked at.
LOOKED_AT = 300


class Ngrams:
    """The library langdetect, held to what it can do.

    It draws n-grams at random, so each detector gets the same seed: the same text, the same answer. Its own
    factory is a global that is filled on first use without a lock; this one is filled once and then only read.
    """

    def __init__(self) -> None:
        """Load the profiles."""
        folder = Path(PROFILES_DIRECTORY)
        self._factory = DetectorFactory()
        self._factory.set_seed(0)
        self._factory.load_json_profile([(folder / name).read_text(encoding="utf-8") for name in PROFILES])

    def english(self, text: str) -> float | None:
        """Return the probability that a text is English, or None when it holds nothing to go by."""
        detector = self._factory.create()
        detector.append(text[:LOOKED_AT])
        try:
            found = detector.get_probabilities()
        except LangDetectException:
            return None
        return next((float(one.prob) for one in found if one.lang == ENGLISH), 0.0)
