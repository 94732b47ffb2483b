"""Fixtures of the actions' tests."""

import pytest

from tests.actions.fake_knowledge import FakeKnowledge


@pytest.fixture
def knowledge() -> FakeKnowledge:
    return FakeKnowledge()
