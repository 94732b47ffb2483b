"""The language of a message, as entities that fill the language slots."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.languages import FALLBACK, TAGS
from bot.language import Detector, load_detector, resolve
from bot.language_slots import language_entities

#: Key of the message under which later components find the tag.
TAG = "language_tag"
METADATA = "metadata"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Decides which language a message is answered in, by the text and by what the edge knows of the visitor."""

    def __init__(self, detector: Detector) -> None:
        """Detect with this detector."""
        self._detector = detector

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - fixed by Rasa
        model_storage: ModelStorage,  # noqa: ARG003 - fixed by Rasa
        resource: Resource,  # noqa: ARG003 - fixed by Rasa
        execution_context: ExecutionContext,  # noqa: ARG003 - fixed by Rasa
    ) -> "LanguageDetector":
        """Load the detector that the edge uses as well."""
        return cls(load_detector())

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the tag of each example; an example tells nothing of a conversation."""
        for message in training_data.training_examples:
            if message.get(TEXT):
                message.set(TAG, self._tag(message))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the tag and add the entities of the language slots."""
        for message in messages:
            if message.get(TEXT) is None:
                continue
            tag = self._tag(message)
            message.set(TAG, tag, add_to_output=True)
            found = language_entities(tag, extractor=type(self).__name__)
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _tag(self, message: Message) -> str:
        known = (message.get(METADATA) or {}).get("language") or {}
        answer = known.get("answer")
        if answer in TAGS:
            # the edge has weighed the conversation, with the same detector
            return str(answer)
        detection = self._detector.detect(message.get(TEXT))
        return resolve(
            detection, preferred=known.get("preferred"), prior=known.get("prior"), hint=None, default=FALLBACK
        )
