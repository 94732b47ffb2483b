"""The few words that state columns hold."""

from enum import Enum


class InboxState(str, Enum):
    """How far a visitor's message has come."""

    #: Stored and acknowledged; waits for its turn.
    ACCEPTED = "accepted"
    #: A router is at it.
    PROCESSING = "processing"
    #: Answered, or handed to the desk.
    DONE = "done"


class OutboxState(str, Enum):
    """How far a message to the visitor has come."""

    #: Waits to be delivered.
    PENDING = "pending"
    #: The platform took it; on the web, it can be read.
    SENT = "sent"
    #: The platform refused it for good.
    FAILED = "failed"
    #: The platform's reply window had closed.
    WINDOW_CLOSED = "window_closed"


class Author(str, Enum):
    """Whose words a message to the visitor is."""

    BOT = "bot"
    STAFF = "staff"
    #: The system's own notifications.
    SYSTEM = "system"


class TicketState(str, Enum):
    """Where a ticket stands; the first two are live."""

    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"
