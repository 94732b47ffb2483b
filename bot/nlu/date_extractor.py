"""Days in a message, as entities of Rasa."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.core.clock import Clock, local_day, utc_now
from bot.nlu.dates import DateFinder, load_date_finder
from bot.nlu.language_detector import TAG, LanguageDetector

ENTITY = "date"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DateExtractor(GraphComponent):
    """Adds the days that a message names, counted from today in China; the value is the day as ISO writes it."""

    def __init__(self, finder: DateFinder, *, clock: Clock = utc_now) -> None:
        """Find with this finder."""
        self._finder = finder
        self._clock = clock

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
    ) -> "DateExtractor":
        """Read the patterns."""
        return cls(load_date_finder())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the days of messages."""
        today = local_day(self._clock())
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            found = [
                {
                    "entity": ENTITY,
                    "value": one.day.isoformat(),
                    "start": one.start,
                    "end": one.end,
                    "extractor": type(self).__name__,
                }
                for one in self._finder.find(text, message.get(TAG), today)
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages
