"""The action server as Ronghe runs it: on loopback, for those who know the token."""

import hmac
import logging

from rasa_sdk.endpoint import create_app
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.knowledge_base import open_knowledge_base
from bot.core.languages import TAGS
from bot.secrets import internal_token
from bot.settings import Settings, load_settings

_HEALTH = "/health"
#: Entries that a search of the guide lists.
_FOUND = 10


def create_server(settings: Settings) -> Sanic:
    """Return the SDK's server with a guard before it; the knowledge base is loaded by then.

    Raises:
        KnowledgeError: There is no version of the knowledge base that can be used.
    """
    knowledge = open_knowledge_base()
    knowledge.follow()
    app = create_app("actions", cors_origins="")
    token = internal_token(settings).encode()

    @app.middleware("request")  # type: ignore[untyped-decorator] # Sanic 21 is untyped
    async def guard(request: Request) -> HTTPResponse | None:
        given = request.args.get("token", "").encode()
        if request.path == _HEALTH or hmac.compare_digest(given, token):
            return None
        return json({"error": "a token is needed"}, status=401)

    @app.get("/search")  # type: ignore[untyped-decorator] # Sanic 21 is untyped
    async def search(request: Request) -> HTTPResponse:
        """Find entries for the pages of the guide, as the assistant finds them."""
        question, language = request.args.get("q", ""), request.args.get("lang", "")
        if language not in TAGS:
            return json({"error": f"lang is one of {', '.join(TAGS)}"}, status=400)
        finding = knowledge.search(question, language, limit=_FOUND)
        return json({"entries": [hit.entry for hit in finding.hits]})

    return app


def main() -> None:
    """Serve until the process is ended."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = load_settings()
    create_server(settings).run("127.0.0.1", settings.actions_port, access_log=False, debug=False)


if __name__ == "__main__":
    main()
