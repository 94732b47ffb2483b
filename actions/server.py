"""The action server as Ronghe runs it: on loopback, for those who know the token."""

import hmac
import logging

from rasa_sdk.endpoint import create_app
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.knowledge_base import open_knowledge_base
from bot.secrets import internal_token
from bot.settings import Settings, load_settings

_HEALTH = "/health"


def create_server(settings: Settings) -> Sanic:
    """Return the SDK's server with a guard before it; the knowledge base is loaded by then.

    Raises:
        KnowledgeError: There is no version of the knowledge base that can be used.
    """
    open_knowledge_base().follow()
    app = create_app("actions", cors_origins="")
    token = internal_token(settings).encode()

    @app.middleware("request")  # type: ignore[untyped-decorator] # Sanic 21 is untyped
    async def guard(request: Request) -> HTTPResponse | None:
        given = request.args.get("token", "").encode()
        if request.path == _HEALTH or hmac.compare_digest(given, token):
            return None
        return json({"error": "a token is needed"}, status=401)

    return app


def main() -> None:
    """Serve until the process is ended."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = load_settings()
    create_server(settings).run("127.0.0.1", settings.actions_port, access_log=False, debug=False)


if __name__ == "__main__":
    main()
