"""The widget as a visitor uses it, with the mouse, the keyboard, an input method and a bad connection."""

import re

import httpx
import pytest
from playwright.async_api import Page, ViewportSize, expect

from bot.core.languages import TAGS
from tests.e2e.browsing import (
    ANSWER_MS,
    BANK_ACCOUNT,
    CHILD_PASSPORT,
    EMERGENCY,
    Chat,
    Line,
    framed,
    label,
    launcher,
    open_alone,
    open_on_page,
    overflow,
)
from tests.e2e.conftest import Stack

NARROW: ViewportSize = {"width": 320, "height": 640}
PHONE: ViewportSize = {"width": 375, "height": 667}
PHONE_WITH_KEYBOARD: ViewportSize = {"width": 375, "height": 420}


@pytest.mark.parametrize("tag", TAGS)
async def test_the_page_and_the_panel_speak_the_language_asked_for(stack: Stack, page: Page, tag: str) -> None:
    chat = await open_on_page(page, stack.address, tag)

    await expect(page.locator("html")).to_have_attribute("lang", tag)
    await expect(page.get_by_role("heading", level=1)).to_have_text(label(tag, "demo-heading"))
    await expect(chat.root.locator("html")).to_have_attribute("lang", tag)
    await expect(chat.root.get_by_role("heading", level=2)).to_have_text(label(tag, "welcome-heading"))
    await expect(chat.root.get_by_role("log", name=label(tag, "widget-transcript"))).to_have_attribute(
        "aria-live", "polite"
    )
    await expect(chat.root.get_by_role("textbox", name=label(tag, "widget-input-label"))).to_have_attribute(
        "placeholder", label(tag, "widget-input-placeholder")
    )
    await expect(page.get_by_role("button", name=label(tag, "widget-close"))).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("tag", TAGS)
async def test_a_question_is_answered_in_its_own_language_on_a_page_in_another(
    stack: Stack, page: Page, tag: str
) -> None:
    of_page = "en" if tag != "en" else "ja"
    chat = await open_alone(page, stack.address, of_page)

    answer = await chat.say(BANK_ACCOUNT[tag])

    # each message says who speaks
    await expect(chat.mine.locator(".meta")).to_contain_text(label(of_page, "widget-you"))
    await expect(answer.locator(".meta")).to_contain_text(label(of_page, "widget-assistant"))
    await expect(answer.locator(".bubble")).to_have_attribute("lang", tag)
    await expect(answer.locator(".footer")).to_contain_text(re.compile(r"\d{4}"))
    await expect(answer.locator("summary").first).to_have_text(label(tag, "section-who"))


async def test_an_example_on_the_page_is_put_to_the_assistant(stack: Stack, page: Page) -> None:
    await page.goto(f"{stack.address}/?lang=en")
    question = label("en", "welcome-example-1")
    await page.get_by_role("button", name=question).click()

    chat = framed(page)
    await expect(chat.mine.locator(".bubble")).to_have_text(question)
    # the answer, and the first question of the dialogue
    await chat.answered(2)


async def test_a_dialogue_is_led_with_the_mouse_alone(stack: Stack, page: Page) -> None:
    chat = await open_on_page(page, stack.address, "en")
    await chat.root.get_by_role("button", name=label("en", "welcome-example-1")).click()
    # the answer, and the first question of a dialogue, which another one replaces
    await chat.answered(2)
    await chat.field.fill(CHILD_PASSPORT["en"])
    await chat.root.locator("#send").click()
    await chat.answered(3)

    question = await chat.press("Neither")

    await expect(chat.mine.last.locator(".bubble")).to_have_text("Neither")
    await expect(question).to_contain_text("passport")
    await expect(question.locator(".chip")).to_have_count(3)


async def test_a_dialogue_is_led_with_the_keyboard_alone(stack: Stack, page: Page) -> None:
    await page.goto(f"{stack.address}/?lang=en")
    await expect(launcher(page, "en")).to_be_visible()
    # the button is the last stop of the page
    await page.keyboard.press("Shift+Tab")
    await expect(launcher(page, "en")).to_be_focused()
    await page.keyboard.press("Enter")
    chat = framed(page)
    await expect(chat.field).to_be_focused()
    await page.keyboard.type(CHILD_PASSPORT["en"])
    await page.keyboard.press("Enter")
    await chat.answered(1)
    await expect(chat.field).to_be_focused()

    await page.keyboard.press("Shift+Tab")
    await expect(chat.button("Neither")).to_be_focused()
    await page.keyboard.press("Enter")

    await chat.answered(2)
    await expect(chat.mine.last.locator(".bubble")).to_have_text("Neither")


