"""The language that is answered in: what the text tells, weighed against what is known of the visitor."""

from bot.core.languages import FALLBACK, TAGS
from bot.language.detection import OTHER, Detection, Evidence, Told, complete


def resolve(detection: Told, *, preferred: str | None, prior: str | None, hint: str | None, default: str) -> str:
    """Return the tag to answer in.

    A choice of the visitor's stands above all. A sentence changes the language of a conversation, a word does not;
    where nobody has written a sentence yet, a word counts more than what the browser says, unless it is a word
    that every language borrows.

    Args:
        detection: Of the text to be answered.
        preferred: What the visitor has chosen.
        prior: What the conversation has been in so far.
        hint: What the platform or browser says.
        default: Of the site.
    """
    text = complete(detection)
    preferred, prior, hint = (tag if tag in TAGS else None for tag in (preferred, prior, hint))
    if preferred:
        return preferred
    if text.label == OTHER:
        return _foreign(text, prior, hint)
    choice = _choice(text, prior, hint)
    if choice and (text.evidence is Evidence.DECISIVE or choice == prior):
        return choice
    if prior:
        return prior
    if choice and text.evidence is Evidence.CLEAR:
        return choice
    return hint or choice or default


def _choice(detection: Detection, prior: str | None, hint: str | None) -> str | None:
    """Return the candidate that what is known speaks for, else the likeliest."""
    candidates = [tag for tag in detection.candidates if tag in TAGS]
    for known in (prior, hint):
        if known in candidates:
            return known
    return candidates[0] if candidates else None


def _foreign(detection: Detection, prior: str | None, hint: str | None) -> str:
    """Return what a visitor may read who writes a language that the assistant does not speak."""
    if prior:
        return prior
    return FALLBACK if detection.evidence is Evidence.DECISIVE else hint or FALLBACK
