"""What axe finds wrong, on every page and in every language: nothing."""

import re

import pytest
from playwright.async_api import Page, expect

from bot.core.languages import TAGS
from tests.e2e.browsing import (
    BANK_ACCOUNT,
    CHILD_PASSPORT,
    EMERGENCY,
    PERSON,
    label,
    open_alone,
    open_on_page,
    violations,
)
from tests.e2e.conftest import Member, Stack


@pytest.mark.parametrize("tag", TAGS)
async def test_the_page_with_the_open_panel(stack: Stack, page: Page, tag: str) -> None:
    await open_on_page(page, stack.address, tag)

    assert await violations(page) == {}


@pytest.mark.parametrize("tag", TAGS)
async def test_the_panel_with_everything_in_it(stack: Stack, page: Page, tag: str) -> None:
    chat = await open_alone(page, stack.address, tag)
    await chat.say(BANK_ACCOUNT[tag])
    await chat.say(CHILD_PASSPORT[tag])
    await chat.say(EMERGENCY[tag])
    await expect(chat.banner).to_be_visible()
    await page.context.set_offline(True)
    await chat.field.fill("?")
    await chat.field.press("Enter")
    await expect(page.locator(".retry")).to_be_visible()
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert await violations(page) == {}, scheme


@pytest.mark.parametrize("tag", TAGS)
async def test_the_sign_in_page(stack: Stack, page: Page, tag: str) -> None:
    await page.goto(f"{stack.address}/console/sign-in?lang={tag}")

    assert await violations(page) == {}


async def test_the_queue_and_a_ticket(stack: Stack, page: Page, signed_in: list[Member]) -> None:
    chat = await open_alone(page, stack.address, "ja")
    await chat.say(BANK_ACCOUNT["ja"])
    await chat.field.fill(PERSON["ja"])
    await chat.field.press("Enter")
    await expect(chat.notices).to_have_count(1)
    desk = signed_in[0].page
    for tag in TAGS:
        await desk.goto(f"{stack.address}/console?lang={tag}")
        assert await violations(desk) == {}, tag
    await desk.locator("section[aria-labelledby=waiting] .entry").last.get_by_role("button").click()
    await desk.wait_for_url(re.compile(r"/console/tickets/\d+$"))
    await desk.fill("#text", "OK")
    await desk.click("#reply button")
    await expect(desk.locator(".line.staff")).to_be_visible()
    ticket = desk.url
    for tag in TAGS:
        await desk.goto(f"{ticket}?lang={tag}")
        await desk.locator("summary").first.click()
        assert await violations(desk) == {}, tag

    desk.once("dialog", lambda question: question.accept())
    await desk.get_by_role("button", name=label(TAGS[-1], "console-close"), exact=True).click()
    await desk.wait_for_url(re.compile("/console$"))


@pytest.mark.parametrize("tag", TAGS)
async def test_the_guide(stack: Stack, page: Page, tag: str) -> None:
    await page.goto(f"{stack.address}/guide/{tag}/")
    await expect(page.get_by_role("heading", level=1)).to_have_text(label(tag, "guide-title"))
    for path in (
        "",
        "theme/permits",
        "service/exit-entry.lost-passport",
        "pack/families?arrival=2026-12-02",
        "activities",
        "search?q=passport",
    ):
        for width in (1100, 320):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.goto(f"{stack.address}/guide/{tag}/{path}")
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        assert await violations(page) == {}, path
