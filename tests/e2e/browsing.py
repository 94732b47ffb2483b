"""What a visitor and a member of staff do in a browser, for the tests."""

import asyncio
import shutil
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Frame, FrameLocator, Locator, Page, Playwright, expect

from bot.texts import Texts

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: A turn of the real system on a busy machine.
ANSWER_MS = 30_000
#: Asks for one service, in each language of the registry.
BANK_ACCOUNT = {
    "zh-Hans": "怎么开银行账户",
    "zh-Hant": "怎麼開銀行帳戶",
    "en": "How do I open a bank account?",
    "ja": "銀行口座はどうやって開きますか",
    "ko": "은행 계좌는 어떻게 개설하나요?",
}
#: Opens the dialogue about a child's passport.
CHILD_PASSPORT = {
    "zh-Hans": "我女儿的护照怎么办",
    "zh-Hant": "我女兒的護照要怎麼辦",
    "en": "passport for my child",
    "ja": "子どものパスポートを作りたい",
    "ko": "아이 여권을 만들고 싶어요",
}
#: Asks for a person.
PERSON = {
    "zh-Hans": "我想找人工客服",
    "zh-Hant": "我要轉真人客服",
    "en": "I want to talk to a human",
    "ja": "担当者と話したい",
    "ko": "상담원과 이야기하고 싶어요",
}
EMERGENCY = {
    "zh-Hans": "着火了，救命",
    "zh-Hant": "著火了，救命",
    "en": "Help, there is a fire in my flat",
    "ja": "助けて、火事です",
    "ko": "도와주세요, 불이 났어요",
}


@cache
def texts() -> Texts:
    """Return the labels that the pages show."""
    return Texts.load()


def label(tag: str, key: str, **values: str | int) -> str:
    return texts().format(tag, key, **values)


async def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("The browser tests need Chromium. What to do: make browser")
    return await playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS])


class Chat:
    """The widget's panel, in a frame or on a page of its own."""

    def __init__(self, page: Page, root: Page | FrameLocator) -> None:
        self.page = page
        self.field = root.locator("#text")
        self.log = root.locator("#log")
        self.language = root.locator("#language")
        self.mine = root.locator(".message.you")
        self.sent = root.locator(".message.you.sent")
        self.answers = root.locator(".message.bot")
        self.theirs = root.locator(".message:not(.you)")
        self.staff = root.locator(".message.staff")
        self.notices = root.locator(".message.system")
        self.banner = root.locator("#banner")
        self.status = root.locator("#status")
        self.root = root

    async def say(self, text: str, *, answers: int = 1) -> Locator:
        """Type, send and wait for so many messages of the assistant; return the last of them."""
        before = await self.answers.count()
        await self.field.fill(text)
        await self.field.press("Enter")
        return await self.answered(before + answers)

    async def press(self, title: str, *, answers: int = 1) -> Locator:
        """Press the newest button of this title and wait for the answer."""
        before = await self.answers.count()
        await self.button(title).click()
        return await self.answered(before + answers)

    def button(self, title: str) -> Locator:
        return self.log.get_by_role("button", name=title, exact=True).last

    async def answered(self, number: int) -> Locator:
        await expect(self.answers).to_have_count(number, timeout=ANSWER_MS)
        return self.answers.last


class Line:
    """The way from a browser to the edge, which a test can cut as a tunnel or a lift does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.address = ""

    async def __aenter__(self) -> "Line":
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def mend(self) -> None:
        port = int(self.address.rpartition(":")[2] or 0)
        self._server = await asyncio.start_server(self._join, "127.0.0.1", port)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def cut(self) -> None:
        """Break off what is under way, and let nothing through."""
        if self._server is not None:
            self._server.close()
        for end in [*self._ends]:
            end.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends |= {writer, far_writer}
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))
        self._ends -= {writer, far_writer}


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


async def open_alone(page: Page, address: str, tag: str, site: str = "sip") -> Chat:
    """Open the panel as a page of its own."""
    await page.goto(f"{address}/embed/{site}?lang={tag}")
    await expect(page.locator("html")).to_have_attribute("lang", tag)
    return Chat(page, page)


async def open_on_page(page: Page, address: str, tag: str) -> Chat:
    """Open the panel with the button on the page that shows it."""
    await page.goto(f"{address}/?lang={tag}")
    await launcher(page, tag).click()
    chat = framed(page)
    await expect(chat.field).to_be_focused()
    return chat


def launcher(page: Page, tag: str) -> Locator:
    return page.get_by_role("button", name=label(tag, "widget-open"))


def framed(page: Page) -> Chat:
    return Chat(page, page.frame_locator("iframe"))


async def overflow(page: Page | Frame) -> int:
    """Return by how many pixels the content is wider than the window."""
    width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth"
    return int(await page.evaluate(width))


async def violations(page: Page | Frame) -> Mapping[str, list[str]]:
    """Return what axe finds wrong: each rule with the elements that break it."""
    found = await Axe().run(page)
    return {one["id"]: [str(node["target"]) for node in one["nodes"]] for one in found.response["violations"]}


async def sign_in(page: Page, address: str, username: str, password: str) -> None:
    await page.goto(f"{address}/console/sign-in?lang=en")
    await page.fill("#username", username)
    await page.fill("#password", password)
    await page.click("main button[type=submit]")
