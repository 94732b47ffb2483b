"""The staff's side of a conversation, and what the visitor sees of it, each in a browser."""

import re

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from bot.core.languages import TAGS
from cli.accounts import NewAccount
from tests.e2e.browsing import ANSWER_MS, BANK_ACCOUNT, EMERGENCY, PERSON, Chat, label, open_alone, sign_in, violations
from tests.e2e.conftest import Member, Stack

#: Pages look for news every three seconds.
NEWS_MS = 15_000


async def ask_for_a_person(page: Page, stack: Stack, tag: str) -> Chat:
    """Write to the assistant, then ask for a person."""
    chat = await open_alone(page, stack.address, tag)
    await chat.say(BANK_ACCOUNT[tag])
    await chat.field.fill(PERSON[tag])
    await chat.field.press("Enter")
    told = "|".join(re.escape(label(tag, f"notification-ticket-opened{away}")) for away in ("", "-away"))
    await expect(chat.notices).to_have_text(re.compile(told))
    await expect(chat.notices.locator(".bubble")).to_have_attribute("lang", tag)
    await expect(chat.banner).to_be_visible()
    return chat


async def newest(member: Member, stack: Stack) -> Locator:
    """Return the last of those who wait."""
    await member.page.goto(f"{stack.address}/console?lang=en")
    return member.page.locator("section[aria-labelledby=waiting] .entry").last


async def take_over(member: Member, stack: Stack) -> str:
    """Take the last of those who wait; return the ticket's address."""
    await (await newest(member, stack)).get_by_role("button").click()
    await member.page.wait_for_url(re.compile(r"/console/tickets/\d+$"))
    return member.page.url


async def write(member: Member, text: str) -> None:
    await member.page.fill("#text", text)
    await member.page.click("#reply button")
    await expect(member.page.locator("#text")).to_have_value("")


def is_look(route: Route) -> bool:
    """Tell the page's own look for news from what its user does."""
    return route.request.resource_type == "fetch"


async def end(member: Member) -> None:
    member.page.once("dialog", lambda question: question.accept())
    await member.page.get_by_role("button", name=label("en", "console-close"), exact=True).click()
    await member.page.wait_for_url(re.compile("/console$"))


@pytest.mark.parametrize("tag", TAGS)
async def test_who_gives_a_wrong_password_stays_outside(stack: Stack, page: Page, tag: str) -> None:
    await page.goto(f"{stack.address}/console?lang={tag}")
    await page.wait_for_url(re.compile("/console/sign-in"))
    await page.goto(f"{stack.address}/console/sign-in?lang={tag}")
    await page.fill("#username", f"nobody-{tag}")
    await page.fill("#password", "not the password")
    await page.click("main button[type=submit]")

    await expect(page.get_by_role("alert")).to_have_text(label(tag, "console-wrong-password"))
    await expect(page.locator("#username")).to_have_value(f"nobody-{tag}")
    await expect(page.locator("#password")).to_have_value("")
    assert await violations(page) == {}
    await page.goto(f"{stack.address}/console")
    await page.wait_for_url(re.compile("/console/sign-in"))


async def test_who_signs_out_is_outside(
    stack: Stack, browser: Browser, accounts: dict[str, NewAccount], signed_in: list[Member]
) -> None:
    account = accounts[signed_in[1].name]
    async with await browser.new_context() as context:
        page = await context.new_page()
        await sign_in(page, stack.address, account.username, account.password)
        await expect(page.locator(".who")).to_have_text(signed_in[1].name)
        await page.get_by_role("button", name=label("en", "console-sign-out")).click()
        await page.wait_for_url(re.compile("/console/sign-in"))
        await page.goto(f"{stack.address}/console")
        await page.wait_for_url(re.compile("/console/sign-in"))


@pytest.mark.parametrize("tag", TAGS)
async def test_staff_read_in_their_own_language(stack: Stack, signed_in: list[Member], tag: str) -> None:
    page = signed_in[0].page
    await page.goto(f"{stack.address}/console?lang=en")
    await page.select_option("#lang", tag)

    await expect(page.locator("html")).to_have_attribute("lang", tag)
    await expect(page.get_by_role("heading", level=1)).to_contain_text(label(tag, "console-queue"))


