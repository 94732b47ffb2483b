"""The whole system as `ronghe serve` runs it: real processes, a database and ports of its own."""

import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from bot.settings import ROOT, Settings
from cli.accounts import NewAccount, first_account
from cli.serving import environment, health, programs
from cli.supervision import Supervision
from cli.visitor import connection
from handoff.staffing import Staffing
from storage.engine import open_database
from tests.e2e.browsing import launch, sign_in

BOOT_SECONDS = 240


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and run it in one event loop: there is one browser for all of it."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


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
        # built once by `ronghe train`; linked one by one, so that whatever else is written there is this test's own
        (folder / "knowledge").symlink_to(ROOT / "var" / "knowledge")
        (folder / "rasa").mkdir()
        for model in (ROOT / "var" / "rasa").glob("*.tar.gz"):
            (folder / "rasa" / model.name).symlink_to(model)
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


@pytest_asyncio.fixture(loop_scope="session")
async def client(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with connection(stack.address) as made:
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await launch(playwright)
        yield made
        await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A visitor's window: nobody has been there before, and nothing may go wrong in its scripts."""
    context = await browser.new_context(locale="en-GB", reduced_motion="reduce")
    made = await context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    yield made
    await context.close()
    assert errors == []


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of the staff who is signed in."""

    name: str
    page: Page


@pytest.fixture(scope="session")
def accounts(stack: Stack) -> dict[str, NewAccount]:
    """Two accounts, by the name that others read."""
    first = stack.staff_account()
    return {first.username: first, "Li Na": NewAccount(username="li.na", password="another long password")}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def signed_in(stack: Stack, browser: Browser, accounts: dict[str, NewAccount]) -> AsyncIterator[list[Member]]:
    """Two members of staff, each in a browser of their own; signed in once, for attempts are counted."""
    first, (name, second) = accounts.items()
    database = open_database(stack.settings.database)
    await Staffing(database).create(
        site=stack.settings.site, username=second.username, password=second.password, display_name=name
    )
    database.close()
    members: list[Member] = []
    for shown, account in (first, (name, second)):
        context = await browser.new_context(locale="en-GB", reduced_motion="reduce")
        page = await context.new_page()
        await sign_in(page, stack.address, account.username, account.password)
        members.append(Member(name=shown, page=page))
    yield members
    for member in members:
        await member.page.context.close()
