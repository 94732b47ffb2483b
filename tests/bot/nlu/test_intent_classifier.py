"""The intent classifier, trained on a handful of examples."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.nlu.intent_classifier import SentenceIntentClassifier, weight_of
from bot.nlu.intent_model import IntentModel, Setting, fold

RESOURCE = Resource("classifier")
CONTEXT = ExecutionContext(GraphSchema({}), node_name="classifier")
GREETINGS = ("hello", "hello there", "hi", "good morning", "你好", "早上好")
THANKS = ("thank you", "thanks a lot", "many thanks", "thanks", "谢谢", "谢谢您")
SERVICES = ("visa extension", "extend my visa", "my visa ends", "visa", "签证延期", "延长签证")


def message(text: str, intent: str | None = None, vector: tuple[float, float, float] = (0, 0, 0)) -> Message:
    made = Message({"text": text, **({"intent": intent} if intent else {})})
    made.add_features(Features(np.asarray([vector], dtype=np.float32), "sentence", "text", "test"))
    return made


def trained(storage: LocalModelStorage, **config: float) -> SentenceIntentClassifier:
    classifier = SentenceIntentClassifier.create(
        {**SentenceIntentClassifier.get_default_config(), **config}, storage, RESOURCE, CONTEXT
    )
    groups = (("greet", GREETINGS, (1, 0, 0)), ("thanks", THANKS, (0, 1, 0)), ("ask_service", SERVICES, (0, 0, 1)))
    examples = [message(text, intent, vector) for intent, texts, vector in groups for text in texts]
    assert classifier.train(TrainingData(examples)) == RESOURCE
    return classifier


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage.create(Path(tmp_path_factory.mktemp("model")))


@pytest.fixture(scope="module")
def classifier(storage: LocalModelStorage) -> SentenceIntentClassifier:
    return trained(storage)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("hello you", "greet"), ("thanks so much", "thanks"), ("extend the visa", "ask_service"), ("你好呀", "greet")],
)
def test_letters_tell_the_intent(classifier: SentenceIntentClassifier, text: str, intent: str) -> None:
    (processed,) = classifier.process([message(text)])

    assert processed.get("intent")["name"] == intent


@pytest.mark.parametrize(
    ("vector", "intent"), [((1, 0, 0), "greet"), ((0, 1, 0), "thanks"), ((0, 0, 1), "ask_service")]
)
def test_meaning_tells_the_intent_of_words_never_seen(
    classifier: SentenceIntentClassifier, vector: tuple[float, float, float], intent: str
) -> None:
    (processed,) = classifier.process([message("ㄱㄴㄷ", vector=vector)])

    assert processed.get("intent")["name"] == intent


def test_both_scripts_and_both_cases_are_one(classifier: SentenceIntentClassifier) -> None:
    texts = ("签证延期", "簽證延期", "VISA extension", "visa EXTENSION")
    shares = [one.get("intent")["confidence"] for one in classifier.process([message(text) for text in texts])]

    assert shares[0] == shares[1]
    assert shares[2] == shares[3]


def test_the_ranking_is_of_shares_best_first(classifier: SentenceIntentClassifier) -> None:
    (processed,) = classifier.process([message("hello")])

    shares = [one["confidence"] for one in processed.get("intent_ranking")]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    assert processed.get("intent_ranking")[0] == processed.get("intent")


def test_the_ranking_is_as_long_as_is_said(tmp_path: Path) -> None:
    classifier = trained(LocalModelStorage.create(tmp_path), ranking_length=2)

    (processed,) = classifier.process([message("hello")])

    assert len(processed.get("intent_ranking")) == 2


def test_the_intent_is_in_the_output_of_nlu(classifier: SentenceIntentClassifier) -> None:
    (processed,) = classifier.process([message("hello")])

    assert {"intent", "intent_ranking"} <= processed.as_dict(only_output_properties=True).keys()


def test_a_message_without_words_has_no_intent(classifier: SentenceIntentClassifier) -> None:
    (processed,) = classifier.process([Message({"text": ""})])

    assert processed.get("intent") is None


def test_a_loaded_classifier_answers_like_the_trained_one(
    classifier: SentenceIntentClassifier, storage: LocalModelStorage
) -> None:
    loaded = SentenceIntentClassifier.load(SentenceIntentClassifier.get_default_config(), storage, RESOURCE, CONTEXT)

    (expected,) = classifier.process([message("extend the visa")])
    (actual,) = loaded.process([message("extend the visa")])

    assert actual.get("intent_ranking") == expected.get("intent_ranking")


def test_a_classifier_that_was_not_trained_says_nothing(tmp_path: Path) -> None:
    fresh = SentenceIntentClassifier.create(
        SentenceIntentClassifier.get_default_config(), LocalModelStorage.create(tmp_path), RESOURCE, CONTEXT
    )

    (processed,) = fresh.process([message("hello")])

    assert processed.get("intent") is None


def test_a_pipeline_without_sentence_vectors_is_an_error(classifier: SentenceIntentClassifier) -> None:
    with pytest.raises(ValueError, match="featurizer"):
        classifier.process([Message({"text": "hello"})])


def test_a_message_counts_as_often_as_its_file_says() -> None:
    texts, vectors = ["mine", "mine", "mine"], np.eye(3, dtype=np.float32)[[0, 0, 0]]
    intents = ["greet", "greet", "thanks"]

    as_written = IntentModel.fit(texts, vectors, intents, Setting(steps=20, balance=0))
    weighed = IntentModel.fit(texts, vectors, intents, Setting(steps=20, balance=0), [1, 1, 9])

    assert likeliest(as_written, "mine", vectors[0]) == "greet"
    assert likeliest(weighed, "mine", vectors[0]) == "thanks"


def likeliest(model: IntentModel, text: str, vector: np.ndarray[Any, np.dtype[np.float32]]) -> str:
    return model.classes[int(np.argmax(model.probabilities(text, vector)))]


def test_the_weight_stands_in_the_metadata_of_an_intent(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(
        'version: "3.1"\nnlu:\n- intent: greet\n  metadata:\n    weight: 3\n  examples: |\n    - hello\n',
        encoding="utf-8",
    )
    (read,) = load_data(str(file)).intent_examples
    assert weight_of(read) == 3
    assert weight_of(message("hello", "greet")) == 1


@pytest.mark.parametrize("weight", [0, -1, "three", None, True])
def test_a_weight_that_is_none_is_an_error_that_names_it(weight: object) -> None:
    told = message("hello", "greet")
    told.set("metadata", {"intent": {"weight": weight}})

    with pytest.raises(ValueError, match=r"data/nlu, greet: weight .* is no number above zero"):
        weight_of(told)


def test_texts_are_folded() -> None:
    assert fold("我的VISA過期") == "我的visa过期"


def test_one_message_is_scored_as_scikit_learn_and_torch_score_it() -> None:
    texts = [*GREETINGS, *THANKS, *SERVICES]
    intents = ["greet"] * 6 + ["thanks"] * 6 + ["ask_service"] * 6
    vectors = np.random.default_rng(1).random((18, 4), dtype=np.float32)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, lowercase=False, min_df=2)
    features = hstack([letters.fit_transform([fold(text) for text in texts]), csr_matrix(vectors * 1.2)]).tocsr()
    machines = LinearSVC(C=0.5, class_weight="balanced", random_state=7).fit(features, np.asarray(intents))

    model = IntentModel.fit(texts, vectors, intents, Setting(steps=20, kept=1))

    first, bias, second, offset = (torch.from_numpy(part) for part in model.layers)
    hidden = torch.relu(torch.from_numpy(vectors * 4) @ first.T + bias)
    network = torch.softmax(hidden @ second.T + offset, dim=1).numpy()
    expected = (softmax(3 * machines.decision_function(features), axis=1) + network) / 2
    assert model.classes == tuple(machines.classes_)
    for text, vector, row in zip(texts, vectors, expected, strict=True):
        assert model.probabilities(text, vector) == pytest.approx(row, abs=1e-3)


def test_of_the_letters_those_that_tell_most_are_kept() -> None:
    texts = [*GREETINGS, *THANKS, *SERVICES]
    intents = ["greet"] * 6 + ["thanks"] * 6 + ["ask_service"] * 6
    vectors = np.zeros((18, 4), dtype=np.float32)

    whole, half = (IntentModel.fit(texts, vectors, intents, Setting(steps=20, kept=kept)) for kept in (1, 0.5))

    assert half.letters.shape == (round(len(whole.letters) / 2), 3)
    left_out = set(whole.counter.vocabulary) - set(half.counter.vocabulary)
    weights = dict(zip(whole.counter.vocabulary, np.abs(whole.letters).max(axis=1), strict=True))
    assert max(weights[run] for run in left_out) <= min(weights[run] for run in half.counter.vocabulary)
    for text, intent in zip(texts, intents, strict=True):
        assert half.classes[int(half.probabilities(text, vectors[0]).argmax())] == intent