@pytest.mark.parametrize("tag", TAGS)
async def test_a_person_is_asked_for_answers_and_hands_back(
    stack: Stack, page: Page, signed_in: list[Member], tag: str
) -> None:
    # the first account has no name that visitors read
    staff = signed_in[1]
    chat = await ask_for_a_person(page, stack, tag)

    # in the queue: what it is about, and in which language to answer
    entry = await newest(staff, stack)
    await expect(entry).to_contain_text(PERSON[tag])
    await expect(entry.locator(".tag")).to_have_text(label(tag, "language-name"))
    await expect(entry).to_contain_text(label("en", "console-reason-asked"))

    await entry.get_by_role("button").click()
    history = staff.page.get_by_role("region", name=label("en", "console-history")).get_by_role("listitem")
    await expect(history).to_have_count(2)
    await expect(history.first).to_contain_text(label("en", "console-move-opened"))
    await expect(history.last).to_contain_text(f"{label('en', 'console-move-claimed')} · {staff.name}")

    # what was said before is there, in the words and the language of each
    lines = staff.page.get_by_role("log").locator(".line")
    await expect(lines.filter(has_text=BANK_ACCOUNT[tag])).to_be_visible()
    await expect(staff.page.locator(f'.line.assistant .words[lang="{tag}"] h3')).to_be_visible()

    # staff write; the visitor answers, and the assistant keeps silent
    await expect(chat.banner).to_have_text(label(tag, "widget-staff-answering"), timeout=NEWS_MS)
    await write(staff, "您好 Hello こんにちは 안녕하세요 <b>1 < 2</b>")
    await expect(chat.staff.last.locator(".bubble")).to_have_text("您好 Hello こんにちは 안녕하세요 <b>1 < 2</b>")
    await expect(chat.staff.last.locator(".meta")).to_contain_text(staff.name)
    await chat.field.fill(BANK_ACCOUNT[tag])
    await chat.field.press("Enter")
    await expect(chat.sent).to_have_count(3)
    await staff.page.reload()
    await expect(lines.filter(has_text=BANK_ACCOUNT[tag])).to_have_count(2)
    await write(staff, "See you.")
    await expect(chat.staff).to_have_count(2)
    await expect(chat.answers).to_have_count(1)

    # after the end the assistant answers again, and the message that staff read is not answered late
    await end(staff)
    await expect(chat.banner).to_be_hidden()
    await expect(chat.notices.last.locator(".bubble")).to_have_text(label(tag, "notification-ticket-closed"))
    await chat.say(BANK_ACCOUNT[tag])
    await expect(chat.answers).to_have_count(2)
    await page.reload()
    await expect(chat.staff).to_have_count(2)
    await expect(chat.answers).to_have_count(2)


async def test_what_a_visitor_leaves_is_read_and_settled(stack: Stack, page: Page, signed_in: list[Member]) -> None:
    chat = await open_alone(page, stack.address, "en")
    await chat.say("I have a suggestion for you")
    await chat.say("Open the counter on Sunday mornings")
    await chat.say("anna@example.org")

    staff = signed_in[0].page
    await staff.goto(f"{stack.address}/console?lang=en")
    await staff.get_by_role("link", name=re.compile(label("en", "console-notes"))).click()
    note = staff.locator(".entry").filter(has_text="Open the counter on Sunday mornings")
    await expect(note).to_contain_text("anna@example.org")
    await expect(note).to_contain_text(label("en", "console-note-kind-suggestion"))
    assert await violations(staff) == {}

    await note.get_by_role("button").click()
    await expect(note).to_have_count(0)


async def test_an_emergency_comes_before_all_others(
    stack: Stack, browser: Browser, page: Page, signed_in: list[Member]
) -> None:
    staff = signed_in[0]
    await ask_for_a_person(page, stack, "en")
    async with await browser.new_context() as context:
        other = await open_alone(await context.new_page(), stack.address, "ko")
        await other.say(EMERGENCY["ko"])
        await expect(other.banner).to_be_visible()

    await newest(staff, stack)
    reasons = await staff.page.locator("section[aria-labelledby=waiting] .reason").all_inner_texts()

    urgent = label("en", "console-reason-emergency")
    assert urgent in reasons
    assert reasons == sorted(reasons, key=lambda reason: reason != urgent)


