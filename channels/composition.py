"""A view as running text, for channels without cards: pieces, packed into messages that the platform takes."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.views import Block, Link, View
from channels.limits import Unit

BULLET = "• "
#: After the end of a sentence in any of the five languages.
SENTENCE_END = re.compile(r"(?<=[。！？；.!?;])\s*|\n")
GAP = "\n\n"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A paragraph that is best kept in one message."""

    plain: str
    #: The same with the little markup that Telegram knows; everything else escaped.
    html: str


def pieces(view: View) -> list[Piece]:
    """Return what a view says, in reading order, without its buttons."""
    result = [Piece(plain=view.title, html=f"<b>{html.escape(view.title)}</b>")] if view.title else []
    result += [plain_piece(paragraph) for paragraph in view.paragraphs]
    result += [_block(block) for block in view.blocks]
    result += [_links(view.links)] if view.links else []
    if view.footer:
        text = "\n".join(view.footer)
        result.append(Piece(plain=text, html=f"<i>{html.escape(text)}</i>"))
    return result


def plain_piece(text: str) -> Piece:
    """Return words without markup as a piece."""
    return Piece(plain=text, html=html.escape(text))


def pack(parts: Sequence[Piece], *, length: int, unit: Unit) -> list[list[Piece]]:
    """Distribute pieces over messages, in order, none longer than `length` in `unit`.

    A piece that is too long by itself is cut at the ends of sentences, and within one only where a sentence
    alone is too long.
    """
    messages: list[list[Piece]] = []
    used = 0
    for piece in (small for part in parts for small in _cut(part, length, unit)):
        size = measure(piece.plain, unit)
        if messages and used + len(GAP) + size <= length:
            messages[-1].append(piece)
            used += len(GAP) + size
        else:
            messages.append([piece])
            used = size
    return messages


def measure(text: str, unit: Unit) -> int:
    """Return the length of a text as the platform counts it: UTF-8 bytes, or UTF-16 units as Telegram does."""
    return len(text.encode("utf-8")) if unit is Unit.BYTES else len(text.encode("utf-16-le")) // 2


def as_plain(message: Sequence[Piece]) -> str:
    """Return a message without markup."""
    return GAP.join(piece.plain for piece in message)


def as_html(message: Sequence[Piece]) -> str:
    """Return a message with Telegram's HTML."""
    return GAP.join(piece.html for piece in message)


def _block(block: Block) -> Piece:
    lines = [
        (f"{number}. " if block.ordered else BULLET if len(block.items) > 1 else "") + item
        for number, item in enumerate(block.items, start=1)
    ]
    body = "\n".join(lines)
    return Piece(plain=f"{block.heading}\n{body}", html=f"<b>{html.escape(block.heading)}</b>\n{html.escape(body)}")


def _links(links: Sequence[Link]) -> Piece:
    plain, markup = [], []
    for link in links:
        if link.url.startswith("tel:"):
            # neither platform opens tel: addresses; both make a number in the text tappable
            number = link.url.removeprefix("tel:")
            line = link.title if number in link.title else f"{link.title} {number}"
            plain.append(line)
            markup.append(html.escape(line))
        else:
            plain.append(f"{link.title}\n{link.url}")
            markup.append(f'<a href="{html.escape(link.url)}">{html.escape(link.title)}</a>')
    return Piece(plain="\n".join(plain), html="\n".join(markup))


def _cut(piece: Piece, length: int, unit: Unit) -> list[Piece]:
    if measure(piece.plain, unit) <= length:
        return [piece]
    chunks: list[str] = []
    for sentence in SENTENCE_END.split(piece.plain):
        for part in _force(sentence, length, unit):
            if chunks and measure(f"{chunks[-1]} {part}", unit) <= length:
                chunks[-1] = f"{chunks[-1]} {part}"
            else:
                chunks.append(part)
    return [plain_piece(chunk) for chunk in chunks]


def _force(text: str, length: int, unit: Unit) -> list[str]:
    parts: list[str] = []
    current = ""
    for character in text:
        if current and measure(current + character, unit) > length:
            parts.append(current)
            current = ""
        current += character
    return [*parts, current] if current else parts
