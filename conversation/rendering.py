"""From a stored reply to words: what every channel shows is made here.

The same reply, language and number always give the same view, so that a page may be drawn again at any time.
"""

from functools import singledispatchmethod

from bot.core.languages import language
from bot.core.replies import (
    Answer,
    Choices,
    Emergency,
    Handoff,
    Hotline,
    LanguageChoice,
    Notification,
    Reply,
    Section,
    Source,
    Text,
)
from bot.core.views import Block, Button, Link, View
from bot.texts import Texts, format_day
from bot.traditional import to_traditional
from conversation.options import option_id, options_of

#: Sections whose lines are numbered.
_ORDERED = frozenset({"steps"})
#: Sections that belong into the small print.
_SMALL_PRINT = frozenset({"legal_basis"})


class Renderer:
    """Makes views of replies in the five languages."""

    def __init__(self, texts: Texts) -> None:
        """Take headings and sentences from these labels."""
        self._texts = texts

    def render(self, reply: Reply, tag: str, outbox_id: int) -> View:
        """Return what a visitor reads.

        Args:
            reply: What is said.
            tag: The language of the row, which the reply's own words are in.
            outbox_id: The number of the row; the ids of its buttons begin with it.

        Raises:
            UnknownLanguageError: The tag is not in the registry.
            MissingTextError: The reply names a label that there is none of.
        """
        language(tag)
        view = self._view(reply, tag)
        return View(
            language=view.language,
            title=view.title,
            paragraphs=view.paragraphs,
            blocks=view.blocks,
            links=view.links,
            footer=view.footer,
            urgent=view.urgent,
            buttons=self._buttons(reply, tag, outbox_id),
        )

    @singledispatchmethod
    def _view(self, reply: object, tag: str) -> View:
        raise TypeError(f"{type(reply).__name__} in {tag} cannot be shown")

    @_view.register
    def _(self, reply: Text, tag: str) -> View:
        # Staff's words have no response's name and are shown as they were written.
        text = _converted(reply.text, tag) if reply.response else reply.text
        return View(language=tag, paragraphs=_paragraphs(text))

    @_view.register
    def _(self, reply: Answer, tag: str) -> View:
        blocks = [self._block(one, tag) for one in reply.sections if one.key not in _SMALL_PRINT and one.items]
        if reply.unknown:
            blocks.append(self._unknown(reply.unknown, tag))
        return View(
            language=tag,
            title=reply.title,
            paragraphs=_paragraphs(reply.summary),
            blocks=tuple(blocks),
            links=_links(reply.sources),
            footer=(*self._notices(reply, tag), *self._legal_basis(reply, tag), *self._origin(reply, tag)),
        )

    @_view.register
    def _(self, _reply: Choices, tag: str) -> View:
        return View(language=tag, paragraphs=(self._texts.format(tag, "choices-lead"),))

    @_view.register
    def _(self, reply: Emergency, tag: str) -> View:
        return View(
            language=tag,
            title=self._texts.format(tag, "emergency-title"),
            paragraphs=_paragraphs(reply.lead),
            blocks=tuple(self._hotline(one, tag) for one in reply.hotlines),
            links=(
                *(Link(title=self._call(one, tag), url=f"tel:{one.number}") for one in reply.hotlines),
                *_links(reply.sources),
            ),
            footer=(*self._unlinked(reply.sources, tag), self._verified(reply.verified_on, tag)),
            urgent=True,
        )

    @_view.register
    def _(self, reply: Notification, tag: str) -> View:
        return View(language=tag, paragraphs=(self._texts.format(tag, f"notification-{reply.label}"),))

    @_view.register
    def _(self, _reply: Handoff, tag: str) -> View:
        return View(language=tag, paragraphs=(self._texts.format(tag, "notification-ticket-opened"),))

    @_view.register
    def _(self, _reply: LanguageChoice, tag: str) -> View:
        return View(language=tag)

    def _buttons(self, reply: Reply, tag: str, outbox_id: int) -> tuple[Button, ...]:
        shown = _converted if isinstance(reply, Text) else _unchanged
        return tuple(
            Button(
                id=option_id(outbox_id, number),
                title=self._texts.format(tag, one.label) if one.label else shown(one.title, tag),
            )
            for number, one in enumerate(options_of(reply), start=1)
        )

    def _block(self, section: Section, tag: str) -> Block:
        heading = self._texts.format(tag, f"section-{section.key}")
        return Block(heading=heading, items=section.items, ordered=section.key in _ORDERED)

    def _unknown(self, keys: tuple[str, ...], tag: str) -> Block:
        facts = tuple(self._texts.format(tag, f"section-{key}") for key in keys)
        return Block(
            heading=self._texts.format(tag, "unknown-heading"),
            items=(*facts, self._texts.format(tag, "unknown-ask")),
        )

    def _notices(self, reply: Answer, tag: str) -> tuple[str, ...]:
        return tuple(self._texts.format(tag, f"notice-{one.value}") for one in reply.notices)

    def _legal_basis(self, reply: Answer, tag: str) -> tuple[str, ...]:
        items = (item for one in reply.sections if one.key in _SMALL_PRINT for item in one.items)
        return tuple(self._texts.format(tag, "legal-basis", text=item) for item in items)

    def _origin(self, reply: Answer, tag: str) -> tuple[str, ...]:
        lines = [*self._unlinked(reply.sources, tag)]
        if reply.valid_until:
            lines.append(self._texts.format(tag, "valid-until", date=format_day(tag, reply.valid_until)))
        lines.append(self._texts.format(tag, "as-of", date=format_day(tag, reply.as_of)))
        lines.append(self._verified(reply.verified_on, tag))
        return tuple(lines)

    def _unlinked(self, sources: tuple[Source, ...], tag: str) -> tuple[str, ...]:
        return tuple(self._source(one, tag) for one in sources if one.url is None)

    def _source(self, source: Source, tag: str) -> str:
        if source.date is None:
            return self._texts.format(tag, "source", title=source.title)
        return self._texts.format(tag, "source-dated", title=source.title, date=format_day(tag, source.date))

    def _verified(self, day: str, tag: str) -> str:
        return self._texts.format(tag, "verified-on", date=format_day(tag, day))

    def _hotline(self, hotline: Hotline, tag: str) -> Block:
        lines = []
        if hotline.say:
            lines.append(self._texts.format(tag, "emergency-say", say=hotline.say))
        if hotline.meaning:
            lines.append(self._texts.format(tag, "emergency-meaning", meaning=hotline.meaning))
        return Block(heading=self._call(hotline, tag), items=tuple(lines))

    def _call(self, hotline: Hotline, tag: str) -> str:
        return self._texts.format(tag, "emergency-call", label=hotline.label, number=hotline.number)


def _links(sources: tuple[Source, ...]) -> tuple[Link, ...]:
    return tuple(Link(title=one.title, url=one.url) for one in sources if one.url is not None)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def _converted(text: str, tag: str) -> str:
    return to_traditional(text) if language(tag).derived else text


def _unchanged(text: str, tag: str) -> str:  # noqa: ARG001 - same shape as `_converted`
    return text
