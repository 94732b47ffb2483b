"""Two classifiers over letters and meaning, whose opinions are added up; without Rasa."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.traditional import to_simplified

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

#: Runs of letters that are compared, within words; those that occur once tell nothing.
NGRAMS = (1, 4)
_LEAST = 2


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Numbers of the training; measured by cross-validation (docs/adr/0006)."""

    #: Of the support vector machines: weight of errors, and of the vectors beside the letters, which have length one.
    cost: float = 0.5
    dense_weight: float = 1.2
    tolerance: float = 0.01
    #: Share of the runs of letters that stay, by their largest weight: the others change next to nothing and take
    #: half of the memory.
    kept: float = 0.5
    #: Of the network: width, share of connections left out, steps, examples a step.
    hidden: int = 1024
    dropout: float = 0.3
    steps: int = 1600
    batch: int = 512
    rate: float = 3e-3
    #: How far rare intents count as much as frequent ones, between 0 and 1. Most that is asked is about a service:
    #: to be as ready for any other intent takes many questions about one for something else.
    balance: float = 0.4
    #: Vectors have length one each; the network learns faster from larger numbers.
    scale: float = 4.0
    seed: int = 7


#: How far a margin of the support vector machines counts beside the network's probabilities.
_SHARPNESS = 3.0


