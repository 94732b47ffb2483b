"""Templates, and the files that pages load by an address that changes with them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.core.languages import TAGS, match_hint
from bot.texts import Texts
from channels.web.requests import language_hints

_FOLDER = Path(__file__).parent
#: Packages of pages, each with its templates and files.
_PARTS = ("widget", "console", "guide")
_FOREVER = "public, max-age=31536000, immutable"
_LONGEST_HINT = 35


class _Static(StaticFiles):
    """Files under an address that names their content, so that browsers keep them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # handed through unchanged
        response.headers["Cache-Control"] = _FOREVER
        return response


class Assets:
    """Templates, and the files that pages load by an address that changes with them."""

    def __init__(self, texts: Texts) -> None:
        """Read the templates of all pages."""
        self._texts = texts
        #: What each language calls itself, by tag.
        self.language_names = {tag: texts.format(tag, "language-name") for tag in TAGS}
        self._folders = {name: _FOLDER / name / "static" for name in _PARTS}
        digest = hashlib.sha256()
        for folder in self._folders.values():
            for file in sorted(folder.iterdir()):
                digest.update(file.name.encode() + file.read_bytes())
        self.prefix = f"/static/{digest.hexdigest()[:12]}"
        self._templates = Environment(
            loader=FileSystemLoader([_FOLDER / name / "templates" for name in _PARTS]),
            autoescape=select_autoescape(("html", "svg")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def routes(self) -> list[BaseRoute]:
        """Return the routes of the files."""
        return [Mount(f"{self.prefix}/{name}", _Static(directory=folder)) for name, folder in self._folders.items()]

    def page(
        self, template: str, tag: str, values: Mapping[str, object], *, policy: str, status: int = 200
    ) -> HTMLResponse:
        """Return a page in a language."""

        def label(key: str, **filled: str | int) -> str:
            return self._texts.format(tag, key, **filled)

        common = {"tag": tag, "label": label, "static": self.prefix, "names": self.language_names}
        body = self._templates.get_template(template).render({**common, **values})
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        return HTMLResponse(body, status, headers=headers)


def page_language(request: Request, default: str) -> str:
    """Return the language of a page: asked for in the address, else the browser's, else the default."""
    hints = language_hints(request, request.query_params.get("lang", "")[:_LONGEST_HINT])
    return (match_hint(hints[0]) if hints else None) or default
