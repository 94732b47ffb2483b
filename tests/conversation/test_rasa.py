"""The client tells away, failed and fine apart."""

import pytest

from bot.core.messages import Channel, Sender
from bot.core.replies import Text
from conversation.errors import TurnFailedError, UnreachableError
from conversation.rasa import RasaClient, Turn
from tests.conversation.fake_rasa import TOKEN, FakeRasa

TURN = Turn(
    sender=Sender(site="sip", channel=Channel.WEB, platform_id="anna"),
    message_id="7",
    text="passport for my child",
    prior="ja",
    answer="ja",
)


async def test_request_is_that_of_the_contract(rasa: FakeRasa, client: RasaClient) -> None:
    understood = await client.take_turn(TURN)
    assert rasa.turns == [
        {
            "sender": "sip:web:anna",
            "message_id": "7",
            "text": "passport for my child",
            "command": None,
            "metadata": {
                "site": "sip",
                "channel": "web",
                "language": {"preferred": None, "prior": "ja", "answer": "ja"},
            },
        }
    ]
    assert understood.intent == "ask_service"
    assert understood.replies == (Text(text="you said passport for my child", response="utter_echo"),)


@pytest.mark.parametrize("status", [401, 404, 409, 502, 503, 504])
async def test_status_before_a_turn_means_away(rasa: FakeRasa, client: RasaClient, status: int) -> None:
    rasa.status = status
    with pytest.raises(UnreachableError, match=str(status)):
        await client.take_turn(TURN)


@pytest.mark.parametrize("status", [400, 422, 500])
async def test_other_status_means_failed(rasa: FakeRasa, client: RasaClient, status: int) -> None:
    rasa.status = status
    with pytest.raises(TurnFailedError, match=str(status)):
        await client.take_turn(TURN)


async def test_nobody_listening_means_away() -> None:
    async with FakeRasa().listening() as gone:
        pass
    client = RasaClient(gone.url, TOKEN)
    with pytest.raises(UnreachableError):
        await client.take_turn(TURN)
    await client.close()


async def test_turn_without_end_means_failed(rasa: FakeRasa) -> None:
    client = RasaClient(rasa.url, TOKEN, turn_seconds=0.1)
    rasa.gate.clear()
    with pytest.raises(TurnFailedError, match="too long"):
        await client.take_turn(TURN)
    rasa.gate.set()
    await client.close()


@pytest.mark.parametrize("reply", [{"type": "poem"}, {"type": "text"}, "text"])
async def test_reply_that_cannot_be_read_means_failed(rasa: FakeRasa, client: RasaClient, reply: object) -> None:
    rasa.script = lambda body: [reply]
    with pytest.raises(TurnFailedError, match="cannot be read"):
        await client.take_turn(TURN)
