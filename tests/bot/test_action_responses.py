"""Responses of the action server are checked as Rasa checks them."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.action_responses import check_responses_with_one_schema


@pytest.fixture
def action(monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    check_responses_with_one_schema()
    return RemoteAction("action_x", None)


def test_a_response_of_the_shape_passes(action: RemoteAction) -> None:
    body = {"events": [{"event": "slot", "name": "x", "value": 1}], "responses": [{"custom": {"type": "text"}}]}

    assert action._validate_action_result(body)


@pytest.mark.parametrize("body", [{"events": "none"}, {"responses": [1]}, {"events": [{"event": 7}]}, []])
def test_any_other_is_refused(action: RemoteAction, body: object) -> None:
    with pytest.raises(ValidationError):
        action._validate_action_result(body)
