"""Who may do what in the console: the only way from a request to a member of staff or a ticket."""

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handoff.desk import Desk
from handoff.errors import SessionExpiredError, UnknownTicketError
from handoff.staffing import SESSION_LENGTH, Staffing, StaffMember
from handoff.tickets import Ticket

COOKIE = "ronghe_staff"
_PATH = "/console"


class SignInNeededError(HTTPException):
    """Nobody is signed in; the page to do so is shown instead."""

    def __init__(self) -> None:
        """Answer 401 where no page can be shown."""
        super().__init__(401, "sign_in_needed")


class Access:
    """Finds the member of staff of a request and the tickets that this person may see."""

    def __init__(self, staffing: Staffing, desk: Desk, *, secure: bool) -> None:
        """Check against these accounts and tickets; `secure` binds the cookie to HTTPS."""
        self._staffing = staffing
        self._desk = desk
        self._secure = secure

    async def member(self, request: Request) -> StaffMember:
        """Return who is signed in.

        Raises:
            SignInNeededError: Nobody is.
        """
        try:
            return await self._staffing.signed_in(request.cookies.get(COOKIE, ""))
        except SessionExpiredError as error:
            raise SignInNeededError from error

    async def ticket(self, request: Request, member: StaffMember) -> Ticket:
        """Return the ticket that the address names, if it is of this person's site.

        Raises:
            HTTPException: 404 when there is none, or it is another site's.
        """
        try:
            ticket = await self._desk.ticket(int(request.path_params["ticket"]))
        except UnknownTicketError as error:
            raise HTTPException(404, "ticket_unknown") from error
        if ticket.site != member.site:
            raise HTTPException(404, "ticket_unknown")
        return ticket

    def remember(self, response: Response, token: str) -> None:
        """Give the browser the token of a session."""
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(SESSION_LENGTH.total_seconds()),
            path=_PATH,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def forget(self, response: Response) -> None:
        """Take the token away from the browser."""
        response.delete_cookie(COOKIE, path=_PATH, secure=self._secure, httponly=True, samesite="strict")


def require_same_origin(request: Request) -> None:
    """Refuse a change that a page of somebody else has asked for.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; pages cannot set either.

    Raises:
        HTTPException: 403 when it comes from elsewhere, or does not say.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        allowed = site == "same-origin"
    else:
        allowed = urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "")
    if not allowed:
        raise HTTPException(403, "foreign_origin")
