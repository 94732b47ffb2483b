"""Training data of Rasa beyond its own files: the questions that the knowledge base learns from."""

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.settings import ROOT

QUESTIONS = ROOT / "data" / "questions"
#: Intent of a question about an entry.
ASK = "ask_service"


class QuestionsImporter(RasaFileImporter):
    """Reads Rasa's files and adds the questions of `data/questions`, so that what is asked about an entry is asked.

    Options in config.yml:
        intents: entry id -> intent of its questions, where that is another than `ask_service`.
        without: ids of entries whose questions are left out, since a dialogue answers them.
        most: how many questions of an entry are taken in each language. All of them would drown the other intents:
            what tells the entries apart is the knowledge base's to learn.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        *,
        intents: dict[str, str] | None = None,
        without: list[str] | None = None,
        most: int | None = None,
        questions: str | Path = QUESTIONS,
    ) -> None:
        """Read what Rasa gives, and these questions."""
        super().__init__(config_file, domain_path, training_data_paths)
        self._intents = intents or {}
        self._without = frozenset(without or ())
        self._most = most
        self._questions = Path(questions)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002 - fixed by Rasa
        """Return the examples of Rasa's files and the questions; a text of the files keeps the intent it has there."""
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        """Read once: Rasa asks again under another language, which changes nothing but the ten seconds it takes."""
        own: TrainingData = super().get_nlu_data()
        known = {example.get(TEXT) for example in own.training_examples}
        added = [Message(data={TEXT: text, INTENT: intent}) for text, intent in self._asked if text not in known]
        return own.merge(TrainingData(added))

    @cached_property
    def _asked(self) -> list[tuple[str, str]]:
        """Return the questions with their intents, each text once."""
        found: dict[str, str] = {}
        for file in sorted(self._questions.glob("*.yml")):
            content: dict[str, list[Any]] = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader) or {}
            for entry, texts in content.items():
                if entry not in self._without:
                    intent = self._intents.get(entry, ASK)
                    taken = texts if intent != ASK else texts[: self._most]
                    found.update(dict.fromkeys(map(str, taken), intent))
        return list(found.items())
