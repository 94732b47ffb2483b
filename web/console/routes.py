"""The console's pages: sign in, the queue, one ticket, the notes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.core.clock import Clock, utc_now
from bot.core.languages import FALLBACK, match_hint
from bot.core.replies import HandoffReason
from bot.settings import Settings
from bot.texts import Texts
from channels.rates import Allowance, RateLimiter, TooOftenError
from conversation.rendering import Renderer
from handoff.desk import Desk
from handoff.errors import (
    AlreadyClaimedError,
    HandoffError,
    NotYourTicketError,
    TicketClosedError,
    UnknownNoteError,
    WrongPasswordError,
)
from handoff.notes import Notes
from handoff.staffing import Staffing, StaffMember
from handoff.tickets import Ticket
from storage.states import TicketState
from web.assets import Assets, page_language
from web.console.access import Access, SignInNeededError, require_same_origin
from web.console.lines import ShownLine, show_lines, waited
from web.security import page_policy

SIGN_INS_PER_ADDRESS = Allowance(name="console-address", times=20, seconds=300)
SIGN_INS_PER_NAME = Allowance(name="console-name", times=10, seconds=300)
LONGEST_REPLY = 4_000
#: How often pages look for news, and how often an open ticket says that its holder is there.
REFRESH_SECONDS = 3
HEARTBEAT_SECONDS = 20

_LANGUAGE_COOKIE = "ronghe_language"
_YEAR_SECONDS = 31_536_000
#: Labels of what can go wrong, by the word that the address carries.
_PROBLEMS = {
    "taken": "console-taken",
    "lost": "console-lost-claim",
    "closed": "console-closed",
    "error": "console-error",
}

View = Callable[[Request], Awaitable[Response]]


class Console:
    """Serves the staff's browsers."""

    def __init__(
        self,
        *,
        texts: Texts,
        desk: Desk,
        staffing: Staffing,
        notes: Notes,
        rates: RateLimiter,
        settings: Settings,
        assets: Assets,
        clock: Clock = utc_now,
    ) -> None:
        """Show this desk to these accounts."""
        self._texts = texts
        self._desk = desk
        self._staffing = staffing
        self._notes = notes
        self._rates = rates
        self._assets = assets
        self._clock = clock
        self._renderer = Renderer(texts)
        self._access = Access(staffing, desk, secure=settings.address.startswith("https:"))

    @property
    def routes(self) -> list[BaseRoute]:
        """Return the routes of the console."""
        ticket = "/console/tickets/{ticket:int}"
        return [
            Route("/console", self._signed_in(self.show_queue)),
            Route("/console/notes", self._signed_in(self.show_notes), methods=["GET"]),
            Route("/console/notes/{note:int}/done", self._signed_in(self.settle_note), methods=["POST"]),
            Route("/console/sign-in", self.show_sign_in, methods=["GET"]),
            Route("/console/sign-in", self.sign_in, methods=["POST"]),
            Route("/console/sign-out", self.sign_out, methods=["POST"]),
            Route(ticket, self._signed_in(self.show_ticket), methods=["GET"]),
            Route(f"{ticket}/claim", self._signed_in(self.claim), methods=["POST"]),
            Route(f"{ticket}/release", self._signed_in(self.release), methods=["POST"]),
            Route(f"{ticket}/close", self._signed_in(self.close), methods=["POST"]),
            Route(f"{ticket}/reply", self._signed_in(self.reply), methods=["POST"]),
            Route(f"{ticket}/heartbeat", self.heartbeat, methods=["POST"]),
        ]

    async def show_sign_in(self, request: Request) -> Response:
        """Ask for user name and password."""
        return self._page(request, "sign-in.html", {"problem": "", "username": ""})

    async def sign_in(self, request: Request) -> Response:
        """Start a session, or say that user name and password do not fit."""
        require_same_origin(request)
        form = await request.form()
        username = _field(form, "username")[:64]
        try:
            await self._rates.spend(SIGN_INS_PER_ADDRESS, request.client.host if request.client else "")
            await self._rates.spend(SIGN_INS_PER_NAME, username.strip().casefold())
            _, token = await self._staffing.sign_in(username, _field(form, "password")[:1024])
        except TooOftenError:
            return self._page(
                request, "sign-in.html", {"problem": "console-too-many-attempts", "username": username}, status=429
            )
        except WrongPasswordError:
            return self._page(
                request, "sign-in.html", {"problem": "console-wrong-password", "username": username}, status=401
            )
        response = RedirectResponse("/console", 303)
        self._access.remember(response, token)
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        require_same_origin(request)
        await self._staffing.sign_out(request.cookies.get("ronghe_staff", ""))
        response = RedirectResponse("/console/sign-in", 303)
        self._access.forget(response)
        return response

    async def show_queue(self, request: Request, member: StaffMember) -> Response:
        """Show who waits, what one has oneself, and what colleagues have."""
        now = self._clock()
        live = await self._desk.queue(member.site)
        values = {
            "member": member,
            "waiting": [
                self._entry(request, one, now) for one in sorted(live, key=_rank) if one.state is TicketState.OPEN
            ],
            "mine": [self._entry(request, one, now) for one in live if one.claimed_by == member.id],
            "others": [
                self._entry(request, one, now)
                for one in live
                if one.state is TicketState.CLAIMED and one.claimed_by != member.id
            ],
        }
        return self._page(request, "queue.html", values)

    async def show_notes(self, request: Request, member: StaffMember) -> Response:
        """Show what visitors left: suggestions, wishes to be called, answers that did not help."""
        now, tag = self._clock(), self._language(request)
        left = [
            {"left": one, "waited": waited(now - one.created_at, tag)} for one in await self._notes.open(member.site)
        ]
        return self._page(request, "notes.html", {"member": member, "notes": left})

    async def settle_note(self, request: Request, member: StaffMember) -> Response:
        """Take a note from the list: somebody has seen to it."""
        try:
            await self._notes.settle(request.path_params["note"], site=member.site, staff_id=member.id)
        except UnknownNoteError as error:
            raise HTTPException(404) from error
        return RedirectResponse("/console/notes", 303)

    async def show_ticket(self, request: Request, member: StaffMember) -> Response:
        """Show what was said and what can be done."""
        ticket = await self._access.ticket(request, member)
        lines: list[ShownLine] = show_lines(await self._desk.transcript(ticket.id), self._renderer)
        problem = _PROBLEMS.get(request.query_params.get("problem", ""), "")
        values = {
            "member": member,
            "ticket": self._entry(request, ticket, self._clock()),
            "mine": ticket.state is TicketState.CLAIMED and ticket.claimed_by == member.id,
            "lines": lines,
            "events": await self._desk.events(ticket.id),
            "problem": problem,
            "holder": ticket.holder or "",
            "longest": LONGEST_REPLY,
            "heartbeat": HEARTBEAT_SECONDS,
        }
        return self._page(request, "ticket.html", values)

    async def claim(self, request: Request, member: StaffMember) -> Response:
        """Take a ticket; who comes second is shown who has it."""
        ticket = await self._access.ticket(request, member)
        return await self._change(ticket, self._desk.claim(ticket.id, member.id))

    async def release(self, request: Request, member: StaffMember) -> Response:
        """Put a ticket back."""
        ticket = await self._access.ticket(request, member)
        return await self._change(ticket, self._desk.release(ticket.id, member.id), to="/console")

    async def close(self, request: Request, member: StaffMember) -> Response:
        """End a ticket."""
        ticket = await self._access.ticket(request, member)
        return await self._change(ticket, self._desk.close(ticket.id, member.id), to="/console")

    async def reply(self, request: Request, member: StaffMember) -> Response:
        """Write to the visitor."""
        ticket = await self._access.ticket(request, member)
        form = await request.form()
        text = _field(form, "text").replace("\r\n", "\n").strip()
        if not text:
            return RedirectResponse(f"/console/tickets/{ticket.id}", 303)
        if len(text) > LONGEST_REPLY:
            raise HTTPException(413, "text_too_long")
        key = _field(form, "request")[:64] or None
        return await self._change(ticket, self._desk.reply(ticket.id, member.id, text, request_id=key))

    async def heartbeat(self, request: Request) -> Response:
        """Say that whoever has the ticket still looks at it; 409 tells the page that it is no longer so."""
        require_same_origin(request)
        member = await self._access.member(request)
        ticket = await self._access.ticket(request, member)
        try:
            until = await self._desk.heartbeat(ticket.id, member.id)
        except NotYourTicketError as error:
            raise HTTPException(409, "claim_lost") from error
        return JSONResponse({"ok": True, "until": until.isoformat()})

    def _signed_in(self, view: Callable[[Request, StaffMember], Awaitable[Response]]) -> View:
        """Let a view be seen by staff only; everybody else is led to the sign-in page."""

        async def guarded(request: Request) -> Response:
            if request.method == "POST":
                require_same_origin(request)
            try:
                member = await self._access.member(request)
            except SignInNeededError:
                return RedirectResponse("/console/sign-in", 303)
            return await view(request, member)

        return guarded

    async def _change(self, ticket: Ticket, change: Awaitable[object], *, to: str = "") -> Response:
        page = f"/console/tickets/{ticket.id}"
        try:
            await change
        except AlreadyClaimedError:
            return _redirect(page, "taken")
        except NotYourTicketError:
            return _redirect(page, "lost")
        except TicketClosedError:
            return _redirect(page, "closed")
        except HandoffError:
            return _redirect(page, "error")
        return RedirectResponse(to or page, 303)

    def _entry(self, request: Request, ticket: Ticket, now: datetime) -> dict[str, object]:
        return {"ticket": ticket, "waited": waited(now - ticket.opened_at, self._language(request))}

    def _language(self, request: Request) -> str:
        chosen = match_hint(request.query_params.get("lang")) or match_hint(request.cookies.get(_LANGUAGE_COOKIE))
        return chosen or page_language(request, FALLBACK)

    def _page(
        self, request: Request, template: str, values: Mapping[str, object], *, status: int = 200
    ) -> HTMLResponse:
        tag = self._language(request)
        page = {"path": request.url.path, "refresh": REFRESH_SECONDS, "member": None, **values}
        response = self._assets.page(template, tag, page, policy=page_policy(), status=status)
        if match_hint(request.query_params.get("lang")):
            response.set_cookie(
                _LANGUAGE_COOKIE, tag, max_age=_YEAR_SECONDS, path="/console", httponly=True, samesite="strict"
            )
        return response


def _rank(ticket: Ticket) -> bool:
    """Put emergencies before all others; among themselves they stay in order."""
    return ticket.reason is not HandoffReason.EMERGENCY


def _redirect(page: str, problem: str) -> RedirectResponse:
    return RedirectResponse(f"{page}?{urlencode({'problem': problem})}", 303)


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
