"""The guide's pages over HTTP, on a small version of content."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from starlette.applications import Starlette

from bot.core.languages import TAGS
from bot.core.replies import Answer, EntryLink, Section, Source, to_payload
from bot.settings import Settings
from bot.sites import Sites
from bot.texts import Texts
from channels.rates import RateLimiter
from web.assets import Assets
from web.errors import HANDLERS
from web.guide.routes import GuidePages

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LOST = "exit-entry.lost-passport"


def answer(tag: str, title: str) -> dict[str, object]:
    made = Answer(
        entry=LOST,
        title=title,
        summary=f"Report it <first> ({tag}).",
        sections=(Section(key="steps", items=("Police", "Embassy")), Section(key="fee", items=("Free",))),
        unknown=("time_limit",),
        sources=(
            Source(title="Police", url="https://police.example/", date="2024-06"),
            Source(title="Copy", url=None, date=None),
        ),
        verified_on="2026-11-22",
        as_of="2025-10",
        related=(EntryLink(entry="life.bank", title="Bank"),),
    )
    return to_payload(made)


def step(name: str, stage: str, days: int | None) -> dict[str, Any]:
    return {
        "id": name,
        "stage": stage,
        "entry": LOST if name == "register" else None,
        "kind": "statutory",
        "days": days,
        "do": f"Do {name}",
        "deadline": "soon" if name == "register" else "",
        "note": "",
        "legal_basis": "Art. 39",
        "low": False,
        "sources": [{"title": "Law", "url": None, "date": "2012-06"}],
    }


def event(name: str, day: str | None) -> dict[str, Any]:
    texts = dict.fromkeys(("place", "details", "language", "sign_up"), "")
    source = {"title": "News", "url": "https://news.example/", "date": None}
    return {
        **texts,
        "id": name,
        "title": name.title(),
        "theme": "social",
        "by_centre": True,
        "date": day,
        "low": False,
    } | {"source": source}


def guide(tag: str) -> dict[str, Any]:
    steps = [
        step("visa", "before_arrival", None),
        step("register", "first_24_hours", 1),
        step("phone", "first_week", None),
        step("permit", "first_30_days", 30),
    ]
    days = {"as_of": "2026-11", "verified_on": "2026-11-22"}
    return {
        "packs": [{"id": "students", "title": f"Students {tag}", "lead": "For them", "steps": steps, **days}],
        "themes": [{"id": "help", "title": "Help", "entries": [LOST]}],
        "activities": {
            **days,
            "themes": [{"id": "social", "name": "Meeting", "purpose": "Meet"}],
            "events": [event("coming", "2026-12-05"), event("past", "2025-12-05"), event("someday", None)],
        },
    }


def put(built: Path, version: str, title: str = "Lost passport") -> None:
    folder = built / version
    folder.mkdir(parents=True)
    upkeep = {"confidence": "low", "review_by": "2027-05-22", "valid_until": "2026-11-30"}
    replies = {
        "answers": {LOST: {tag: answer(tag, title) for tag in TAGS}},
        "upkeep": {LOST: upkeep},
        "aliases": {"exit-entry.gone": LOST},
    }
    (folder / "replies.json").write_text(json.dumps(replies))
    (folder / "guide.json").write_text(json.dumps({tag: guide(tag) for tag in TAGS}))
    (built / "current").write_text(f"{version}\n")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, internal_token="t" * 32)


@pytest.fixture
def found() -> list[str]:
    """Return what the action server finds."""
    return [LOST, "no.longer"]


@pytest.fixture
async def client(settings: Settings, found: list[str]) -> AsyncIterator[httpx.AsyncClient]:
    put(settings.var / "knowledge", "one")
    texts = Texts.load()

    def search(request: httpx.Request) -> httpx.Response:
        assert request.url.params["token"] == settings.internal_token
        return httpx.Response(200, json={"entries": found}) if found else httpx.Response(500)

    async with httpx.AsyncClient(transport=httpx.MockTransport(search)) as actions:
        pages = GuidePages(
            texts=texts,
            sites=Sites.load(),
            assets=Assets(texts),
            settings=settings,
            rates=RateLimiter(),
            client=actions,
            clock=lambda: NOW,
        )
        app = Starlette(routes=pages.routes, exception_handlers=HANDLERS)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sip.example") as made:
            yield made


@pytest.mark.parametrize("tag", TAGS)
async def test_every_page_is_there_in_every_language(client: httpx.AsyncClient, tag: str) -> None:
    for path in ("", "theme/help", f"service/{LOST}", "pack/students", "activities", "search", "search?q=x"):
        page = await client.get(f"/guide/{tag}/{path}")

        assert page.status_code == 200, path
        assert f'<html lang="{tag}">' in page.text
        plain = path.partition("?")[0]
        assert f'<link rel="canonical" href="http://sip.example/guide/{tag}/{plain}">' in page.text
        assert page.text.count('rel="alternate"') == len(TAGS)


async def test_an_entry_shows_sources_age_and_notices_and_nothing_as_markup(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/guide/en/service/{LOST}")).text

    assert "Report it &lt;first&gt; (en)." in page
    assert '<a href="https://police.example/" rel="noopener">Police</a>' in page
    assert "Source: Copy" in page
    assert "This rule has ended" in page
    assert "Please confirm it before you rely on it" in page
    assert "Last checked on 22 November 2026" in page
    assert '<a href="/guide/en/theme/help">' in page


async def test_an_alias_leads_to_its_entry(client: httpx.AsyncClient) -> None:
    answer = await client.get("/guide/ja/service/exit-entry.gone")

    assert (answer.status_code, answer.headers["location"]) == (301, f"/guide/ja/service/{LOST}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/guide/en/service/no.such", 404),
        ("/guide/en/theme/none", 404),
        ("/guide/en/pack/none", 404),
        ("/guide/fr/", 404),
        ("/guide/en/pack/students.ics", 400),
        ("/guide/en/pack/students.ics?arrival=tomorrow", 400),
    ],
)
async def test_what_is_not_there_is_said(client: httpx.AsyncClient, path: str, status: int) -> None:
    assert (await client.get(path)).status_code == status


async def test_a_day_of_arrival_dates_the_steps(client: httpx.AsyncClient) -> None:
    page = (await client.get("/guide/en/pack/students?arrival=2026-12-02")).text

    assert "By 3 December 2026" in page
    assert "By 9 December 2026" in page
    assert "By 1 January 2027" in page
    assert page.count('class="by"') == 3
    assert "By " not in (await client.get("/guide/en/pack/students")).text
    wrong = (await client.get("/guide/en/pack/students?arrival=02.12.2026")).text
    assert "Please choose a day." in wrong


async def test_the_calendar_of_a_pack_can_be_read_by_a_library(client: httpx.AsyncClient) -> None:
    answer = await client.get("/guide/en/pack/students.ics?arrival=2026-12-02")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="students-2026-12-02.ics"'
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(str(one["summary"]), one.decoded("dtstart").isoformat()) for one in events] == [
        ("Do register", "2026-12-03"),
        ("Do phone", "2026-12-09"),
        ("Do permit", "2027-01-01"),
    ]
    assert len({str(one["uid"]) for one in events}) == 3
    assert "http://sip.example/guide/en/pack/students?arrival=2026-12-02" in str(events[0]["description"])


async def test_only_what_is_coming_is_in_the_calendar_of_activities(client: httpx.AsyncClient) -> None:
    page = (await client.get("/guide/en/activities")).text
    calendar = await client.get("/guide/en/activities.ics")

    assert page.index("Coming</h4>") < page.index('id="past"') < page.index("Past</h4>") < page.index("Someday</h4>")
    assert [str(one["summary"]) for one in Calendar.from_ical(calendar.content).walk("VEVENT")] == ["Coming"]


async def test_a_search_shows_what_the_assistant_finds(client: httpx.AsyncClient, found: list[str]) -> None:
    page = (await client.get("/guide/en/search", params={"q": "my <passport>"})).text
    assert "Results for “my &lt;passport&gt;”" in page
    assert page.count("/guide/en/service/") == 1

    found.clear()
    away = (await client.get("/guide/en/search", params={"q": "passport"})).text
    assert "The search is not available at the moment" in away


async def test_a_new_version_is_shown_at_once(client: httpx.AsyncClient, settings: Settings) -> None:
    put(settings.var / "knowledge", "two", "Passport gone")

    assert "Passport gone" in (await client.get(f"/guide/en/service/{LOST}")).text


async def test_before_anything_is_built_it_says_so(client: httpx.AsyncClient, settings: Settings) -> None:
    (settings.var / "knowledge" / "current").write_text("none\n")

    answer = await client.get("/guide/ko/")

    assert answer.status_code == 503
    assert "안내를 준비하고 있습니다" in answer.text


@pytest.mark.parametrize(("accepted", "tag"), [("ko,en;q=0.5", "ko"), ("zh-TW", "zh-Hant"), ("fr", "en")])
async def test_the_guide_opens_in_the_browsers_language(client: httpx.AsyncClient, accepted: str, tag: str) -> None:
    answer = await client.get("/guide", headers={"Accept-Language": accepted})

    assert (answer.status_code, answer.headers["location"]) == (302, f"/guide/{tag}/")