@dataclass(frozen=True, kw_only=True)
class IntentModel:
    """Linear support vector machines over TF-IDF of letters and vectors, and a small network over the vectors.

    Learnt with scikit-learn and torch; one message is scored on plain arrays, since their own checks take ten times
    as long as the sums.
    """

    classes: tuple[str, ...]
    #: scikit-learn's CountVectorizer: text to counts of runs.
    counter: Any
    #: Weight of each run by its rarity.
    rarity: "NDArray[np.float32]"
    #: [run, intent], [intent, dimension of the vectors], [intent]
    letters: "NDArray[np.float32]"
    meaning: "NDArray[np.float32]"
    intercepts: "NDArray[np.float32]"
    #: Weights and biases of the network's two layers.
    layers: "tuple[NDArray[np.float32], ...]"
    scale: float

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: "NDArray[np.float32]",
        intents: Sequence[str],
        setting: Setting | None = None,
        weights: Sequence[float] | None = None,
    ) -> "IntentModel":
        """Learn from examples.

        Args:
            texts: What was written.
            vectors: One row a text, shape (texts, dimensions): sentence vectors side by side.
            intents: What each text wants.
            setting: None for the numbers that were measured best.
            weights: As how many examples each text counts; None for one each.
        """
        from scipy.sparse import csr_matrix, hstack
        from sklearn.feature_extraction.text import TfidfTransformer

        setting = setting or Setting()
        classes, labels = np.unique(np.asarray(intents), return_inverse=True)
        counted = np.ones(len(labels)) if weights is None else np.asarray(weights, dtype=np.float64)
        counter = _counter(min_df=_LEAST)
        counts = counter.fit_transform([fold(text) for text in texts])
        weigher = TfidfTransformer(sublinear_tf=True).fit(counts)
        features = hstack([weigher.transform(counts), csr_matrix(vectors * setting.dense_weight)]).tocsr()
        # both learn outside of Python, each on one core
        with ThreadPoolExecutor() as pool:
            network = pool.submit(_fit_network, vectors, labels, counted, setting)
            machines = pool.submit(_fit_machines, features, labels, counted, setting)
            layers, (coefficients, intercepts) = network.result(), machines.result()
        runs = counts.shape[1]
        order = np.argsort(-np.abs(coefficients[:, :runs]).max(axis=0), kind="stable")
        kept = np.sort(order[: max(1, round(runs * setting.kept))])
        return cls(
            classes=tuple(str(one) for one in classes),
            counter=_counter(vocabulary=counter.get_feature_names_out()[kept]),
            rarity=weigher.idf_[kept].astype(np.float32),
            letters=np.ascontiguousarray(coefficients[:, kept].T),
            meaning=np.ascontiguousarray(coefficients[:, runs:] * setting.dense_weight),
            intercepts=intercepts,
            layers=layers,
            scale=setting.scale,
        )

    def probabilities(self, text: str, vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """Return how likely each of `classes` is; they add up to one."""
        counts: csr_matrix = self.counter.transform([fold(text)])
        places = counts.indices
        weights = (1 + np.log(counts.data.astype(np.float32))) * self.rarity[places]
        weights /= max(float(np.linalg.norm(weights)), 1e-12)
        margins = weights @ self.letters[places] + self.meaning @ vector + self.intercepts
        first, bias, second, offset = self.layers
        hidden = np.maximum(first @ (vector * self.scale) + bias, 0)
        shares: NDArray[np.float32] = (_softmax(_SHARPNESS * margins) + _softmax(second @ hidden + offset)) / 2
        return shares

    def save(self, file: Path) -> None:
        """Write for `load`."""
        import joblib

        joblib.dump(self, file)

    @classmethod
    def load(cls, file: Path) -> "IntentModel":
        """Read back; the file is the installation's own."""
        import joblib

        model: IntentModel = joblib.load(file)
        return model


def fold(text: str) -> str:
    """Return a text in small letters, Traditional characters folded to Simplified: both scripts are one language."""
    return to_simplified(text).lower()


def _counter(**options: Any) -> Any:
    """Return what counts the runs of letters in texts, untrained or with a fixed vocabulary."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(analyzer="char_wb", ngram_range=NGRAMS, lowercase=False, **options)


def _fit_machines(
    features: "csr_matrix", labels: "NDArray[np.int64]", counted: "NDArray[np.float64]", setting: Setting
) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
    """Return [intent, feature] weights and [intent] borders."""
    from sklearn.svm import LinearSVC

    totals = np.bincount(labels, weights=counted)
    weights = (totals.mean() / totals) ** setting.balance
    machines = LinearSVC(
        C=setting.cost,
        tol=setting.tolerance,
        class_weight=dict(enumerate(weights.tolist())),
        random_state=setting.seed,
    ).fit(features, labels, sample_weight=counted)
    return _rows(machines.coef_).astype(np.float32), _rows(machines.intercept_).astype(np.float32)


def _fit_network(
    vectors: "NDArray[np.float32]", labels: "NDArray[np.int64]", counted: "NDArray[np.float64]", setting: Setting
) -> "tuple[NDArray[np.float32], ...]":
    import torch

    torch.manual_seed(setting.seed)
    rows, wanted = torch.from_numpy(vectors * np.float32(setting.scale)), torch.from_numpy(labels)
    totals = np.bincount(labels, weights=counted)
    drawn_as_often = torch.from_numpy(counted / totals[labels] ** setting.balance)
    first, second = (
        torch.nn.Linear(vectors.shape[1], setting.hidden),
        torch.nn.Linear(setting.hidden, len(totals)),
    )
    network = torch.nn.Sequential(
        torch.nn.Dropout(setting.dropout / 2), first, torch.nn.ReLU(), torch.nn.Dropout(setting.dropout), second
    )
    optimizer = torch.optim.AdamW(network.parameters(), lr=setting.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, setting.steps)
    for _ in range(setting.steps):
        drawn = torch.multinomial(drawn_as_often, setting.batch, replacement=True)
        loss = torch.nn.functional.cross_entropy(network(rows[drawn]), wanted[drawn], label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch does not annotate it
        optimizer.step()
        schedule.step()
    return tuple(
        np.ascontiguousarray(part.detach().numpy()) for layer in (first, second) for part in (layer.weight, layer.bias)
    )


def _softmax(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    powers = np.exp(scores - scores.max())
    shares: NDArray[np.float32] = powers / powers.sum()
    return shares


def _rows(values: "NDArray[Any]") -> "NDArray[Any]":
    """Return one row an intent; scikit-learn keeps a single border between two of them."""
    return np.concatenate([-values, values]) if len(values) == 1 else values