async def test_who_comes_second_reads_who_was_quicker(stack: Stack, page: Page, signed_in: list[Member]) -> None:
    staff, colleague = signed_in
    await ask_for_a_person(page, stack, "en")
    await (await newest(staff, stack)).get_by_role("link").click()
    ticket = staff.page.url
    await colleague.page.goto(ticket)
    # the page of the second has not looked for news yet
    await colleague.page.route(ticket, lambda route: route.abort() if is_look(route) else route.continue_())
    await staff.page.get_by_role("button", name=label("en", "console-claim")).click()
    await expect(staff.page.locator("#reply")).to_be_visible()

    await colleague.page.get_by_role("button", name=label("en", "console-claim")).click()

    await expect(colleague.page.get_by_role("alert")).to_have_text(label("en", "console-taken", name=staff.name))
    await expect(colleague.page.locator("#reply")).to_have_count(0)
    await colleague.page.unroute(ticket)
    await end(staff)


async def test_a_conversation_put_back_waits_again(stack: Stack, page: Page, signed_in: list[Member]) -> None:
    staff, colleague = signed_in
    chat = await ask_for_a_person(page, stack, "en")
    ticket = await take_over(staff, stack)
    await staff.page.get_by_role("button", name=label("en", "console-release")).click()
    await expect(chat.notices.last.locator(".bubble")).to_have_text(label("en", "notification-ticket-requeued"))

    assert await take_over(colleague, stack) == ticket
    await write(colleague, "I go on from here.")
    await expect(chat.staff.locator(".meta")).to_contain_text(colleague.name)
    await end(colleague)


async def test_a_visitor_who_waits_goes_back_to_the_assistant(
    stack: Stack, page: Page, signed_in: list[Member]
) -> None:
    chat = await ask_for_a_person(page, stack, "en")
    entry = await newest(signed_in[0], stack)
    await expect(entry).to_contain_text(PERSON["en"])
    await entry.get_by_role("link").click()

    await chat.button(label("en", "button-bot")).click()

    await expect(chat.notices.last.locator(".bubble")).to_have_text(label("en", "notification-ticket-withdrawn"))
    await expect(chat.banner).to_be_hidden()
    await expect(signed_in[0].page.locator(".state")).to_have_text(label("en", "console-state-closed"), timeout=NEWS_MS)
    await chat.say(BANK_ACCOUNT["en"])


async def test_a_reply_is_kept_when_the_connection_is_gone_and_sent_once(
    stack: Stack, page: Page, signed_in: list[Member]
) -> None:
    staff = signed_in[0]
    chat = await ask_for_a_person(page, stack, "en")
    await take_over(staff, stack)
    await staff.page.context.set_offline(True)
    await staff.page.fill("#text", "Bring your passport.")
    await staff.page.click("#reply button")
    await expect(staff.page.locator("#offline")).to_have_text(label("en", "console-offline"))
    await expect(staff.page.locator("#text")).to_have_value("Bring your passport.")

    await staff.page.context.set_offline(False)
    await staff.page.click("#reply button")
    await expect(staff.page.locator("#text")).to_have_value("")
    await expect(chat.staff.locator(".bubble")).to_have_text("Bring your passport.", timeout=ANSWER_MS)
    await end(staff)


async def test_the_queue_shows_who_comes_without_being_asked(stack: Stack, page: Page, signed_in: list[Member]) -> None:
    staff = signed_in[0]
    await staff.page.goto(f"{stack.address}/console?lang=en")
    entries = staff.page.locator("section[aria-labelledby=waiting] .entry")
    before = await entries.count()

    await ask_for_a_person(page, stack, "ko")

    await expect(entries).to_have_count(before + 1, timeout=NEWS_MS)
    await expect(staff.page.get_by_role("status").filter(has_text=label("en", "console-new-ticket"))).to_be_attached()
    await expect(staff.page).to_have_title(re.compile(rf"^\({before + 1}\) "))
    await take_over(staff, stack)
    await end(staff)
