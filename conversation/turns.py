"""One turn: from a message to what comes of it, without the database."""

from bot.core.errors import AssistantError
from bot.core.messages import InboundKind
from bot.core.replies import Handoff, HandoffReason, LanguageChoice, Note, Notification, Reply
from conversation.errors import TurnFailedError
from conversation.language import Decision, Languages
from conversation.outcome import Outcome
from conversation.rasa import Turn, Understanding, Understood
from conversation.rendering import Renderer
from conversation.work import Work


class Turns:
    """Has messages understood and sorts the replies."""

    def __init__(self, understanding: Understanding, languages: Languages, renderer: Renderer) -> None:
        """Ask this understanding, in the language that these languages decide.

        Args:
            understanding: Rasa.
            languages: Decides the language of each turn.
            renderer: Proves that a reply can be shown before it is stored.
        """
        self._understanding = understanding
        self._languages = languages
        self._renderer = renderer

    async def take(self, work: Work) -> Outcome:
        """Return what a message comes to.

        Raises:
            UnreachableError: Rasa is away; the message may be sent again at any time.
            TurnFailedError: Rasa failed on the message, was silent, or said what cannot be shown.
        """
        decision = self._decide(work)
        if work.kind is InboundKind.UNSUPPORTED:
            return Outcome(language=decision.answer, replies=(Notification(label="unsupported"),))
        understood = await self._understanding.take_turn(
            Turn(
                sender=work.conversation.sender,
                message_id=str(work.inbox_id),
                text=work.text,
                command=work.command,
                preferred=work.conversation.language_preferred,
                prior=work.conversation.language_last,
                answer=decision.answer,
            )
        )
        return self._sort(understood, decision)

    def give_up(self, work: Work) -> Outcome:
        """Return what is done about a message that Rasa fails on: say sorry and call staff.

        Who only opened the conversation has asked nothing; there staff are offered, not called.
        """
        decision = self._decide(work)
        if work.kind is InboundKind.ENTER:
            return Outcome(language=decision.answer, replies=(Notification(label="sorry"),))
        return Outcome(
            language=decision.answer,
            written=decision.written,
            handoff=Handoff(reason=HandoffReason.TURN_FAILED, summary=work.text),
            label="turn-failed",
        )

    def language(self, work: Work) -> str:
        """Return the tag that a message is answered in."""
        return self._decide(work).answer

    def _decide(self, work: Work) -> Decision:
        typed = work.kind is InboundKind.TEXT and work.command is None
        return self._languages.decide(work.conversation, work.text if typed else None)

    def _sort(self, understood: Understood, decision: Decision) -> Outcome:
        if not understood.replies:
            raise TurnFailedError("no reply at all")
        chosen = next((one.language for one in understood.replies if isinstance(one, LanguageChoice)), None)
        language = chosen or decision.answer
        shown = tuple(one for one in understood.replies if not isinstance(one, (Handoff, LanguageChoice, Note)))
        self._prove(shown, language)
        return Outcome(
            language=language,
            written=decision.written,
            chosen=chosen,
            foreign=decision.foreign,
            offered=decision.offered,
            intent=understood.intent,
            # who has just chosen a language need not be offered one
            replies=(*self._languages.before(decision), *shown, *(() if chosen else self._languages.after(decision))),
            notes=tuple(one for one in understood.replies if isinstance(one, Note)),
            handoff=next((one for one in understood.replies if isinstance(one, Handoff)), None),
        )

    def _prove(self, replies: tuple[Reply, ...], language: str) -> None:
        try:
            for reply in replies:
                self._renderer.render(reply, language, 0)
        except (AssistantError, ValueError) as error:
            raise TurnFailedError(f"a reply cannot be shown: {error}") from error
