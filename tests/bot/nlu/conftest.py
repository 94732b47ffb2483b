"""Components as Rasa's graph makes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Return what makes a component with its default configuration and the settings given."""
    folder: Path = tmp_path_factory.mktemp("model")

    def make_component(kind: type[GraphComponent], **config: Any) -> Any:
        return kind.create(
            {**kind.get_default_config(), **config},
            LocalModelStorage.create(folder),
            Resource("x"),
            ExecutionContext(GraphSchema({}), node_name=kind.__name__),
        )

    return make_component