async def test_the_enter_that_accepts_a_suggestion_of_the_input_method_does_not_send(stack: Stack, page: Page) -> None:
    chat = await open_alone(page, stack.address, "ja")
    await chat.field.fill("パスポート")
    enter = {"key": "Enter", "bubbles": True, "cancelable": True}

    await chat.field.dispatch_event("compositionstart", {"data": "パスポート"})
    await chat.field.dispatch_event("keydown", {**enter, "isComposing": True})
    # Safari ends the composition before the key arrives, and tells by the code alone
    await chat.field.dispatch_event("compositionend", {"data": "パスポート"})
    await chat.field.dispatch_event("keydown", {**enter, "keyCode": 229})
    await expect(chat.mine).to_have_count(0)
    await expect(chat.field).to_have_value("パスポート")

    await chat.field.dispatch_event("keydown", enter)
    await expect(chat.mine).to_have_count(1)


async def test_shift_and_enter_begin_a_new_line(stack: Stack, page: Page) -> None:
    chat = await open_alone(page, stack.address, "en")
    await chat.field.press_sequentially("I lost")
    height = "(field) => field.offsetHeight"
    low = await chat.field.evaluate(height)
    await chat.field.press("Shift+Enter")
    await chat.field.press_sequentially("my passport")

    await expect(chat.field).to_have_value("I lost\nmy passport")
    assert await chat.field.evaluate(height) > low
    await expect(chat.mine).to_have_count(0)

    await chat.field.press("Enter")
    await expect(chat.mine.locator(".bubble p")).to_have_text("I lost\nmy passport", use_inner_text=True)


async def test_nothing_is_sent_when_nothing_is_written(stack: Stack, page: Page) -> None:
    chat = await open_alone(page, stack.address, "en")
    await chat.field.fill("  \n ")
    await chat.field.press("Enter")
    await chat.say(BANK_ACCOUNT["en"])

    await expect(chat.mine).to_have_count(1)


async def test_escape_closes_the_panel_and_it_opens_again_where_it_was(stack: Stack, page: Page) -> None:
    chat = await open_on_page(page, stack.address, "en")
    await chat.say(BANK_ACCOUNT["en"])

    await page.keyboard.press("Escape")
    await expect(page.locator("iframe")).to_be_hidden()
    await expect(launcher(page, "en")).to_be_focused()
    await expect(launcher(page, "en")).to_have_attribute("aria-expanded", "false")

    await page.keyboard.press("Enter")
    await expect(chat.field).to_be_focused()
    await expect(chat.answers).to_have_count(1)

    await chat.root.get_by_role("button", name=label("en", "widget-close")).click()
    await expect(page.locator("iframe")).to_be_hidden()
    await expect(launcher(page, "en")).to_be_focused()


async def test_an_answer_that_comes_while_it_is_closed_is_counted_on_the_button(stack: Stack, page: Page) -> None:
    chat = await open_on_page(page, stack.address, "en")
    await chat.field.fill(BANK_ACCOUNT["en"])
    await page.context.set_offline(True)
    await chat.field.press("Enter")
    retry = chat.mine.get_by_role("button", name=label("en", "widget-send-again"))
    await expect(retry).to_be_visible()
    await page.context.set_offline(False)
    # pressed and closed in one go, before the answer can be there
    await retry.evaluate("(button) => { button.click(); document.getElementById('close').click(); }")

    news = label("en", "widget-new-message")
    await expect(page.get_by_role("button", name=f"{label('en', 'widget-open')} ({news})")).to_be_visible(
        timeout=ANSWER_MS
    )
    await launcher(page, "en").click()
    await expect(chat.answers).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name=label("en", "widget-open"), exact=True)).to_be_visible()


