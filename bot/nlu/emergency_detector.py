"""Emergencies, by rule and by model together, as a component of Rasa's pipeline."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.alarm_words import AlarmWords, load_alarm_words
from bot.nlu.intent_classifier import RANKING
from bot.nlu.language_detector import TAG

EMERGENCY = "emergency"
KIND = "emergency_kind"
#: From this share on the model's suspicion is enough; most of what it is wrong about lies below.
SUSPICION = "suspicion"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyDetector(GraphComponent):
    """Makes a message an emergency when a word says so, or when the classifier before it holds that likely enough.

    An intent that is the likeliest of forty may have a small share; whoever is in danger must not lose by it.
    """

    def __init__(self, config: dict[str, Any], words: AlarmWords) -> None:
        """Look for these words."""
        self._suspicion = float(config[SUSPICION])
        self._words = words

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before it in the pipeline."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the share that was measured best (docs/discussion/understanding.md)."""
        return {SUSPICION: 0.2}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - fixed by Rasa
        resource: Resource,  # noqa: ARG003 - fixed by Rasa
        execution_context: ExecutionContext,  # noqa: ARG003 - fixed by Rasa
    ) -> "EmergencyDetector":
        """Read the words."""
        return cls(config, load_alarm_words())

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of messages that tell of an emergency, and what it is."""
        for message in messages:
            text = message.get(TEXT)
            if not text or text.startswith("/"):
                continue
            kinds = self._words.kinds(text, message.get(TAG))
            ranking = message.get(RANKING) or []
            share = next((one[PREDICTED_CONFIDENCE_KEY] for one in ranking if one[INTENT_NAME_KEY] == EMERGENCY), 0.0)
            if not kinds and share < self._suspicion:
                continue
            sure = {INTENT_NAME_KEY: EMERGENCY, PREDICTED_CONFIDENCE_KEY: max(1.0 if kinds else 0.0, share)}
            others = [one for one in ranking if one[INTENT_NAME_KEY] not in {EMERGENCY, "nlu_fallback"}]
            message.set(INTENT, sure, add_to_output=True)
            message.set(RANKING, [sure, *others], add_to_output=True)
            found = [{"entity": KIND, "value": kind, "extractor": type(self).__name__} for kind in kinds]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages
