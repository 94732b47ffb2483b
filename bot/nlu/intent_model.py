"""A linear classifier over letters and meaning together, without Rasa."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.traditional import to_simplified

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

#: Runs of letters that are compared, within words.
NGRAMS = (1, 4)
_FOLDS = 3


@dataclass(frozen=True, kw_only=True)
class IntentModel:
    """TF-IDF of letter n-grams beside a sentence vector, linear support vector machines, and probabilities.

    Learnt with scikit-learn; one message is scored on plain arrays, since scikit-learn's own checks and sparse
    products take ten times as long as the sums.
    """

    classes: tuple[str, ...]
    #: scikit-learn's CountVectorizer: text to counts of runs.
    counter: Any
    #: Weight of each run by its rarity.
    rarity: "NDArray[np.float32]"
    #: [fold, intent, run] and [fold, intent, dimension of the sentence vector]
    letters: "NDArray[np.float32]"
    meaning: "NDArray[np.float32]"
    #: [fold, intent]: intercept, then slope and offset of the calibration.
    intercepts: "NDArray[np.float32]"
    slopes: "NDArray[np.float32]"
    offsets: "NDArray[np.float32]"

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: "NDArray[np.float32]",
        intents: Sequence[str],
        *,
        cost: float,
        dense_weight: float,
    ) -> "IntentModel":
        """Learn from examples.

        Args:
            texts: What was written.
            vectors: One sentence vector a text, shape (texts, dimensions).
            intents: What each text wants; each intent needs three examples.
            cost: Weight of an error against smallness of the weights.
            dense_weight: Weight of the sentence vector beside the letters, which have length one.
        """
        from scipy.sparse import csr_matrix, hstack
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
        from sklearn.svm import LinearSVC

        counter = CountVectorizer(analyzer="char_wb", ngram_range=NGRAMS, lowercase=False)
        counts = counter.fit_transform([fold(text) for text in texts])
        weigher = TfidfTransformer(sublinear_tf=True).fit(counts)
        features = hstack([weigher.transform(counts), csr_matrix(vectors * dense_weight)]).tocsr()
        model = CalibratedClassifierCV(LinearSVC(C=cost), cv=_FOLDS).fit(features, np.asarray(intents))
        folds = model.calibrated_classifiers_
        coefficients = np.stack([_rows(one.base_estimator.coef_) for one in folds]).astype(np.float32)
        runs = counts.shape[1]
        return cls(
            classes=tuple(str(one) for one in model.classes_),
            counter=counter,
            rarity=weigher.idf_.astype(np.float32),
            letters=np.ascontiguousarray(coefficients[:, :, :runs]),
            meaning=np.ascontiguousarray(coefficients[:, :, runs:] * dense_weight),
            intercepts=np.stack([_rows(one.base_estimator.intercept_) for one in folds]).astype(np.float32),
            slopes=np.asarray([[each.a_ for each in one.calibrators] for one in folds], dtype=np.float32),
            offsets=np.asarray([[each.b_ for each in one.calibrators] for one in folds], dtype=np.float32),
        )

    def probabilities(self, text: str, vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """Return how likely each of `classes` is; they add up to one."""
        counts: csr_matrix = self.counter.transform([fold(text)])
        places = counts.indices
        weights = (1 + np.log(counts.data.astype(np.float32))) * self.rarity[places]
        weights /= max(float(np.linalg.norm(weights)), 1e-12)
        margins = self.letters[:, :, places] @ weights + self.meaning @ vector + self.intercepts
        raw = 1 / (1 + np.exp(np.clip(self.slopes * margins + self.offsets, -50, 50)))
        shares: NDArray[np.float32] = (raw / raw.sum(axis=1, keepdims=True)).mean(axis=0)
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


def _rows(values: "NDArray[Any]") -> "NDArray[Any]":
    """Return one row an intent; scikit-learn keeps a single border between two of them."""
    return np.concatenate([-values, values]) if len(values) == 1 else values
