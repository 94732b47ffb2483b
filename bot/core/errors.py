"""The root of every error that Ronghe raises on purpose."""


class AssistantError(Exception):
    """Something went wrong that the assistant foresaw.

    Each package derives its own tree from this class. The docstring of a subclass is its message when none
    is given.
    """

    def __str__(self) -> str:
        """Return the message given, or else the first line of the class's docstring."""
        if self.args:
            return super().__str__()
        return (type(self).__doc__ or type(self).__name__).strip().splitlines()[0]


class UnknownLanguageError(AssistantError):
    """The language tag is none of those the assistant speaks."""


class MalformedSenderError(AssistantError):
    """A sender id must read <site>:<channel>:<platform id>."""


class MalformedReplyError(AssistantError):
    """A reply payload lacks a field or has one of the wrong type."""
