"""What browsers load: the script of the widget, the page in its frame, and a page that shows it."""

import json
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.core.languages import FALLBACK, LANGUAGES, TAGS, match_hint
from bot.settings import Settings
from bot.sites import Site, Sites
from bot.texts import Texts
from channels.web.requests import LONGEST_TEXT
from web.assets import Assets, page_language
from web.security import page_policy

_FOLDER = Path(__file__).parent
_SHORT = "public, max-age=300"
#: Labels of the first screen's questions.
EXAMPLES = ("example-1", "example-2", "example-3", "example-4", "person")
#: Labels of what the page says for it.
POINTS = ("languages", "sources", "people")


class Pages:
    """The public pages."""

    def __init__(self, *, texts: Texts, sites: Sites, settings: Settings) -> None:
        """Show these sites in these words."""
        self._texts = texts
        self._sites = sites
        self._settings = settings
        self.assets = Assets(texts)
        self._loader = _loader(texts, settings)

    @property
    def routes(self) -> list[BaseRoute]:
        """Return the routes of the public pages and of all files."""
        return [
            Route("/", self.show_demo),
            Route("/widget.js", self.show_loader),
            Route("/embed/{site}", self.show_embed),
            Route("/favicon.ico", self.show_icon),
            *self.assets.routes,
        ]

    async def show_demo(self, request: Request) -> Response:
        """Show what it is, with the widget on the page."""
        site = self._site(self._settings.site)
        tag = page_language(request, site.default_language)
        values = {
            "name": site.name(tag),
            "site": site.id,
            "address": self._address(request),
            "examples": EXAMPLES[:-1],
            "points": POINTS,
        }
        return self.assets.page("demo.html", tag, values, policy=page_policy(frames=True))

    async def show_loader(self, request: Request) -> Response:  # noqa: ARG002 - fixed by Starlette
        """Return the script that pages of others include; they may, so it is not bound to our origin."""
        headers = {"Cache-Control": _SHORT, "Cross-Origin-Resource-Policy": "cross-origin"}
        return Response(self._loader, media_type="text/javascript", headers=headers)

    async def show_embed(self, request: Request) -> Response:
        """Show the panel, in a frame of a page of the site's list or alone."""
        site = self._site(request.path_params["site"])
        tag = page_language(request, site.default_language)
        page = {
            "site": site.id,
            "language": tag,
            "maximum": LONGEST_TEXT,
            "origins": [*dict.fromkeys((self._address(request), self._settings.address)), *site.origins],
            "labels": {one: self._labels(one, site) for one in TAGS},
        }
        values = {"page": page, "name": site.name(tag, short=True), "examples": EXAMPLES}
        policy = page_policy(ancestors=("'self'", *site.origins))
        return self.assets.page("embed.html", tag, values, policy=policy)

    async def show_icon(self, request: Request) -> Response:  # noqa: ARG002 - fixed by Starlette
        """Lead browsers that ask on their own to the icon."""
        return RedirectResponse(f"{self.assets.prefix}/widget/icon.svg")

    def _site(self, name: str) -> Site:
        site = self._sites.get(name)
        if site is None:
            raise HTTPException(404, "site_unknown")
        return site

    def _address(self, request: Request) -> str:
        return self._settings.public_url or str(request.base_url).rstrip("/")

    def _labels(self, tag: str, site: Site) -> dict[str, str]:
        words = {**self._texts.all(tag, "widget"), **self._texts.all(tag, "welcome")}
        return {**words, "name": site.name(tag, short=True)}


def _loader(texts: Texts, settings: Settings) -> str:
    """Return the loader with its few words in every language."""
    hints = {hint: one.tag for one in LANGUAGES for hint in one.hints if _needed(hint)}
    keys = {"open": "open", "close": "close", "title": "title", "one": "new-message", "more": "new-messages"}
    labels = {tag: {name: texts.all(tag, "widget")[key] for name, key in keys.items()} for tag in TAGS}
    words = {"hints": hints, "labels": labels, "fallback": FALLBACK, "site": settings.site}
    script = (_FOLDER / "widget" / "loader.js").read_text(encoding="utf-8")
    return script.replace("{/*TEXTS*/}", json.dumps(words, ensure_ascii=False, separators=(",", ":")))


def _needed(hint: str) -> bool:
    parent, dash, _ = hint.rpartition("-")
    return not dash or match_hint(hint) != match_hint(parent)
