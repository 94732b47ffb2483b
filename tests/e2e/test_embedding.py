"""The widget on pages of others: the site's list decides, and nothing of ours lies open on them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.settings import Settings
from bot.sites import Sites
from tests.e2e.browsing import framed, label, launcher
from tests.e2e.conftest import free_port
from web.app import create_app

HOST = """<!doctype html><html lang="ko"><title>Partner</title>
<style>button, iframe {{ display: none !important }}</style>
<h1>Partner</h1><script src="{address}/widget.js" {attributes} async></script>"""


@asynccontextmanager
async def serving(app: Starlette, port: int) -> AsyncIterator[str]:
    """Serve an application in this process."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=1))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def addresses(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """An edge, a page that its site lists, and a page that it does not."""
    ports = {name: free_port() for name in ("edge", "listed", "unlisted")}
    edge = f"http://127.0.0.1:{ports['edge']}"
    folder: Path = tmp_path_factory.mktemp("edge")
    settings = Settings(var=folder, port=ports["edge"], rasa_port=free_port(), internal_token="t" * 32)

    async def page(request: object) -> HTMLResponse:
        attributes = str(getattr(request, "query_params", {}).get("attributes", ""))
        return HTMLResponse(HOST.format(address=edge, attributes=attributes))

    host = Starlette(routes=[Route("/", page)])
    sites = Sites.load()
    site = sites.get("sip")
    assert site is not None
    listed = site.copy(update={"origins": (f"http://127.0.0.1:{ports['listed']}",)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sites, "load", lambda: Sites({"sip": listed}))
        app = create_app(settings)
    async with serving(app, ports["edge"]), serving(host, ports["listed"]), serving(host, ports["unlisted"]):
        yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}


async def test_a_listed_page_opens_a_frame_of_our_origin(addresses: dict[str, str], page: Page) -> None:
    await page.goto(addresses["listed"])
    # the page's language, since the script's line names none
    await launcher(page, "ko").click()

    chat = framed(page)
    await expect(chat.field).to_be_focused()
    await expect(chat.root.locator("html")).to_have_attribute("lang", "ko")
    frame = page.frames[1]
    assert frame.url.startswith(f"{addresses['edge']}/embed/sip")
    await chat.root.get_by_role("button", name=label("ko", "widget-close")).click()
    await expect(page.locator("iframe")).to_be_hidden()


async def test_the_line_of_script_chooses_language_and_side(addresses: dict[str, str], page: Page) -> None:
    await page.goto(f"{addresses['listed']}/?attributes=data-lang=zh-TW data-position=left data-site=sip")
    await launcher(page, "zh-Hant").click()

    await expect(framed(page).root.locator("html")).to_have_attribute("lang", "zh-Hant")
    box = await page.locator("iframe").bounding_box()
    assert box is not None
    assert box["x"] == 20


async def test_a_page_that_is_not_listed_is_refused(addresses: dict[str, str], browser: Browser) -> None:
    async with await browser.new_context() as context:
        page = await context.new_page()
        await page.goto(addresses["unlisted"])
        async with page.expect_console_message(lambda line: "frame-ancestors" in line.text):
            await launcher(page, "ko").click()

        await expect(page.locator("iframe")).to_be_visible()
        await expect(framed(page).field).to_have_count(0)


async def test_nothing_of_ours_lies_open_on_the_page_around(addresses: dict[str, str], page: Page) -> None:
    await page.goto(addresses["listed"])
    before = set(await page.evaluate("Object.keys(window)"))
    await launcher(page, "ko").click()
    chat = framed(page)
    await chat.field.fill("내 여권 번호는 비밀")
    await chat.field.press("Enter")
    await expect(chat.mine).to_have_count(1)

    # its style sheet, which hides all buttons and frames, does not reach ours; nor ours its heading
    await expect(launcher(page, "ko").or_(page.get_by_role("button", name=label("ko", "widget-close")))).to_be_visible()
    assert await page.locator("h1").evaluate("(one) => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    # the conversation cannot be read from it, and no word or token of it is kept there
    assert set(await page.evaluate("Object.keys(window)")) - before <= {"0"}
    assert await page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    read = "document.querySelector('body > div:last-child').shadowRoot.querySelector('iframe').contentDocument"
    assert await page.evaluate(read) is None
    assert "비밀" not in await page.content()
