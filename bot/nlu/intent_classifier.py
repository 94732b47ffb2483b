"""What a visitor wants: a linear classifier over letters and meaning together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.traditional import to_simplified

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RANKING = "intent_ranking"
#: Weight of the sentence vector beside the letters, and of errors in training; by cross-validation (docs/adr/0003).
DENSE_WEIGHT = "dense_weight"
REGULARIZATION = "C"
RANKING_LENGTH = "ranking_length"
_FOLDS = 3
_FILE = "classifier.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """TF-IDF of letter n-grams beside the sentence vector, a linear support vector machine, and probabilities."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before it in the pipeline."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the values that were measured best."""
        return {DENSE_WEIGHT: 2.0, REGULARIZATION: 0.5, RANKING_LENGTH: 5}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin untrained."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._letters: Any = None
        self._model: Any = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - fixed by Rasa
    ) -> "LinearIntentClassifier":
        """Return an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples."""
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC

        examples = [one for one in training_data.intent_examples if one.get(INTENT) and one.get(TEXT)]
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
        self._letters.fit(folded(examples))
        machine = LinearSVC(C=float(self._config[REGULARIZATION]))
        self._model = CalibratedClassifierCV(machine, cv=_FOLDS)
        self._model.fit(self._features(examples), np.asarray([one.get(INTENT) for one in examples]))
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of messages and the next likely ones."""
        for message in messages:
            if self._model is None or not message.get(TEXT):
                continue
            probabilities = self._model.predict_proba(self._features([message]))[0]
            order = np.argsort(-probabilities)[: int(self._config[RANKING_LENGTH])]
            ranking = [
                {
                    INTENT_NAME_KEY: str(self._model.classes_[place]),
                    PREDICTED_CONFIDENCE_KEY: float(probabilities[place]),
                }
                for place in order
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(RANKING, ranking, add_to_output=True)
        return messages

    def _features(self, messages: Sequence[Message]) -> "csr_matrix":
        from scipy.sparse import csr_matrix, hstack

        letters = self._letters.transform(folded(messages))
        vectors = np.vstack([_sentence_vector(one) for one in messages]) * float(self._config[DENSE_WEIGHT])
        return hstack([letters, csr_matrix(vectors)]).tocsr()

    def _persist(self) -> None:
        import joblib

        with self._storage.write_to(self._resource) as folder:
            joblib.dump({"letters": self._letters, "model": self._model}, folder / _FILE)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003 - fixed by Rasa
    ) -> "LinearIntentClassifier":
        """Read a trained classifier back; the file is the installation's own, written by `train`."""
        import joblib

        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            parts = joblib.load(folder / _FILE)
        component._letters, component._model = parts["letters"], parts["model"]
        return component


def folded(messages: Sequence[Message]) -> list[str]:
    """Return texts in small letters, Traditional characters folded to Simplified: both scripts are one language."""
    return [to_simplified(message.get(TEXT)).lower() for message in messages]


def _sentence_vector(message: Message) -> np.ndarray[Any, np.dtype[np.float32]]:
    _, sentence = message.get_dense_features(TEXT, [])
    if sentence is None:
        raise ValueError("no sentence vector: the pipeline needs SentenceTransformersFeaturizer before this component")
    vector: np.ndarray[Any, np.dtype[np.float32]] = sentence.features
    return vector
