"""What can go wrong between a visitor and the assistant."""

from bot.core.errors import AssistantError


class ConversationError(AssistantError):
    """A conversation could not go on as meant."""


class UnderstandingError(ConversationError):
    """Rasa gave no usable answer to a message."""


class UnreachableError(UnderstandingError):
    """Rasa cannot be reached or is not ready; the message waits."""


class TurnFailedError(UnderstandingError):
    """Rasa took the message and failed on it."""


class SessionUnknownError(ConversationError):
    """No conversation on the web belongs to this token, or no longer."""


class UnknownConversationError(ConversationError):
    """There is no such conversation."""
