"""The language of an answer, as the entities that fill Rasa's slots."""

from bot.core.languages import FALLBACK, TAGS, language

#: Slot of the language that texts are written in, by which responses are chosen: `zh` for both scripts.
LANGUAGE = "language"
#: Slot of the tag that is answered in, which the knowledge base wants.
LANGUAGE_TAG = "language_tag"


def language_entities(tag: str | None, *, extractor: str) -> list[dict[str, str]]:
    """Return the entities that set both slots; an unknown or missing tag counts as the fallback."""
    known = language(tag if tag in TAGS else FALLBACK)
    return [
        {"entity": LANGUAGE, "value": known.content, "extractor": extractor},
        {"entity": LANGUAGE_TAG, "value": known.tag, "extractor": extractor},
    ]
