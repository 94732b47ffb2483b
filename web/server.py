"""The edge as a process."""

import logging

import uvicorn

from bot.settings import load_settings
from web.app import create_app

#: Open streams are cut after so long when the edge is told to stop; browsers come back with the last number they saw.
GRACE_SECONDS = 5
CONNECTIONS = 4096


def main() -> None:
    """Serve until told to stop."""
    settings = load_settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # the library logs whole events, words of visitors among them, at DEBUG
    logging.getLogger("sse_starlette").setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        log_config=None,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
