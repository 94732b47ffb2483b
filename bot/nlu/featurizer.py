"""What a message means, as vectors of a sentence-transformers model."""

from typing import TYPE_CHECKING, Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES, TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.settings import ROOT, load_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rasa.nlu.tokenizers.tokenizer import Token
    from sentence_transformers import SentenceTransformer

MODEL = "model"
ALIAS = "alias"
#: The embedder that comes with the project.
OWN_MODEL = ROOT / "knowledge" / "model"
_BATCH = 256


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceTransformersFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives a vector of the whole message, and of each word where a classifier reads sequences."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the configuration; `model` is a folder or hub name, empty is the model of the settings."""
        return {**DenseFeaturizer.get_default_config(), MODEL: "", "sequences": False}

    def __init__(self, config: dict[str, Any], name: str, model: "SentenceTransformer") -> None:
        """Embed with a loaded model."""
        super().__init__(name, config)
        self._model = model
        self._sequences = bool(config["sequences"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - fixed by Rasa
        resource: Resource,  # noqa: ARG003 - fixed by Rasa
        execution_context: ExecutionContext,
    ) -> "SentenceTransformersFeaturizer":
        """Load the model."""
        import torch
        from sentence_transformers import SentenceTransformer

        # One message at a time is too little work for several threads, which would only wait for each other.
        torch.set_num_threads(1)
        model = SentenceTransformer(str(config[MODEL] or load_settings().embedder or OWN_MODEL), device="cpu")
        # weights in half precision give NaN for a text without any known token
        model.float()
        return cls(config, execution_context.node_name, model)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of all examples."""
        self._add(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vectors of messages."""
        self._add(messages)
        return messages

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any model here; one that cannot be loaded is named by `create`."""

    def _add(self, messages: list[Message]) -> None:
        for attribute in DENSE_FEATURIZABLE_ATTRIBUTES:
            having = [one for one in messages if one.get(attribute)]
            if not having:
                continue
            sentences = self._embed([one.get(attribute) for one in having])
            for message, vector in zip(having, sentences, strict=True):
                sequence = None
                if self._sequences:
                    sequence = self._embed([token.text for token in _words(message, attribute)])
                for features, kind in (
                    (sequence, FEATURE_TYPE_SEQUENCE),
                    (vector[None, :], FEATURE_TYPE_SENTENCE),
                ):
                    if features is not None:
                        message.add_features(Features(features, kind, attribute, self._identifier))

    def _embed(self, texts: list[str]) -> "NDArray[np.float32]":
        vectors = self._model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.nan_to_num(np.asarray(vectors, dtype=np.float32))


def _words(message: Message, attribute: str) -> "list[Token]":
    """Return the words that a tokenizer found.

    Raises:
        ValueError: There was none.
    """
    words: list[Token] | None = message.get(TOKENS_NAMES[attribute])
    if not words:
        raise ValueError("sequences: a vector of each word needs a tokenizer before this component")
    return words
