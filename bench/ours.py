"""Ronghe as `make run` starts it, on ports and in a folder of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.settings import ROOT, Settings
from cli.console import console
from cli.serving import health

VAR = ROOT / "var" / "bench" / "ronghe"
SETTINGS = Settings(var=VAR, port=8100, rasa_port=5205, actions_port=5255)
BOOT_SECONDS = 600


@contextmanager
def ronghe() -> Iterator[str]:
    """Serve it, and give the edge's address."""
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "ronghe.db").unlink(missing_ok=True)
    environment = {
        **os.environ,
        "RONGHE_VAR": str(VAR),
        "RONGHE_PORT": str(SETTINGS.port),
        "RONGHE_RASA_PORT": str(SETTINGS.rasa_port),
        "RONGHE_ACTIONS_PORT": str(SETTINGS.actions_port),
    }
    with (VAR / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            with console.status("Starting Ronghe …"):
                wait(server)
            yield SETTINGS.address
        finally:
            server.terminate()
            server.wait()


def wait(server: "subprocess.Popen[bytes]") -> None:
    """Wait until all parts are up."""
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        parts = health(SETTINGS)
        if parts and all(parts.values()):
            return
        time.sleep(1)
    raise TimeoutError(f"Ronghe did not start; see {VAR / 'serve.log'}")
