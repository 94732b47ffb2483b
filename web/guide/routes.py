"""The pages of the guide: `/guide/<language>/…`, readable without a script, on paper and by search engines."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

import httpx
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.core.clock import Clock, utc_now
from bot.core.dating import dated
from bot.core.languages import TAGS
from bot.secrets import internal_token
from bot.settings import Settings
from bot.sites import Sites
from bot.texts import Texts, format_day
from channels.rates import Allowance, RateLimiter, TooOftenError
from channels.web.routes import visitor_address
from conversation.rendering import Renderer
from web.assets import Assets, page_language
from web.guide.calendars import activities_calendar, pack_calendar
from web.guide.library import Library, NoContentError, NoSuchPageError, Shelf, find
from web.security import page_policy

SEARCH_SECONDS = 3.0
SEARCHES_PER_ADDRESS = Allowance(name="guide-search", times=60, seconds=60)
LONGEST_QUERY = 200
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)
_CALENDAR = "text/calendar; charset=utf-8"

View = Callable[[Request, str, Shelf], Awaitable[Response]]


class GuidePages:
    """Serves everybody's browsers, without a session."""

    def __init__(
        self,
        *,
        texts: Texts,
        sites: Sites,
        assets: Assets,
        settings: Settings,
        rates: RateLimiter,
        client: httpx.AsyncClient,
        clock: Clock = utc_now,
    ) -> None:
        """Show the content that was built last."""
        self._texts = texts
        self._sites = sites
        self._assets = assets
        self._settings = settings
        self._rates = rates
        self._client = client
        self._clock = clock
        self._renderer = Renderer(texts)
        self._library = Library(settings.var / "knowledge")

    @property
    def routes(self) -> list[BaseRoute]:
        """Return the routes of the guide."""
        return [
            Route("/guide", self.choose_language),
            Route("/guide/", self.choose_language),
            Route("/guide/{tag}/", self._view(self.show_home)),
            Route("/guide/{tag}/search", self._view(self.show_search)),
            Route("/guide/{tag}/theme/{id}", self._view(self.show_theme)),
            Route("/guide/{tag}/service/{id}", self._view(self.show_entry)),
            Route("/guide/{tag}/pack/{id}.ics", self._view(self.download_pack)),
            Route("/guide/{tag}/pack/{id}", self._view(self.show_pack)),
            Route("/guide/{tag}/activities.ics", self._view(self.download_activities)),
            Route("/guide/{tag}/activities", self._view(self.show_activities)),
        ]

    async def choose_language(self, request: Request) -> Response:
        """Lead to the guide in the browser's language."""
        site = self._sites.get(self._settings.site)
        default = site.default_language if site else TAGS[0]
        return RedirectResponse(f"/guide/{page_language(request, default)}/", 302)

    async def show_home(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Show the themes, the packs and the way to the activities."""
        return self._page(request, "guide-home.html", tag, {"themes": shelf.themes(tag), "packs": shelf.packs(tag)})

    async def show_theme(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Show the entries of a theme."""
        theme = find(shelf.themes(tag), request.path_params["id"])
        return self._page(
            request, "guide-theme.html", tag, {"theme": theme, "entries": self._cards(shelf, theme["entries"], tag)}
        )

    async def show_entry(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Show one entry as the assistant answers it, whole."""
        entry = request.path_params["id"]
        if entry in shelf.aliases:
            return RedirectResponse(f"/guide/{tag}/service/{shelf.aliases[entry]}", 301)
        answer = shelf.answer(entry, tag, self._clock().date())
        themes = [one for one in shelf.themes(tag) if entry in one["entries"]]
        values = {"view": self._renderer.render(answer, tag, 0), "related": answer.related, "themes": themes}
        return self._page(request, "guide-entry.html", tag, values)

    async def show_pack(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Show a guide pack as a checklist, with dates once the day of arrival is given."""
        pack = find(shelf.packs(tag), request.path_params["id"])
        arrival = _day(request.query_params.get("arrival", ""))
        values = {
            "pack": pack,
            "stages": dated(pack["steps"], arrival),
            "arrival": arrival,
            "wrong": arrival is None and bool(request.query_params.get("arrival")),
            "title_of": lambda entry: shelf.title(entry, tag),
        }
        return self._page(request, "guide-pack.html", tag, values)

    async def download_pack(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Give the dates of a pack as a calendar."""
        pack = find(shelf.packs(tag), request.path_params["id"])
        arrival = _day(request.query_params.get("arrival", ""))
        if arrival is None:
            raise HTTPException(400, "arrival_missing")
        link = f"{self._address(request)}/guide/{tag}/pack/{pack['id']}?arrival={arrival.isoformat()}"
        return _calendar(pack_calendar(pack, arrival, now=self._clock(), link=link), f"{pack['id']}-{arrival}.ics")

    async def show_activities(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Show what is coming, and what there was as examples."""
        found = shelf.activities(tag)
        coming = self._coming(found)
        past = sorted(
            (one for one in found["events"] if one not in coming), key=lambda one: one["date"] or "", reverse=True
        )
        values = {"activities": found, "coming": coming, "past": past}
        return self._page(request, "guide-activities.html", tag, values)

    async def download_activities(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Give what is coming as a calendar."""
        title = self._texts.format(tag, "guide-activities")
        link = f"{self._address(request)}/guide/{tag}/activities"
        events = self._coming(shelf.activities(tag))
        return _calendar(activities_calendar(title, events, now=self._clock(), link=link), "activities.ics")

    async def show_search(self, request: Request, tag: str, shelf: Shelf) -> Response:
        """Show what the assistant would find."""
        query = request.query_params.get("q", "").strip()[:LONGEST_QUERY]
        found: list[str] | None = []
        if query:
            address = visitor_address(request)
            try:
                if address is not None:
                    await self._rates.spend(SEARCHES_PER_ADDRESS, address)
            except TooOftenError as error:
                raise HTTPException(429, "too_often", {"Retry-After": str(error.wait_seconds)}) from error
            found = await self._search(query, tag)
        values = {"query": query, "away": found is None, "entries": self._cards(shelf, found or (), tag)}
        return self._page(request, "guide-search.html", tag, values)

    async def _search(self, query: str, tag: str) -> list[str] | None:
        """Return entries, best first; None when the action server, which searches, is away."""
        asked = {"q": query, "lang": tag, "token": internal_token(self._settings)}
        try:
            answer = await self._client.get(
                f"{self._settings.actions_url}/search", params=asked, timeout=SEARCH_SECONDS
            )
            answer.raise_for_status()
            return [str(one) for one in answer.json()["entries"]]
        except (httpx.HTTPError, ValueError, KeyError):
            return None

    def _cards(self, shelf: Shelf, entries: Any, tag: str) -> list[dict[str, str]]:
        known = [one for one in entries if one in shelf.answers and one in shelf.upkeep]
        return [
            {"id": one, "title": shelf.title(one, tag), "summary": str(shelf.answers[one][tag]["summary"])}
            for one in known
        ]

    def _coming(self, activities: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        today = self._clock().date().isoformat()
        whole = len(today)
        dated_ones = [one for one in activities["events"] if one["date"] and len(one["date"]) == whole]
        return sorted((one for one in dated_ones if one["date"] >= today), key=lambda one: str(one["date"]))

    def _view(self, show: View) -> Callable[[Request], Awaitable[Response]]:
        """Give a view the language of its address and the version in use, and answer for what is not there."""

        async def guarded(request: Request) -> Response:
            tag = request.path_params["tag"]
            if tag not in TAGS:
                raise HTTPException(404, "language_unknown")
            try:
                shelf = await asyncio.to_thread(self._library.shelf)
                return await show(request, tag, shelf)
            except NoSuchPageError:
                return self._page(request, "guide-message.html", tag, {"message": "guide-not-found"}, status=404)
            except NoContentError:
                return self._page(request, "guide-message.html", tag, {"message": "guide-not-built"}, status=503)

        return guarded

    def _page(
        self, request: Request, template: str, tag: str, values: Mapping[str, Any], *, status: int = 200
    ) -> Response:
        address = self._address(request)
        path = request.url.path
        site = self._sites.get(self._settings.site)
        common = {
            "address": address,
            "path": path,
            "elsewhere": {one: path.replace(f"/guide/{tag}/", f"/guide/{one}/", 1) for one in TAGS},
            "name": site.name(tag) if site else "",
            "site": self._settings.site,
            "day": lambda value: format_day(tag, value if isinstance(value, str) else value.isoformat()),
        }
        return self._assets.page(template, tag, {**common, **values}, policy=page_policy(frames=True), status=status)

    def _address(self, request: Request) -> str:
        return self._settings.public_url or str(request.base_url).rstrip("/")


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None


def _calendar(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=_CALENDAR, headers=headers)
