"""A conversation as staff see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_timedelta

from bot.core.errors import AssistantError
from bot.core.languages import language
from bot.core.messages import InboundKind
from bot.core.replies import Notification, parse_reply
from bot.core.views import View
from conversation.rendering import Renderer
from handoff.transcript import AssistantLine, Line, VisitorLine
from storage.states import Author, OutboxState

#: What staff read where a visitor did something else than type.
_LABELS = {
    InboundKind.ENTER: "console-entered",
    InboundKind.CHOICE: "console-choice",
    InboundKind.LOCATION: "console-location",
    InboundKind.UNSUPPORTED: "console-unsupported",
}
_LOCALES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """One message in the transcript."""

    #: Unique within the page; new lines are recognised by it.
    key: str
    #: `visitor`, `assistant`, `staff` or `system`: the label is `console-<author>`.
    author: str
    #: Display name of the member of staff, or empty.
    name: str
    at: datetime
    #: Tag of the language, or empty when it is not known.
    language: str
    #: The visitor's words, or the caption that was pressed; empty when there is a view.
    text: str = ""
    #: Label that stands for or around the text, which takes it as `title`; empty for typed words.
    label: str = ""
    view: View | None = None
    #: How far a message to the visitor has come: the label is `console-delivery-<state>`; empty for the visitor's own.
    delivery: str = ""


def show_lines(lines: Iterable[Line], renderer: Renderer) -> list[ShownLine]:
    """Return the lines of a transcript with their words."""
    return [_visitor(line) if isinstance(line, VisitorLine) else _assistant(line, renderer) for line in lines]


def waited(time: timedelta, tag: str) -> str:
    """Return a waiting time in words, such as `3 minutes`."""
    locale = _LOCALES.get(tag, language(tag).content)
    return str(format_timedelta(max(time, timedelta(0)), granularity="minute", locale=locale))


def _visitor(line: VisitorLine) -> ShownLine:
    return ShownLine(
        key=f"in-{line.id}",
        author="visitor",
        name="",
        at=line.at,
        language=line.language or "",
        text=line.text,
        label=_LABELS.get(line.kind, ""),
    )


def _assistant(line: AssistantLine, renderer: Renderer) -> ShownLine:
    try:
        view = renderer.render(parse_reply(line.payload), line.language, line.id)
    except AssistantError:
        view = renderer.render(Notification(label="sorry"), line.language, line.id)
    return ShownLine(
        key=f"out-{line.id}",
        author="assistant" if line.author is Author.BOT else line.author.value,
        name=line.staff_name,
        at=line.at,
        language=line.language,
        view=view,
        delivery="" if line.state is OutboxState.SENT and line.author is not Author.STAFF else line.state.value,
    )
