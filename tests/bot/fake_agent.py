"""An agent of Rasa's that does what a test tells it, without a model."""

import asyncio
import logging
from typing import Any

from rasa.core.channels.channel import UserMessage

INTENT = {"name": "ask_service", "confidence": 0.9}


class FakeAgent:
    """Understands everything as a question and answers it with a text; its own message processor as well."""

    def __init__(self) -> None:
        self.ready = True
        #: Texts that NLU was asked about.
        self.parsed: list[str | None] = []
        #: Messages that reached the dialogue.
        self.handled: list[UserMessage] = []
        #: Raised by the next turns, one each.
        self.errors: list[Exception] = []
        #: Logged by the next turns as Rasa's processor logs what an action raised, one each.
        self.swallowed: list[Exception] = []
        self.silent = False
        #: Set to let turns through.
        self.gate = asyncio.Event()
        self.gate.set()
        self.entered = asyncio.Event()

    @property
    def processor(self) -> "FakeAgent":
        return self

    def is_ready(self) -> bool:
        return self.ready

    async def parse_message(self, message: UserMessage) -> dict[str, Any]:
        self.parsed.append(message.text)
        return {"text": message.text, "intent": INTENT, "entities": []}

    async def handle_message(self, message: UserMessage) -> None:
        self.handled.append(message)
        self.entered.set()
        await self.gate.wait()
        if self.errors:
            raise self.errors.pop(0)
        if self.swallowed:
            logging.getLogger("rasa.core.processor").error("an action raised", exc_info=self.swallowed.pop(0))
        if not self.silent:
            await message.output_channel.send_text_message(
                message.sender_id, f"turn {len(self.handled)}", utter_action="utter_thanks"
            )
