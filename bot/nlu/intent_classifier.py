"""What a visitor wants, as a component of Rasa's pipeline."""

from dataclasses import asdict, fields
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    METADATA,
    METADATA_INTENT,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_model import IntentModel, Setting

RANKING = "intent_ranking"
RANKING_LENGTH = "ranking_length"
#: In the metadata of an intent in a file: as how many examples each of its messages there counts.
WEIGHT = "weight"
_FILE = "intents.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(IntentClassifier, GraphComponent):
    """Sets the intent of a message and the next likely ones."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before it in the pipeline."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return how many intents are told of each message, and the numbers of the training."""
        return {RANKING_LENGTH: 5, **asdict(Setting())}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin untrained."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: IntentModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - fixed by Rasa
    ) -> "SentenceIntentClassifier":
        """Return an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples."""
        examples = [one for one in training_data.intent_examples if one.get(INTENT) and one.get(TEXT)]
        self._model = IntentModel.fit(
            [one.get(TEXT) for one in examples],
            np.stack([_sentence_vector(one) for one in examples]),
            [one.get(INTENT) for one in examples],
            Setting(**{one.name: self._config[one.name] for one in fields(Setting)}),
            [weight_of(one) for one in examples],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of messages and the next likely ones."""
        for message in messages:
            if self._model is None or not message.get(TEXT):
                continue
            probabilities = self._model.probabilities(message.get(TEXT), _sentence_vector(message))
            order = np.argsort(-probabilities)[: int(self._config[RANKING_LENGTH])]
            ranking = [
                {INTENT_NAME_KEY: self._model.classes[place], PREDICTED_CONFIDENCE_KEY: float(probabilities[place])}
                for place in order
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(RANKING, ranking, add_to_output=True)
        return messages

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003 - fixed by Rasa
    ) -> "SentenceIntentClassifier":
        """Read a trained classifier back."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._model = IntentModel.load(folder / _FILE)
        return component


def weight_of(example: Message) -> float:
    """Return as how many examples it counts: one, or what its file says.

    Raises:
        ValueError: It says something else than a number above zero.
    """
    told = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    weight = told.get(WEIGHT, 1)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or weight <= 0:
        raise ValueError(f"data/nlu, {example.get(INTENT)}: weight {weight!r} is no number above zero")
    return float(weight)


def _sentence_vector(message: Message) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return the sentence vectors of all featurizers side by side."""
    _, sentence = message.get_dense_features(TEXT, [])
    if sentence is None:
        raise ValueError("no sentence vector: the pipeline needs a featurizer with dense vectors before this component")
    vector: np.ndarray[Any, np.dtype[np.float32]] = sentence.features[0].astype(np.float32)
    return vector
