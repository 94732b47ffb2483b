"""Search by letters: names, codes and words that the embedder never saw."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.traditional import to_simplified

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES = 2**16
#: Length of the runs of letters that are compared; shorter than a word in every language.
NGRAMS = (1, 4)


@dataclass(frozen=True, kw_only=True)
class LexicalScores:
    """How much a question looks like each entry's."""

    #: Cosine with the nearest example of each entry.
    nearest: "NDArray[np.float32]"
    #: Distance from the classifier's border of each entry; the cosines again where there is no classifier.
    decision: "NDArray[np.float32]"
    #: Share of the question's weight that lies in runs of letters which occur in the examples.
    known: float


@dataclass(frozen=True, kw_only=True)
class LexicalIndex:
    """Character runs of all examples, weighted by rarity, with a linear classifier over them."""

    #: Weight of each feature; zero where it occurs nowhere.
    rarity: "NDArray[np.float32]"
    #: Sparse, a row for each feature and a column for each example, those of one entry side by side: only the rows of a
    #: question's few features are read.
    postings: Any
    #: Where the examples of each entry begin.
    starts: "NDArray[np.int64]"
    #: A row for each feature, for the same reason, and a column for each entry, unless there are too many of those.
    coefficients: "NDArray[np.float32]"
    intercepts: "NDArray[np.float32]"

    @classmethod
    def fit(cls, texts: Sequence[str], entries: Sequence[int]) -> "LexicalIndex":
        """Learn from examples and their entry numbers, which count from 0 without gaps."""
        from sklearn.feature_extraction.text import TfidfTransformer

        from knowledge.softmax import CLASSIFIED, fit_sparse, no_classes

        counts = _vectorizer().transform([fold(text) for text in texts])
        rarity = TfidfTransformer(sublinear_tf=True).fit(counts).idf_.astype(np.float32)
        rarity[np.asarray(counts.sum(axis=0)).ravel() == 0] = 0
        examples = _weigh(counts, rarity)
        classifier = fit_sparse(examples, entries) if max(entries) < CLASSIFIED else no_classes(FEATURES)
        order = np.argsort(entries, kind="stable")
        sorted_entries = np.asarray(entries, dtype=np.int64)[order]
        return cls(
            rarity=rarity,
            postings=examples[order].T.tocsr(),
            starts=np.searchsorted(sorted_entries, np.arange(sorted_entries[-1] + 1)),
            coefficients=np.ascontiguousarray(classifier.coefficients.T),
            intercepts=classifier.intercepts,
        )

    def score(self, question: str) -> LexicalScores:
        """Compare a question with every entry."""
        counts = self._vectorize.transform([fold(question)])
        total = float(counts.sum()) or 1.0
        known = float(counts.data[self.rarity[counts.indices] > 0].sum()) / total
        weighed = _weigh(counts, self.rarity)
        cosines = (weighed @ self.postings).toarray()[0]
        nearest = np.maximum.reduceat(cosines, self.starts).astype(np.float32)
        if not len(self.intercepts):
            return LexicalScores(nearest=nearest, decision=nearest, known=known)
        decision = weighed.data @ self.coefficients[weighed.indices] + self.intercepts
        return LexicalScores(nearest=nearest, decision=decision.astype(np.float32), known=known)

    @cached_property
    def _vectorize(self) -> Any:
        return _vectorizer()

    def save(self, folder: Path) -> None:
        """Write the index as arrays."""
        from scipy.sparse import save_npz

        save_npz(folder / "lexical-postings.npz", self.postings)
        np.savez_compressed(
            folder / "lexical.npz",
            rarity=self.rarity,
            starts=self.starts,
            coefficients=self.coefficients.astype(np.float16),
            intercepts=self.intercepts,
        )

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read an index back."""
        from scipy.sparse import load_npz

        with np.load(folder / "lexical.npz", allow_pickle=False) as arrays:
            return cls(
                rarity=arrays["rarity"],
                postings=load_npz(folder / "lexical-postings.npz"),
                starts=arrays["starts"],
                coefficients=arrays["coefficients"].astype(np.float32),
                intercepts=arrays["intercepts"],
            )


def fold(text: str) -> str:
    """Return a text without differences of width, case, white space and Chinese script."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(one if one.isalnum() else " " for one in to_simplified(folded))
    return f" {' '.join(letters.split())} "


def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char", ngram_range=NGRAMS, n_features=FEATURES, lowercase=False, norm=None, alternate_sign=False
    )


def _weigh(counts: Any, rarity: "NDArray[np.float32]") -> Any:
    """Return counts damped, weighted by rarity and scaled to unit length."""
    from sklearn.preprocessing import normalize

    weighed = counts.astype(np.float32).tocsr(copy=True)
    weighed.data = (1 + np.log(weighed.data)) * rarity[weighed.indices]
    return normalize(weighed)
