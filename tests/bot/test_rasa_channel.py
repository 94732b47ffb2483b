"""Rasa's side of the edge: what is read, how often a turn runs, and what a failed one looks like."""

import asyncio
from typing import Any

import pytest
from rasa.core.processor import MessageProcessor

from bot import rasa_channel
from bot.rasa_channel import (
    EdgeMessage,
    MalformedMessageError,
    NoModelError,
    Replies,
    TurnRaisedError,
    Turns,
    note_swallowed_errors,
)
from tests.bot.fake_agent import INTENT, FakeAgent

BODY: dict[str, Any] = {
    "sender": "sip:web:anna",
    "message_id": "7",
    "text": "passport for my child",
    "command": None,
    "metadata": {"site": "sip", "language": {"preferred": None, "prior": "ja", "answer": "ja"}},
}


def message(**changes: Any) -> EdgeMessage:
    return EdgeMessage.parse(BODY | changes)


@pytest.fixture
def agent() -> FakeAgent:
    return FakeAgent()


@pytest.fixture
def turns() -> Turns:
    note_swallowed_errors()
    return Turns()


class TestParsing:
    def test_a_message_of_the_contract_is_read(self) -> None:
        assert message(command="/greet") == EdgeMessage(
            sender="sip:web:anna",
            message_id="7",
            text="passport for my child",
            command="/greet",
            metadata=BODY["metadata"],
        )

    @pytest.mark.parametrize("missing", ["command", "metadata"])
    def test_what_need_not_be_there_may_be_missing(self, missing: str) -> None:
        parsed = EdgeMessage.parse({name: value for name, value in BODY.items() if name != missing})

        assert parsed.text == BODY["text"]

    @pytest.mark.parametrize("body", [None, [], "text", 7, [BODY]])
    def test_what_is_no_object_is_malformed(self, body: object) -> None:
        with pytest.raises(MalformedMessageError, match="object"):
            EdgeMessage.parse(body)

    @pytest.mark.parametrize("field", ["sender", "message_id", "text"])
    @pytest.mark.parametrize("value", [None, 7, ["x"], {}])
    def test_a_field_of_the_wrong_type_is_named(self, field: str, value: object) -> None:
        with pytest.raises(MalformedMessageError, match=field):
            message(**{field: value})

    @pytest.mark.parametrize("field", ["sender", "message_id", "text"])
    def test_a_missing_field_is_named(self, field: str) -> None:
        with pytest.raises(MalformedMessageError, match=field):
            EdgeMessage.parse({name: value for name, value in BODY.items() if name != field})

    @pytest.mark.parametrize("field", ["sender", "message_id"])
    def test_an_empty_id_is_malformed(self, field: str) -> None:
        with pytest.raises(MalformedMessageError, match=field):
            message(**{field: ""})

    @pytest.mark.parametrize("command", ["greet", "", " /greet", 7, {"name": "greet"}])
    def test_a_command_without_a_slash_is_malformed(self, command: object) -> None:
        with pytest.raises(MalformedMessageError, match="command"):
            message(command=command)

    @pytest.mark.parametrize("metadata", ["ja", 7, ["ja"]])
    def test_metadata_must_be_an_object(self, metadata: object) -> None:
        with pytest.raises(MalformedMessageError, match="metadata"):
            message(metadata=metadata)


class TestTypedWords:
    @pytest.mark.parametrize(
        ("typed", "heard"),
        [
            ("/restart", "restart"),
            ("／restart", "restart"),
            ("//／/ /restart", "restart"),
            ("  /restart", "restart"),
            ("\n/restart", "restart"),
            ("/\t/restart", "restart"),
            ("\u3000/restart", "restart"),
            ("\xa0／restart", "restart"),
            (
                '/ask_service{"entry": "exit-entry.lost-passport"}',
                'ask_service{"entry": "exit-entry.lost-passport"}',
            ),
            ("/", ""),
            ("visa / residence permit", "visa / residence permit"),
            ("24/7?", "24/7?"),
        ],
    )
    async def test_a_leading_slash_never_reaches_rasa(
        self, turns: Turns, agent: FakeAgent, typed: str, heard: str
    ) -> None:
        await turns.take(message(text=typed), agent)

        assert agent.parsed == [heard]
        assert agent.handled[0].text == heard

    async def test_the_conversation_and_its_language_go_with_the_words(self, turns: Turns, agent: FakeAgent) -> None:
        await turns.take(message(), agent)

        heard = agent.handled[0]
        assert (heard.sender_id, heard.message_id, heard.input_channel) == ("sip:web:anna", "7", "edge")
        assert heard.metadata == BODY["metadata"]


class TestCommands:
    @pytest.mark.parametrize(
        ("command", "intent", "entities"),
        [
            ("/greet", "greet", []),
            (
                '/ask_service{"entry": "exit-entry.lost-passport"}',
                "ask_service",
                [("entry", "exit-entry.lost-passport")],
            ),
            ('/inform {"a": "1", "b": "2"}', "inform", [("a", "1"), ("b", "2")]),
        ],
    )
    def test_a_command_gives_its_intent_and_entities(
        self, command: str, intent: str, entities: list[tuple[str, str]]
    ) -> None:
        parsed = message(command=command, text="the caption").parse_command()

        assert parsed["intent"] == {"name": intent, "confidence": 1.0}
        assert parsed["text"] == "the caption"
        found = [(one["entity"], one["value"]) for one in parsed["entities"]]
        assert found == [*entities, ("language", "ja"), ("language_tag", "ja")]

    @pytest.mark.parametrize(
        ("answer", "content", "tag"),
        [("zh-Hant", "zh", "zh-Hant"), ("zh-Hans", "zh", "zh-Hans"), (None, "en", "en"), ("tlh", "en", "en")],
    )
    def test_a_command_sets_the_language_that_the_edge_decided(
        self, answer: str | None, content: str, tag: str
    ) -> None:
        parsed = message(command="/greet", metadata={"language": {"answer": answer}}).parse_command()

        assert [(one["entity"], one["value"]) for one in parsed["entities"]] == [
            ("language", content),
            ("language_tag", tag),
        ]

    def test_a_command_without_metadata_is_answered_in_the_fallback(self) -> None:
        parsed = message(command="/greet", metadata={}).parse_command()

        assert [one["value"] for one in parsed["entities"]] == ["en", "en"]

    @pytest.mark.parametrize("command", ['/inform{"a"', "/inform{a: 1}", '/inform{"a": 1} x'])
    async def test_a_command_that_is_no_json_is_malformed(self, turns: Turns, agent: FakeAgent, command: str) -> None:
        with pytest.raises(MalformedMessageError, match="command"):
            await turns.take(message(command=command), agent)

    async def test_a_command_is_not_given_to_nlu(self, turns: Turns, agent: FakeAgent) -> None:
        answer = await turns.take(message(command="/greet"), agent)

        assert agent.parsed == []
        assert agent.handled[0].parse_data["intent"]["name"] == "greet"
        assert answer["intent"] == {"name": "greet", "confidence": 1.0}


class TestReplies:
    async def test_a_response_becomes_a_text_with_its_name(self) -> None:
        replies = Replies()

        await replies.send_response("anna", {"text": "You're welcome.", "utter_action": "utter_thanks"})

        assert replies.payloads == [
            {"type": "text", "text": "You're welcome.", "choices": (), "response": "utter_thanks"}
        ]

    async def test_buttons_become_choices(self) -> None:
        replies = Replies()
        buttons = [{"title": "A person", "payload": "/talk_to_human"}, {"title": "More", "payload": "/help"}]

        await replies.send_response("anna", {"text": "Yes?", "buttons": buttons, "utter_action": "utter_help"})

        (said,) = replies.payloads
        assert said["response"] == "utter_help"
        assert list(said["choices"]) == buttons

    async def test_structured_replies_and_texts_keep_their_order(self) -> None:
        replies = Replies()

        await replies.send_response("anna", {"custom": {"type": "handoff", "reason": "asked"}})
        await replies.send_response("anna", {"text": "Bye"})

        assert [one["type"] for one in replies.payloads] == ["handoff", "text"]


