"""A reply in words, ready to be shown: what rendering hands to each channel."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Block:
    """A heading with its lines."""

    heading: str
    items: tuple[str, ...]
    #: Whether the order matters (steps), so that the lines are numbered.
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Link:
    """A web address, or a telephone number as `tel:`, with its caption."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Button:
    """Something to press; the id comes back as `InboundMessage.choice`."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class View:
    """One message as a visitor reads it, all in one language."""

    #: BCP 47 tag, for the HTML `lang` attribute, fonts and speech.
    language: str
    #: Empty, or the title of a card.
    title: str = ""
    #: Paragraphs before the blocks.
    paragraphs: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    #: Small print: legal basis, day of verification, notices.
    footer: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    #: Whether it must stand out (emergency).
    urgent: bool = False
