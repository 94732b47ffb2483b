"""How much a text may say by its length: East Asian languages need fewer letters than others."""

from bot.language.scripts import count


def longer_than(text: str, *, east_asian: int, others: int) -> bool:
    """Tell whether a text has more letters than so many, by the script that it is written in."""
    return len(text) > (east_asian if count(text).east_asian else others)
