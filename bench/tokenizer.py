"""Words of a message, by spaCy's tokenizer of its language."""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bench.words import Vocabularies
from bot.nlu.language_detector import TAG, LanguageDetector


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MultilingualTokenizer(Tokenizer):
    """Cuts a message into words: jieba for Chinese, SudachiPy for Japanese, spaCy's rules for the others."""

    def __init__(self, config: dict[str, Any], vocabularies: Vocabularies) -> None:
        """Cut with these vocabularies."""
        super().__init__(config)
        self._vocabularies = vocabularies

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before it in the pipeline."""
        return [LanguageDetector]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the configuration that Rasa's own tokenizers have."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - fixed by Rasa
        resource: Resource,  # noqa: ARG003 - fixed by Rasa
        execution_context: ExecutionContext,  # noqa: ARG003 - fixed by Rasa
    ) -> "MultilingualTokenizer":
        """Load the tokenizers of all languages."""
        return cls(config, Vocabularies())

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words of an attribute with their places in it."""
        words = self._vocabularies.words(message.get(attribute), message.get(TAG))
        tokens: list[Token] = self._apply_token_pattern(
            [Token(word.text, word.start, lemma=word.lemma) for word in words]
        )
        return tokens
