"""The check of what the action server answers, as Rasa makes it, but with its schema read once."""

from typing import Any

from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction

_validator = Draft7Validator(RemoteAction.action_response_format_spec())


def check_responses_with_one_schema() -> None:
    """Have Rasa check responses with a validator that is kept.

    Rasa calls `jsonschema.validate`, which checks the schema itself against that of all schemas each time: an eighth
    of what a turn costs in Rasa (docs/adr/0004).
    """
    RemoteAction._validate_action_result = _validate


def _validate(_: RemoteAction, result: Any) -> bool:
    _validator.validate(result)
    return True
