"""The bot that `rasa init` makes, as it comes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bot.settings import ROOT
from cli.console import console

FOLDER = ROOT / "var" / "bench" / "stock"
PORT = 5105
BOOT_SECONDS = 300
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}
#: What its own examples teach it.
MESSAGES = ("hello", "I am very sad", "are you a bot?", "great", "goodbye")


@contextmanager
def stock_bot() -> Iterator[str]:
    """Make and train the bot unless it is there, serve it, and give its address."""
    rasa = [sys.executable, "-m", "rasa"]
    environment = {**os.environ, **QUIET}
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not any((FOLDER / "models").glob("*.tar.gz")):
        with console.status("Making and training the stock bot (two minutes) …"):
            subprocess.run(
                [*rasa, "init", "--no-prompt", "--init-dir", str(FOLDER)],
                env=environment,
                check=True,
                capture_output=True,
            )
    log = Path(FOLDER / "server.log").open("w")  # noqa: SIM115 - closed with the process below
    server = subprocess.Popen(
        [*rasa, "run", "--interface", "127.0.0.1", "--port", str(PORT)],
        cwd=FOLDER,
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        address = f"http://127.0.0.1:{PORT}"
        with console.status("Starting the stock bot …"):
            wait(address)
        yield address
    finally:
        server.terminate()
        server.wait()
        log.close()


def wait(address: str) -> None:
    """Wait until a turn comes back, since the server answers before its model is there."""
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.post(f"{address}/webhooks/rest/webhook", json={"sender": "w", "message": "hello"}).json():
                return
        except (httpx.HTTPError, ValueError):
            pass
        time.sleep(1)
    raise TimeoutError(f"the stock bot did not start; see {FOLDER / 'server.log'}")
