"""From a stored message to an answer: in order, once, whatever breaks in between."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from bot.core.clock import utc_now
from bot.core.messages import Channel, InboundKind
from bot.core.replies import Handoff, HandoffReason, NoteKind
from conversation.commands import BACK_TO_BOT, GREET, PERSON
from conversation.rasa import RasaClient
from conversation.router import Router
from handoff.desk import Desk
from handoff.errors import UnknownNoteError
from handoff.notes import Notes
from handoff.staffing import Staffing
from handoff.tickets import open_ticket
from storage.conversations import lock_conversation
from storage.engine import Database, open_database
from storage.states import Author, InboxState, TicketState
from storage.tables import conversations, inbox
from tests.conversation.conftest import Visitor, at_work, crash, until
from tests.conversation.fake_rasa import TOKEN, FakeRasa, echo

MakeRouter = Callable[..., Router]
HANDOFF = {"type": "handoff", "reason": "asked", "summary": "my visa", "entries": ["exit-entry.visa-reissue"]}
CHOICES = {"type": "choices", "entries": [{"entry": "a.b", "title": "A"}, {"entry": "c.d", "title": "C"}]}


def texts_of(rows: list) -> list[object]:
    return [row.payload.get("text", row.payload.get("label")) for row in rows]


def states(database: Database) -> list[str]:
    statement = sa.select(inbox.c.state).order_by(inbox.c.id)
    return database.read_now(lambda connection: connection.execute(statement).scalars().all())


async def staff_id(database: Database) -> int:
    return (await Staffing(database).create(site="sip", username="li", password="long enough", display_name="Li")).id


async def test_message_is_answered(make_router: MakeRouter, visitor: Visitor, database: Database) -> None:
    async with at_work(make_router()):
        await visitor.say("hello")
        rows = await visitor.rows(1)
    assert texts_of(rows) == ["you said hello"]
    assert rows[0].answers == "anna-1"
    assert states(database) == [InboxState.DONE.value]


async def test_repeat_is_not_answered(make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa) -> None:
    async with at_work(make_router()):
        await visitor.say("hello", message_id="same")
        await visitor.say("hello", message_id="same")
        await visitor.say("bye")
        assert texts_of(await visitor.rows(2)) == ["you said hello", "you said bye"]
    assert len(rasa.turns) == 2


async def test_conversation_is_worked_in_order_and_one_message_at_a_time(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    for n in range(8):
        await visitor.say(str(n))
    async with at_work(make_router()):
        assert texts_of(await visitor.rows(8)) == [f"you said {n}" for n in range(8)]
    assert rasa.overlaps == 0


async def test_conversations_are_worked_side_by_side(
    make_router: MakeRouter, database: Database, rasa: FakeRasa
) -> None:
    rasa.gate.clear()
    visitors = [Visitor(database, f"v{n}") for n in range(6)]
    async with at_work(make_router()):
        for one in visitors:
            await one.say("hello")

        async def all_entered() -> bool:
            return len(rasa.turns) == 6

        await until(all_entered)
        rasa.gate.set()
        for one in visitors:
            await one.rows(1)


async def test_no_more_turns_at_once_than_allowed(make_router: MakeRouter, database: Database, rasa: FakeRasa) -> None:
    rasa.gate.clear()
    visitors = [Visitor(database, f"v{n}") for n in range(5)]
    for one in visitors:
        await one.say("hello")
    async with at_work(make_router(turns_at_once=2)):

        async def two_entered() -> bool:
            return len(rasa.turns) >= 2

        await until(two_entered)
        assert len(rasa.turns) == 2
        rasa.gate.set()
        for one in visitors:
            await one.rows(1)


async def test_two_routers_never_work_one_conversation_at_once(
    make_router: MakeRouter, database: Database, database_url: str, rasa: FakeRasa
) -> None:
    other = open_database(database_url)
    visitors = [Visitor(database if n % 2 else other, f"v{n}") for n in range(4)]
    async with at_work(make_router()), at_work(make_router(other)):
        for n in range(5):
            await asyncio.gather(*(one.say(str(n)) for one in visitors))
        for one in visitors:
            assert texts_of(await one.rows(5)) == [f"you said {n}" for n in range(5)]
    assert rasa.overlaps == 0
    assert (len(rasa.turns), rasa.repeats) == (20, 0)
    other.close()


async def test_crash_during_a_turn_repeats_it_after_restart(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    rasa.gate.clear()
    await visitor.say("hello")
    await visitor.say("bye")
    running = asyncio.create_task(make_router(name="edge-1").run())
    await rasa.entered.wait()
    await crash(running)
    rasa.gate.set()
    async with at_work(make_router(name="edge-1")):
        assert texts_of(await visitor.rows(2)) == ["you said hello", "you said bye"]


async def test_crash_between_turn_and_commit_answers_once(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = asyncio.Event()

    async def hang(*_: object) -> None:
        reached.set()
        await asyncio.Event().wait()

    await visitor.say("hello")
    with monkeypatch.context() as patched:
        patched.setattr(Router, "_finish", hang)
        running = asyncio.create_task(make_router(name="edge-1").run())
        await asyncio.wait_for(reached.wait(), 5)
        await crash(running)
    assert await visitor.all_rows() == []
    async with at_work(make_router(name="edge-1")):
        assert texts_of(await visitor.rows(1)) == ["you said hello"]
    assert (len(rasa.turns), rasa.repeats) == (1, 1)


async def test_crash_after_the_commit_does_not_repeat_the_turn(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    running = asyncio.create_task(make_router(name="edge-1").run())
    await visitor.say("hello")
    await visitor.rows(1)
    await crash(running)
    async with at_work(make_router(name="edge-1")):
        await visitor.say("bye")
        assert texts_of(await visitor.rows(2)) == ["you said hello", "you said bye"]
    assert (len(rasa.turns), rasa.repeats) == (2, 0)


async def test_another_edge_takes_over_when_the_lease_has_run_out(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    rasa.gate.clear()
    await visitor.say("hello")
    running = asyncio.create_task(make_router(name="edge-1", lease=timedelta(seconds=0.3)).run())
    await rasa.entered.wait()
    await crash(running)
    rasa.gate.set()
    async with at_work(make_router(name="edge-2")):
        assert texts_of(await visitor.rows(1)) == ["you said hello"]


async def test_long_turn_keeps_its_conversation(
    make_router: MakeRouter, visitor: Visitor, database: Database, rasa: FakeRasa
) -> None:
    rasa.gate.clear()
    await visitor.say("hello")
    lease = timedelta(seconds=0.3)
    async with at_work(make_router(name="edge-1", lease=lease)):
        await rasa.entered.wait()
        started = await _lease_end(database)
        async with at_work(make_router(name="edge-2", lease=lease)):

            async def lease_was_renewed_often() -> bool:
                return await _lease_end(database) > started + 4 * lease

            await until(lease_was_renewed_often)
            assert len(rasa.turns) == 1
            rasa.gate.set()
            assert texts_of(await visitor.rows(1)) == ["you said hello"]
    assert (len(rasa.turns), rasa.repeats) == (1, 0)


async def test_message_waits_while_rasa_is_away_and_is_answered_when_it_is_back(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    rasa.status = 503
    async with at_work(make_router(received_after=timedelta(seconds=0.1))):
        await visitor.say("ja: hello")
        await visitor.say("ja: bye")
        [told] = await visitor.rows(1)
        assert (told.payload["label"], told.language) == ("received", "ja")
        rasa.status = None
        rows = await visitor.rows(3)
    said = [one for one in texts_of(rows) if one != "received"]
    assert said == ["you said ja: hello", "you said ja: bye"]


async def test_arrival_is_told_once_for_a_message(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.status = 503
    async with at_work(make_router(received_after=timedelta(0))):
        await visitor.say("hello")
        await visitor.rows(1)

        async def knocked_twice() -> bool:
            tried = sa.select(inbox.c.unreachable)
            return await database.read(lambda connection: connection.execute(tried).scalar_one()) >= 2

        await until(knocked_twice)
        assert texts_of(await visitor.all_rows()) == ["received"]


async def test_person_can_be_called_while_rasa_is_away(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.status = 503
    async with at_work(make_router(received_after=timedelta(0))):
        await visitor.say("my visa ends today")
        [told] = await visitor.rows(1)
        await visitor.press(f"{told.id}.1")
        rows = await visitor.rows(2)

        async def all_done() -> bool:
            return states(database) == ["done", "done"]

        await until(all_done)
    assert texts_of(rows) == ["received", "ticket-opened"]
    [ticket] = await Desk(database).queue("sip")
    assert (ticket.reason, ticket.summary) == (HandoffReason.ASKED, "my visa ends today")


async def test_greeting_that_fails_calls_nobody_and_that_waits_is_not_remarked_on(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.status = 503
    async with at_work(make_router(received_after=timedelta(0))):
        await visitor.say("", kind=InboundKind.ENTER)

        async def knocked_twice() -> bool:
            tried = sa.select(inbox.c.unreachable)
            return await database.read(lambda connection: connection.execute(tried).scalar_one()) >= 2

        await until(knocked_twice)
        assert await visitor.all_rows() == []
        rasa.status = 500
        assert texts_of(await visitor.rows(1)) == ["sorry"]
    assert await Desk(database).queue("sip") == []


async def test_arrival_is_told_during_a_slow_turn(make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa) -> None:
    rasa.gate.clear()
    async with at_work(make_router(received_after=timedelta(0))):
        await visitor.say("hello")
        assert texts_of(await visitor.rows(1)) == ["received"]
        rasa.gate.set()
        assert texts_of(await visitor.rows(2)) == ["received", "you said hello"]


async def test_turn_that_fails_once_is_answered(make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa) -> None:
    rasa.failures = 1
    async with at_work(make_router()):
        await visitor.say("hello")
        assert texts_of(await visitor.rows(1)) == ["you said hello"]
    assert len(rasa.turns) == 2


async def test_turn_that_fails_twice_is_apologised_for_and_opens_one_ticket(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.failures = 2
    async with at_work(make_router()):
        await visitor.say("ko: help me")
        [row] = await visitor.rows(1)
        await visitor.say("ko: hello?")
        await visitor.say("ko: anybody?")

        async def all_done() -> bool:
            return states(database) == ["done"] * 3

        await until(all_done)
    assert (row.payload["label"], row.language, row.author) == ("turn-failed", "ko", Author.SYSTEM)
    [ticket] = await Desk(database).queue("sip")
    assert (ticket.reason, ticket.summary, ticket.language) == (HandoffReason.TURN_FAILED, "ko: help me", "ko")
    assert len(rasa.turns) == 2
    assert len(await visitor.all_rows()) == 1


@pytest.mark.parametrize(
    "replies",
    [
        [],
        [{"type": "notification", "label": "no-such-label"}],
        [
            {
                "type": "answer",
                "entry": "a.b",
                "title": "T",
                "summary": "S",
                "verified_on": "2026-11-22",
                "as_of": "2026-11",
                "sections": [{"key": "no_such_section", "items": ["x"]}],
            }
        ],
    ],
)
async def test_silence_and_what_cannot_be_shown_count_as_failed(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, replies: list
) -> None:
    rasa.script = lambda body: replies
    async with at_work(make_router()):
        await visitor.say("hello")
        assert texts_of(await visitor.rows(1)) == ["turn-failed"]


async def test_handoff_opens_a_ticket_and_the_bot_falls_silent_until_it_is_closed(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.script = lambda body: [HANDOFF] if "person" in str(body["text"]) else echo(body)
    desk = Desk(database)
    staff = await staff_id(database)
    async with at_work(make_router()):
        await visitor.say("a person please")
        assert texts_of(await visitor.rows(1)) == ["ticket-opened-away"]
        [ticket] = await desk.queue("sip")
        assert (ticket.summary, ticket.entries) == ("my visa", ("exit-entry.visa-reissue",))
        await desk.claim(ticket.id, staff)
        for text in ("are you there?", "/restart"):
            await visitor.say(text)

        async def all_done() -> bool:
            return states(database) == ["done"] * 3

        await until(all_done)
        assert len(rasa.turns) == 1
        await desk.reply(ticket.id, staff, "yes")
        await desk.close(ticket.id, staff)
        await visitor.say("thanks")
        rows = await visitor.rows(5)
    assert texts_of(rows) == ["ticket-opened-away", "ticket-claimed", "yes", "ticket-closed", "you said thanks"]
    visitor_lines = [line.text for line in await desk.transcript(ticket.id) if hasattr(line, "message_id")]
    assert visitor_lines == ["a person please", "are you there?", "/restart", "thanks"]


async def test_answer_that_is_ready_when_staff_have_come_is_kept_back(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.gate.clear()
    async with at_work(make_router()):
        await visitor.say("hello")
        await rasa.entered.wait()
        await database.write(
            lambda connection: open_ticket(
                connection,
                lock_conversation(connection, visitor.conversation_id),
                Handoff(reason=HandoffReason.ASKED),
                "en",
                utc_now(),
            )
        )
        rasa.gate.set()

        async def done() -> bool:
            return states(database) == ["done"]

        await until(done)
    assert await visitor.all_rows() == []


async def test_who_is_handed_over_reads_whether_somebody_is_at_the_desk(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.script = lambda body: [HANDOFF]
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    staffing = Staffing(database, hasher=hasher)
    await staffing.create(site="sip", username="li", password="long enough", display_name="Li")
    await staffing.sign_in("li", "long enough")
    async with at_work(make_router()):
        await visitor.say("a person please")
        assert texts_of(await visitor.rows(1)) == ["ticket-opened"]


async def test_what_a_visitor_leaves_for_the_staff_is_kept_and_not_shown(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    note = {"type": "note", "kind": "suggestion", "text": "open on Sundays", "contact": "anna@example.org"}
    rasa.script = lambda body: [note, *echo(body)]
    notes = Notes(database)
    async with at_work(make_router()):
        await visitor.say("I have an idea")
        assert texts_of(await visitor.rows(1)) == ["you said I have an idea"]

        async def kept() -> bool:
            return bool(await notes.open("sip"))

        await until(kept)
    [left] = await notes.open("sip")
    assert (left.note.kind, left.note.text, left.note.contact) == (
        NoteKind.SUGGESTION,
        "open on Sundays",
        "anna@example.org",
    )
    assert await notes.open("other") == []
    await notes.settle(left.id, site="sip", staff_id=await staff_id(database))
    assert await notes.open("sip") == []
    with pytest.raises(UnknownNoteError):
        await notes.settle(left.id, site="other", staff_id=1)


async def test_a_typed_language_command_changes_the_language(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    async with at_work(make_router()):
        await visitor.say("/lang ja")
        await visitor.rows(1)
    assert rasa.turns[0]["command"] == '/change_language{"wished_language": "ja"}'


async def test_visitor_may_go_back_to_the_bot(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.script = lambda body: [HANDOFF] if "person" in str(body["text"]) else echo(body)
    async with at_work(make_router()):
        await visitor.say("a person please")
        [opened] = await visitor.rows(1)
        await visitor.press(f"{opened.id}.1")
        await visitor.rows(2)
        await visitor.press(f"{opened.id}.1")
        await visitor.say("hello")
        rows = await visitor.rows(4)
    assert texts_of(rows) == ["ticket-opened-away", "ticket-withdrawn", "ticket-withdrawn", "you said hello"]
    assert await Desk(database).queue("sip") == []
    assert (await Desk(database).ticket(1)).state is TicketState.CLOSED
    assert all(turn["command"] != BACK_TO_BOT for turn in rasa.turns)


async def test_choice_is_resolved_to_its_command(make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa) -> None:
    rasa.script = lambda body: [CHOICES] if body["command"] is None else echo(body)
    async with at_work(make_router()):
        await visitor.say("which?")
        [offer] = await visitor.rows(1)
        await visitor.press(f"{offer.id}.2")
        await visitor.press(f"{offer.id}.4")
        await visitor.rows(3)
    assert [turn["command"] for turn in rasa.turns] == [None, '/ask_service{"entry": "c.d"}', PERSON]


async def test_choice_of_another_conversation_and_unknown_ones_are_no_commands(
    make_router: MakeRouter, visitor: Visitor, database: Database, rasa: FakeRasa
) -> None:
    rasa.script = lambda body: [CHOICES]
    stranger = Visitor(database, "mallory")
    async with at_work(make_router()):
        await visitor.say("which?")
        [offer] = await visitor.rows(1)
        pressed = [
            f"{offer.id}.2",
            "999.1",
            f"{offer.id}.99",
            f"{offer.id}.0",
            "/restart",
            "1.1.1",
            "x",
            "²." + "1",
        ]
        for choice in pressed:
            await stranger.press(choice)
        await stranger.rows(len(pressed))
    assert {turn["command"] for turn in rasa.turns} == {None}


@pytest.mark.parametrize(
    ("channel", "command"), [(Channel.WECHAT, '/ask_service{"entry": "c.d"}'), (Channel.TELEGRAM, None)]
)
async def test_lone_number_is_a_choice_where_there_are_no_buttons(
    make_router: MakeRouter, database: Database, rasa: FakeRasa, channel: Channel, command: str | None
) -> None:
    rasa.script = lambda body: [CHOICES] if body["text"] == "which?" else echo(body)
    visitor = Visitor(database, "anna", channel)
    async with at_work(make_router()):
        await visitor.say("which?")
        await visitor.rows(1)
        await visitor.say("２")
        await visitor.rows(2)
        await visitor.say("2")
        await visitor.rows(3)
    assert [turn["command"] for turn in rasa.turns] == [None, command, None]


async def test_opening_the_conversation_greets(make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa) -> None:
    async with at_work(make_router()):
        await visitor.say("", kind=InboundKind.ENTER)
        await visitor.rows(1)
    assert rasa.turns[0]["command"] == GREET


async def test_a_shared_location_asks_what_is_near(make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa) -> None:
    async with at_work(make_router()):
        await visitor.say("31.3,120.7", kind=InboundKind.LOCATION)
        await visitor.rows(1)
    assert rasa.turns[0]["command"] == '/nearest_point{"latitude": "31.3", "longitude": "120.7"}'


async def test_unsupported_message_is_answered_without_rasa(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    async with at_work(make_router()):
        await visitor.say("", kind=InboundKind.UNSUPPORTED, language_hints=("ko-KR",))
        [row] = await visitor.rows(1)
    assert (row.payload["label"], row.language, rasa.turns) == ("unsupported", "ko", [])


async def test_language_follows_what_is_written_and_not_what_is_short(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa
) -> None:
    async with at_work(make_router()):
        await visitor.say("ok", language_hints=("zh-TW",))
        await visitor.say("ja: hello")
        await visitor.say("ok")
        rows = await visitor.rows(3)
    assert [row.language for row in rows] == ["zh-Hant", "ja", "ja"]
    assert [turn["metadata"]["language"]["prior"] for turn in rasa.turns] == [None, None, "ja"]


async def test_chosen_language_wins_from_then_on(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    rasa.script = lambda body: (
        [{"type": "language", "language": "ko"}, *echo(body)] if body["text"] == "korean" else echo(body)
    )
    async with at_work(make_router()):
        await visitor.say("korean")
        await visitor.say("ja: hello")
        rows = await visitor.rows(2)
    assert [row.language for row in rows] == ["ko", "ko"]
    assert rasa.turns[1]["metadata"]["language"] == {"preferred": "ko", "prior": "ko", "answer": "ko"}


async def test_closing_lets_the_running_turn_end(make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa) -> None:
    rasa.gate.clear()
    router = make_router()
    running = asyncio.create_task(router.run())
    await visitor.say("hello")
    await rasa.entered.wait()
    closing = asyncio.create_task(router.close())
    rasa.gate.set()
    await asyncio.wait_for(closing, 5)
    await running
    assert texts_of(await visitor.all_rows()) == ["you said hello"]


async def test_wrong_token_leaves_messages_waiting(
    make_router: MakeRouter, visitor: Visitor, rasa: FakeRasa, database: Database
) -> None:
    stranger = RasaClient(rasa.url, TOKEN + "x")
    async with at_work(make_router(understanding=stranger)):
        await visitor.say("hello")

        async def knocked() -> bool:
            tried = sa.select(inbox.c.unreachable)
            return await database.read(lambda connection: connection.execute(tried).scalar_one()) >= 1

        await until(knocked)
    assert (states(database), rasa.turns) == (["accepted"], [])
    await stranger.close()


async def _lease_end(database: Database) -> datetime:
    statement = sa.select(conversations.c.work_until)
    return await database.read(lambda connection: connection.execute(statement).scalar_one())
