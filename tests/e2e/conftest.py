"""The whole system as `ronghe serve` runs it: real processes, a database and ports of its own."""

import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT, Settings
from cli.accounts import NewAccount, first_account
from cli.serving import environment, health, programs
from cli.supervision import Supervision
from cli.visitor import connection

BOOT_SECONDS = 240
BUILT = ("knowledge", "rasa")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.e2e)


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until a condition holds; False when it does not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """The running system, with what tests do to it."""

    def __init__(self, folder: Path) -> None:
        for name in BUILT:
            # built once by `ronghe train`; linked, so that the database and the logs are this test's own
            (folder / name).symlink_to(ROOT / "var" / name)
        self.settings = Settings(
            var=folder, port=free_port(), rasa_port=free_port(), actions_port=free_port(), internal_token="t" * 32
        )
        own = {
            "RONGHE_PORT": str(self.settings.port),
            "RONGHE_RASA_PORT": str(self.settings.rasa_port),
            "RONGHE_ACTIONS_PORT": str(self.settings.actions_port),
        }
        self.supervision = Supervision(
            folder=folder,
            programs=programs(self.settings),
            environment={**environment(self.settings), **own},
        )
        self.account: NewAccount | None = None

    @property
    def address(self) -> str:
        return self.settings.address

    def start(self) -> None:
        self.supervision.start()
        for name in ("actions", "rasa"):
            self.supervision.start_program(name)

    def up(self, *parts: str) -> bool:
        found = health(self.settings)
        return all(found.get(part) for part in parts)

    def wait(self, *parts: str) -> None:
        if not eventually(lambda: self.up(*parts), BOOT_SECONDS):
            logs = "\n".join(
                f"--- {path.name}\n{path.read_text()[-2000:]}" for path in (self.settings.var / "log").glob("*.log")
            )
            raise TimeoutError(f"{parts} did not come up:\n{logs}")

    def kill(self, name: str) -> None:
        """Kill a process as a crash would, and its children with it."""
        os.killpg(os.getpgid(self.supervision.pid(name)), signal.SIGKILL)

    def staff_account(self) -> NewAccount:
        if self.account is None:
            self.account = first_account(self.settings)
        assert self.account is not None
        return self.account


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    made = Stack(tmp_path_factory.mktemp("var"))
    made.start()
    try:
        made.wait("edge", "rasa", "actions")
        yield made
    finally:
        made.supervision.stop()


@pytest.fixture
async def client(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with connection(stack.address) as made:
        yield made
