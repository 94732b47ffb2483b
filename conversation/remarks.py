"""What is said of a visitor's language beside the answer."""

from typing import Protocol

from bot.core.replies import Choice, Text
from bot.texts import Texts
from conversation.commands import PERSON, change_language


class ForeignLanguages(Protocol):
    """Names languages that the assistant does not speak."""

    def identify(self, text: str) -> str:
        """Return the code of a text's language."""
        ...

    def sentence(self, code: str) -> str:
        """Return what is said to who writes it, in it and in English."""
        ...


class LanguageRemarks:
    """A courteous line to who writes a foreign language, and the offer to change to another of ours."""

    def __init__(self, foreign: ForeignLanguages, texts: Texts) -> None:
        """Take the lines from here, and the words of the offer from these labels."""
        self._foreign = foreign
        self._texts = texts

    def identify(self, text: str) -> str:
        """Return the code of the language of a text that is in none of ours."""
        return self._foreign.identify(text)

    def foreign(self, code: str) -> Text:
        """Return the line in that language and in English, with the way to staff."""
        # the answer that follows is in English
        person = Choice(title=self._texts.format("en", "button-person"), payload=PERSON)
        return Text(text=self._foreign.sentence(code), choices=(person,), response="foreign_language")

    def offer(self, tag: str) -> Text:
        """Return the offer, in the language that is offered."""
        change = Choice(title=self._texts.format(tag, "language-name"), payload=change_language(tag))
        # without the name of a response its words are not converted for a conversation in Traditional Chinese
        return Text(text=self._texts.format(tag, "language-offer"), choices=(change,))