async def test_a_reload_keeps_the_conversation_and_goes_on_with_it(stack: Stack, page: Page) -> None:
    chat = await open_alone(page, stack.address, "en")
    await chat.say(CHILD_PASSPORT["en"])

    await page.reload()
    await expect(chat.mine.locator(".bubble")).to_have_text(CHILD_PASSPORT["en"])
    await expect(chat.answers).to_have_count(1)

    question = await chat.press("Neither")
    await expect(question.locator(".chip")).to_have_count(3)


async def test_two_tabs_show_the_same_conversation(stack: Stack, page: Page) -> None:
    first = await open_alone(page, stack.address, "en")
    await first.say(BANK_ACCOUNT["en"])
    second = await open_alone(await page.context.new_page(), stack.address, "en")
    await expect(second.answers).to_have_count(1)

    await second.say("How do I register where I live?")

    await first.answered(2)
    await expect(first.mine).to_have_count(2)
    await expect(first.mine.last).to_contain_text("register")


@pytest.mark.parametrize("command", ["/utter_goodbye", '/ask_service{"entry":"exit-entry.accommodation-registration"}'])
async def test_a_typed_command_is_nothing_but_words(stack: Stack, page: Page, command: str) -> None:
    chat = await open_alone(page, stack.address, "en")
    await chat.say(CHILD_PASSPORT["en"])

    # whatever it says to that, the dialogue's question comes again
    question = await chat.say(command, answers=2)

    await expect(question).to_contain_text("Are the parents Chinese citizens?")
    await expect(chat.log).not_to_contain_text("Police address registration")
    await expect(chat.mine.last.locator(".bubble")).to_have_text(command)
    await expect(await chat.press("Neither")).to_contain_text("passport")


async def test_the_language_menu_changes_labels_and_answers(stack: Stack, page: Page) -> None:
    chat = await open_alone(page, stack.address, "en")
    await expect(chat.language.locator("option")).to_have_text([label(tag, "language-name") for tag in TAGS])
    for tag in ("ko", "zh-Hant", "ja"):
        await chat.language.select_option(tag)

        await expect(page.locator("html")).to_have_attribute("lang", tag)
        await expect(page.get_by_role("heading", level=2)).to_have_text(label(tag, "welcome-heading"))
        await expect(chat.field).to_have_attribute("placeholder", label(tag, "widget-input-placeholder"))
        # chosen is chosen: a question in another language is answered in this one
        answer = await chat.say(BANK_ACCOUNT["en"])
        await expect(answer.locator(".bubble")).to_have_attribute("lang", tag)

    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "ja")


@pytest.mark.parametrize("tag", TAGS)
async def test_nothing_sticks_out_at_320_pixels(stack: Stack, page: Page, tag: str) -> None:
    await page.set_viewport_size(NARROW)
    await page.goto(f"{stack.address}/?lang={tag}")
    assert await overflow(page) <= 0

    chat = await open_alone(page, stack.address, tag)
    await chat.say(BANK_ACCOUNT[tag])
    await chat.say(CHILD_PASSPORT[tag])
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert await overflow(page) <= 0
    scroller = "(one) => one.scrollWidth - one.clientWidth"
    assert await page.locator("#scroll").evaluate(scroller) <= 0
    for part in (chat.field, page.locator(".bar"), page.locator("#privacy")):
        await expect(part).to_be_in_viewport(ratio=1)
    for height in await page.locator(".chip:visible, .send, summary").evaluate_all(
        "(all) => all.map((one) => one.offsetHeight)"
    ):
        assert height >= 24


async def test_on_a_phone_the_panel_fills_the_screen_and_can_be_closed(stack: Stack, page: Page) -> None:
    await page.set_viewport_size(PHONE)
    chat = await open_on_page(page, stack.address, "en")

    assert await page.locator("iframe").bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 667}
    await chat.root.get_by_role("button", name=label("en", "widget-close")).click()
    await expect(page.locator("iframe")).to_be_hidden()


