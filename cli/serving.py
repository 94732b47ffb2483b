"""`ronghe serve`: everything up, with one look at what is happening."""

import shutil
import signal
import subprocess
import sys
import time
from types import FrameType

from bot.core.errors import AssistantError
from bot.secrets import internal_token
from bot.settings import ROOT, Settings, load_settings
from cli.console import console
from cli.endpoints import write_endpoints
from cli.ports import require_free
from cli.preparation import dialogue_model, quiet_libraries
from cli.supervision import Program, Supervision

POLL_SECONDS = 0.5
EDGE_SECONDS = 20.0
REST_SECONDS = 300.0
NEEDED_MIB = 500


class NoSpaceError(AssistantError):
    """The disk is full."""


class NotReadyError(AssistantError):
    """A process did not come up."""


def serve() -> None:
    """Start the edge, then build and train what is missing, then Rasa and the action server; until Ctrl-C."""
    settings = load_settings()
    started = time.monotonic()
    check_machine(settings)
    supervision = Supervision(folder=settings.var, programs=programs(settings), environment=environment(settings))
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        supervision.start()
        wait_for(settings, supervision, ("edge",), EDGE_SECONDS, "Starting the edge …")
        console.print(
            f"The edge accepts messages ({time.monotonic() - started:.1f} s); it keeps them until the rest is up."
        )
        prepare()
        for name in ("actions", "rasa"):
            supervision.start_program(name)
        wait_for(settings, supervision, ("rasa", "actions"), REST_SECONDS, "Starting Rasa and the action server …")
        announce(settings, time.monotonic() - started)
        supervision.wait()
    except KeyboardInterrupt:
        console.print("\nStopping …")
    finally:
        supervision.stop()


def check_machine(settings: Settings) -> None:
    """Stop before anything starts when a port is taken or the disk is full.

    Raises:
        AssistantError: What is wrong and what to do about it.
    """
    require_free(settings.host, settings.port, "RONGHE_PORT")
    require_free("127.0.0.1", settings.rasa_port, "RONGHE_RASA_PORT")
    require_free("127.0.0.1", settings.actions_port, "RONGHE_ACTIONS_PORT")
    settings.var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.var).free // 2**20
    if free < NEEDED_MIB:
        raise NoSpaceError(f"Only {free} MiB are free under {settings.var}; {NEEDED_MIB} are needed. Free some space.")


def programs(settings: Settings) -> tuple[Program, ...]:
    """Return the processes, each as the command that a person would type."""
    python = sys.executable
    return (
        Program(name="edge", command=(python, "-m", "web"), at_once=True),
        Program(name="actions", command=(python, "-m", "actions.server")),
        Program(
            name="rasa",
            command=(
                *(python, "-m", "rasa", "run", "--model", str(dialogue_model(settings))),
                *("--endpoints", str(write_endpoints(settings))),
                *("--interface", "127.0.0.1", "--port", str(settings.rasa_port)),
            ),
        ),
    )


def environment(settings: Settings) -> dict[str, str]:
    """Return what the processes share beside the operator's own environment."""
    return {
        **quiet_libraries(settings),
        "RONGHE_INTERNAL_TOKEN": internal_token(settings),
        "RONGHE_VAR": str(settings.var),
        "PYTHONUNBUFFERED": "1",
    }


def prepare() -> None:
    """Build and train in a process of its own, which gives its memory back.

    Raises:
        AssistantError: It failed; it has said why.
    """
    console.print("Looking whether content or dialogue have changed …")
    status = subprocess.run([sys.executable, "-m", "cli", "train"], cwd=ROOT, check=False).returncode
    if status != 0:
        raise NotReadyError("Building or training failed, see above. Nothing that ran before was changed.")


def wait_for(settings: Settings, supervision: Supervision, parts: tuple[str, ...], seconds: float, what: str) -> None:
    """Wait until the edge says that these parts are up.

    Raises:
        NotReadyError: They were not in time; the message names the log to read.
    """
    deadline = time.monotonic() + seconds
    with console.status(what):
        while time.monotonic() < deadline and supervision.alive():
            missing = [part for part in parts if not health(settings).get(part)]
            if not missing:
                return
            time.sleep(POLL_SECONDS if "edge" not in parts else POLL_SECONDS / 5)
    logs = ", ".join(str(settings.var / "log" / f"{part}.log") for part in parts)
    raise NotReadyError(f"Not up after {seconds:.0f} s: {', '.join(parts)}. Read {logs}")


def health(settings: Settings) -> dict[str, bool]:
    """Return which parts are up, as the edge sees them; empty while the edge is not."""
    import httpx

    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - read, not bound
    try:
        answer = httpx.get(f"http://{host}:{settings.port}/health", timeout=5).json()
    except (httpx.HTTPError, ValueError):
        return {}
    return {name: state == "up" for name, state in answer.get("parts", {}).items()}


def announce(settings: Settings, seconds: float) -> None:
    """Say where it is."""
    console.print(f"\n[bold]Ronghe is up[/bold] ({seconds:.0f} s).\n")
    console.print(f"  Visitors   [link]{settings.address}/[/link]")
    console.print(f"  Staff      [link]{settings.address}/console[/link]")
    from cli.accounts import first_account

    account = first_account(settings)
    if account:
        console.print(f"             sign in as [bold]{account.username}[/bold] with [bold]{account.password}[/bold]")
        console.print("             (shown this once; `ronghe add-staff NAME` makes accounts and new passwords)")
    console.print(f"  Logs       {settings.var / 'log'}\n\nCtrl-C stops everything.")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
