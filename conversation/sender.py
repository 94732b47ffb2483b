"""What a channel must offer so that messages reach its visitors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.errors import AssistantError
from bot.core.messages import Sender as Visitor
from bot.core.views import View
from storage.states import Author


class SendError(AssistantError):
    """The platform did not take a message."""


class RetryLaterError(SendError):
    """The platform is busy or out of reach; the message may be sent again later."""

    def __init__(self, message: str = "", *, after: float | None = None, parts_sent: int = 0) -> None:
        """Note what the platform said.

        Args:
            message: What happened, for the log and the console; never the visitor's words.
            after: Seconds that the platform asks to wait; None leaves it to the deliverer's back-off.
            parts_sent: Parts of this message that have reached the visitor and must not be sent again.
        """
        super().__init__(*([message] if message else []))
        self.after = after
        self.parts_sent = parts_sent


class WindowClosedError(SendError):
    """The platform lets nobody write to this visitor before the visitor writes again."""


class DeliveryFailedError(SendError):
    """The platform refused the message for good: the visitor blocked the bot, or the chat is gone."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message on its way to a visitor."""

    outbox_id: int
    visitor: Visitor
    view: View
    #: Whose words they are.
    author: Author
    #: Name of the member of staff who wrote them; empty for the bot and the system.
    staff_name: str
    created_at: datetime
    #: When the visitor last wrote: reply windows count from it.
    visitor_at: datetime | None
    #: The platform's id of the message that this answers; None when it answers none.
    answers: str | None
    #: Parts that an earlier attempt has already sent.
    parts_sent: int = 0


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The platform has taken a message."""

    #: The platform's ids of what was sent, in order; empty when it gives none.
    message_ids: tuple[str, ...] = ()


class Sender(Protocol):
    """The way out of one channel."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Hand a message to the platform; return once the platform has taken it.

        Raises:
            RetryLaterError: Worth another attempt.
            WindowClosedError: Not before the visitor writes again.
            DeliveryFailedError: Never.
        """
        ...