@pytest.mark.parametrize("tag", TAGS)
async def test_an_emergency_stands_out(stack: Stack, page: Page, tag: str) -> None:
    await page.set_viewport_size(PHONE)
    chat = await open_alone(page, stack.address, tag)
    await chat.say(BANK_ACCOUNT[tag])

    urgent = await chat.say(EMERGENCY[tag])

    await expect(urgent).to_have_class(re.compile("urgent"))
    await expect(urgent.locator(".bubble")).to_have_attribute("lang", tag)
    await expect(urgent.get_by_role("heading", level=3)).to_have_text(label(tag, "emergency-title"))
    # the numbers to ring are in sight at once
    for number in ("110", "119", "120"):
        await expect(urgent.locator(f'a[href="tel:{number}"]')).to_be_in_viewport(ratio=1)
    # nothing has to be unfolded, and the colour is another one
    await expect(urgent.locator("details")).to_have_count(0)
    colour = "(one) => getComputedStyle(one).backgroundColor"
    first = chat.answers.first.locator(".bubble")
    assert await urgent.locator(".bubble").evaluate(colour) != await first.evaluate(colour)


async def test_what_came_below_the_window_is_one_press_away(stack: Stack, page: Page) -> None:
    await page.set_viewport_size(PHONE)
    chat = await open_alone(page, stack.address, "en")
    await chat.say(EMERGENCY["en"])
    latest = page.get_by_role("button", name=label("en", "widget-latest"))
    await expect(chat.notices.last).not_to_be_in_viewport()

    await latest.click()

    await expect(chat.notices.last).to_be_in_viewport()
    await expect(latest).to_be_hidden()
    # the end stays in sight when the keyboard of the phone comes up
    await page.set_viewport_size(PHONE_WITH_KEYBOARD)
    await expect(chat.notices.last.locator(".chips")).to_be_in_viewport(ratio=1)


async def test_a_conversation_that_has_expired_is_followed_by_a_new_one(stack: Stack, page: Page) -> None:
    unknown = {"status": 401, "json": {"error": "session_unknown"}}
    await page.route("**/api/web/events", lambda route: route.fulfill(**unknown), times=1)
    chat = await open_alone(page, stack.address, "en")

    await expect(chat.notices).to_have_text(label("en", "widget-session-ended"))
    await chat.say(BANK_ACCOUNT["en"])


async def test_a_stream_that_broke_off_brings_every_message_once(stack: Stack, page: Page) -> None:
    async with Line(stack.settings.port) as line:
        chat = await open_alone(page, line.address, "en")
        await chat.say(BANK_ACCOUNT["en"])
        token = await page.evaluate("localStorage.getItem('ronghe-token-sip')")
        await page.context.set_offline(True)
        await line.cut()

        # while the page hears nothing, an answer comes: to what another window of the visitor has sent
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=stack.address, headers=headers) as other:
            body = {"id": "from-elsewhere", "text": "register my new flat with the police"}
            (await other.post("/api/web/messages", json=body)).raise_for_status()
            await answered_elsewhere(other, 2)
        await chat.field.fill(BANK_ACCOUNT["ja"])
        await chat.field.press("Enter")
        again = chat.mine.last.get_by_role("button", name=label("en", "widget-send-again"))
        await expect(again).to_be_visible()
        await expect(chat.status).to_have_text(label("en", "widget-reconnecting"), timeout=ANSWER_MS)
        await expect(chat.answers).to_have_count(1)

        await line.mend()
        await page.context.set_offline(False)
        await expect(chat.status).to_have_text("", timeout=ANSWER_MS)
        await chat.answered(2)
        await again.click()
        last = await chat.answered(3)

        await expect(last.locator(".bubble")).to_have_attribute("lang", "ja")
        await expect(chat.answers.locator("h3")).to_have_text(
            [re.compile("bank account"), re.compile("Regist"), re.compile("銀行口座")]
        )
        await page.reload()
        await expect(chat.answers).to_have_count(3)
        await expect(chat.mine).to_have_count(3)


async def answered_elsewhere(client: httpx.AsyncClient, number: int) -> None:
    """Follow the stream until so many messages of the assistant have come."""
    async with client.stream("GET", "/api/web/events", timeout=ANSWER_MS / 1000) as stream:
        found = 0
        async for line in stream.aiter_lines():
            found += line.startswith("event: message")
            if found == number:
                return


async def test_what_the_widget_needs_is_all_there_is(stack: Stack, page: Page) -> None:
    """Everything comes from the assistant's own address: nothing else can be reached from where it is used."""
    foreign: list[str] = []
    page.on("request", lambda one: None if one.url.startswith(stack.address) else foreign.append(one.url))
    chat: Chat = await open_on_page(page, stack.address, "zh-Hans")
    await chat.say(BANK_ACCOUNT["zh-Hans"])

    assert foreign == []
