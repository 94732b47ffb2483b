"""Which language a message is answered in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.core.languages import FALLBACK, TAGS
from bot.core.replies import Text
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
    #: Code of a language that is not spoken here, when the visitor is to be told so now.
    foreign: str | None = None
    #: Tag that the visitor has written in twice against an earlier choice, when it is to be offered now.
    offered: str | None = None


class Remarks(Protocol):
    """What is said of a visitor's language beside the answer."""

    def identify(self, text: str) -> str:
        """Return the code of the language of a text that is in none of ours."""
        ...

    def foreign(self, code: str) -> Text:
        """Return what is said to who writes a language that is not spoken here."""
        ...

    def offer(self, tag: str) -> Text:
        """Return the offer to go on in another of our languages."""
        ...


class Languages:
    """Decides the language of turns."""

    def __init__(
        self, detector: Detector, resolve: Resolve, defaults: Mapping[str, str], remarks: Remarks | None = None
    ) -> None:
        """Take the parts together.

        Args:
            detector: Tells what a text is written in.
            resolve: Weighs detection, preference, prior and hint.
            defaults: The default language of each site.
            remarks: What is said of a language beside the answer; None says nothing.
        """
        self._remarks = remarks
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
        label = detection.label if detection.decisive else None
        if label not in TAGS:
            return Decision(answer=answer, written=None, foreign=self._new_foreign(conversation, label, typed))
        # the second message in a row in another language than the one that was once chosen
        again = label == conversation.language_last and label not in {answer, conversation.language_offered}
        return Decision(answer=answer, written=label, offered=label if again else None)

    def before(self, decision: Decision) -> tuple[Text, ...]:
        """Return what is said before the answer."""
        return (self._remarks.foreign(decision.foreign),) if self._remarks and decision.foreign else ()

    def after(self, decision: Decision) -> tuple[Text, ...]:
        """Return what is said after the answer."""
        return (self._remarks.offer(decision.offered),) if self._remarks and decision.offered else ()

    def _new_foreign(self, conversation: Conversation, label: str | None, typed: str) -> str | None:
        """Return the code of a foreign language that the visitor was not told of yet."""
        if self._remarks is None or label is None:
            return None
        code = self._remarks.identify(typed)
        return code if code != conversation.language_foreign else None