class TestTurns:
    async def test_a_turn_is_answered_with_what_was_understood_and_said(self, turns: Turns, agent: FakeAgent) -> None:
        assert await turns.take(message(), agent) == {
            "message_id": "7",
            "intent": INTENT,
            "replies": [{"type": "text", "text": "turn 1", "choices": (), "response": "utter_thanks"}],
        }

    async def test_a_repeated_message_gets_the_stored_replies(self, turns: Turns, agent: FakeAgent) -> None:
        first = await turns.take(message(), agent)
        second = await turns.take(message(), agent)

        assert second == first
        assert len(agent.handled) == 1

    async def test_overlapping_requests_for_a_message_run_one_turn(self, turns: Turns, agent: FakeAgent) -> None:
        agent.gate.clear()
        both = asyncio.gather(turns.take(message(), agent), turns.take(message(), agent))
        await agent.entered.wait()
        agent.gate.set()
        first, second = await both

        assert first == second
        assert len(agent.handled) == 1

    @pytest.mark.parametrize("changes", [{"sender": "sip:web:bert"}, {"message_id": "8"}])
    async def test_another_message_is_a_turn_of_its_own(
        self, turns: Turns, agent: FakeAgent, changes: dict[str, str]
    ) -> None:
        await turns.take(message(), agent)
        answer = await turns.take(message(**changes), agent)

        assert answer["replies"][0]["text"] == "turn 2"

    async def test_a_turn_ends_although_the_edge_went_away(self, turns: Turns, agent: FakeAgent) -> None:
        agent.gate.clear()
        edge = asyncio.create_task(turns.take(message(), agent))
        await agent.entered.wait()
        edge.cancel()
        await asyncio.gather(edge, return_exceptions=True)
        agent.gate.set()

        answer = await turns.take(message(), agent)

        assert answer["replies"][0]["text"] == "turn 1"

    async def test_a_failed_turn_is_run_again(self, turns: Turns, agent: FakeAgent) -> None:
        agent.errors = [RuntimeError("no memory left")]
        with pytest.raises(TurnRaisedError, match="RuntimeError"):
            await turns.take(message(), agent)

        answer = await turns.take(message(), agent)

        assert answer["replies"][0]["text"] == "turn 2"

    async def test_an_error_that_rasa_only_logs_fails_the_turn(self, turns: Turns, agent: FakeAgent) -> None:
        agent.swallowed = [ConnectionError("the action server is away")]

        with pytest.raises(TurnRaisedError, match="action"):
            await turns.take(message(), agent)

    async def test_an_error_of_a_turn_is_not_held_against_another(self, turns: Turns, agent: FakeAgent) -> None:
        agent.swallowed = [ConnectionError("the action server is away")]
        agent.gate.clear()
        both = asyncio.gather(
            turns.take(message(message_id="8"), agent),
            turns.take(message(message_id="9"), agent),
            return_exceptions=True,
        )
        await agent.entered.wait()
        agent.gate.set()

        kinds = sorted(type(one).__name__ for one in await both)

        assert kinds == ["TurnRaisedError", "dict"]

    async def test_rasas_own_processor_logs_where_errors_are_noted(self) -> None:
        """Keeps to Rasa: the log is the only trace that a failed action leaves."""

        class Failing:
            def name(self) -> str:
                return "action_failing"

            async def run(self, *_: object) -> None:
                raise ConnectionError("the action server is away")

        class Tracker:
            def copy(self) -> "Tracker":
                return self

            def update_with_events(self, *_: object) -> None:
                pass

        class Processor:
            domain = None

            def _log_action_on_tracker(self, *_: object) -> None:
                raise LookupError("far enough")

        class Prediction:
            events = ()

        class Agent(FakeAgent):
            async def handle_message(self, heard: Any) -> None:
                with pytest.raises(LookupError):
                    await MessageProcessor._run_action(
                        Processor(), Failing(), Tracker(), heard.output_channel, None, Prediction()
                    )
                await super().handle_message(heard)

        note_swallowed_errors()
        with pytest.raises(TurnRaisedError, match="action"):
            await Turns().take(message(), Agent())

    async def test_silence_fails_the_turn(self, turns: Turns, agent: FakeAgent) -> None:
        agent.silent = True

        with pytest.raises(TurnRaisedError, match="nothing"):
            await turns.take(message(), agent)

    async def test_without_a_model_there_is_no_turn(self, turns: Turns, agent: FakeAgent) -> None:
        agent.ready = False
        with pytest.raises(NoModelError):
            await turns.take(message(), agent)

        agent.ready = True
        assert (await turns.take(message(), agent))["replies"]

    async def test_without_an_agent_there_is_no_turn(self, turns: Turns) -> None:
        with pytest.raises(NoModelError):
            await turns.take(message(), None)

    async def test_only_the_last_turns_are_kept(
        self, turns: Turns, agent: FakeAgent, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rasa_channel, "REMEMBERED_TURNS", 2)
        for number in ("1", "2", "3", "2", "1"):
            await turns.take(message(message_id=number), agent)

        assert [one.message_id for one in agent.handled] == ["1", "2", "3", "1"]
