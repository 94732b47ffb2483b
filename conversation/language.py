"""Which language a message is answered in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.core.languages import FALLBACK, TAGS
from storage.conversations import Conversation


class Detection(Protocol):
    """What a text looks like."""

    @property
    def label(self) -> str | None:
        """Return the tag that the text is most likely in."""
        ...

    @property
    def decisive(self) -> bool:
        """Return whether the text alone may change the language of a conversation."""
        ...


class Detector(Protocol):
    """Tells languages apart; the same one that Rasa's graph uses."""

    def detect(self, text: str) -> Detection:
        """Return what a text looks like."""
        ...


class Resolve(Protocol):
    """Weighs what is known of a visitor's language."""

    def __call__(
        self, detection: Detection, *, preferred: str | None, prior: str | None, hint: str | None, default: str
    ) -> str:
        """Return the tag to answer in."""
        ...


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The language of one turn."""

    #: Tag that it is answered in.
    answer: str
    #: Tag that the visitor evidently wrote in; None when the message does not tell.
    written: str | None


class Languages:
    """Decides the language of turns."""

    def __init__(self, detector: Detector, resolve: Resolve, defaults: Mapping[str, str]) -> None:
        """Take the parts together.

        Args:
            detector: Tells what a text is written in.
            resolve: Weighs detection, preference, prior and hint.
            defaults: The default language of each site.
        """
        self._detector = detector
        self._resolve: Callable[..., str] = resolve
        self._defaults = defaults

    def default(self, site: str) -> str:
        """Return the language of a site's visitors of whom nothing is known."""
        return self._defaults.get(site, FALLBACK)

    def current(self, conversation: Conversation) -> str:
        """Return the language of a conversation without a new message."""
        return conversation.language(self.default(conversation.sender.site))

    def decide(self, conversation: Conversation, typed: str | None) -> Decision:
        """Return the language of a turn; only typed words are evidence, None when the visitor typed none."""
        if not typed:
            return Decision(answer=self.current(conversation), written=None)
        detection = self._detector.detect(typed)
        answer = self._resolve(
            detection,
            preferred=conversation.language_preferred,
            prior=conversation.language_last,
            hint=conversation.language_hint,
            default=self.default(conversation.sender.site),
        )
        evident = detection.decisive and detection.label in TAGS
        return Decision(answer=answer, written=detection.label if evident else None)
