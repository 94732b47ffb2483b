"""What can go wrong at the desk."""

from bot.core.errors import AssistantError


class HandoffError(AssistantError):
    """The desk refused something."""


class UnknownNoteError(HandoffError):
    """There is no such note."""


class UnknownTicketError(HandoffError):
    """There is no such ticket."""


class IllegalMoveError(HandoffError):
    """The ticket is not in a state that allows this."""


class AlreadyClaimedError(HandoffError):
    """Somebody else has claimed the ticket."""

    def __init__(self, message: str = "", *, holder: str = "") -> None:
        """Note the display name of whoever was first."""
        super().__init__(*([message] if message else []))
        self.holder = holder


class NotYourTicketError(HandoffError):
    """The claim is not, or no longer, held by this member of staff."""


class TicketClosedError(HandoffError):
    """The ticket is closed."""


class StaffError(HandoffError):
    """A staff account cannot be used so."""


class UsernameTakenError(StaffError):
    """Another account has this user name."""


class UnknownStaffError(StaffError):
    """There is no such account."""


class WrongPasswordError(StaffError):
    """User name and password do not fit."""


class WeakPasswordError(StaffError):
    """The password is too short."""


class SessionExpiredError(StaffError):
    """Nobody is signed in with this token, or no longer."""
