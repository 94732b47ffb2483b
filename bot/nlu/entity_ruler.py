"""Entities of a message by the rules of `data/entities`."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entity_finder import EntityFinder
from bot.nlu.language_detector import TAG, LanguageDetector


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpacyEntityRuler(GraphComponent):
    """Adds what spaCy's span ruler finds."""

    def __init__(self, finder: EntityFinder) -> None:
        """Find with this finder."""
        self._finder = finder

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before it in the pipeline."""
        return [LanguageDetector]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - fixed by Rasa
        model_storage: ModelStorage,  # noqa: ARG003 - fixed by Rasa
        resource: Resource,  # noqa: ARG003 - fixed by Rasa
        execution_context: ExecutionContext,  # noqa: ARG003 - fixed by Rasa
    ) -> "SpacyEntityRuler":
        """Read the phrases."""
        return cls(EntityFinder.load())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of messages."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            found = [
                {
                    "entity": one.entity,
                    "value": one.value,
                    "start": one.start,
                    "end": one.end,
                    "extractor": type(self).__name__,
                }
                for one in self._finder.find(text, message.get(TAG))
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages
