"""Search by meaning: the nearest examples by FAISS, and a classifier over the vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Examples looked at per question.
NEIGHBOURS = 200
#: From so many examples on they are kept in cells, of which a question looks into the nearest only.
FROM_CELLS = 10_000
CELLS_LOOKED_INTO = 16


@dataclass(frozen=True, kw_only=True)
class DenseScores:
    """How near a question is to each entry's examples in meaning."""

    #: Cosine with the nearest example of each entry.
    nearest: "NDArray[np.float32]"
    #: Logarithm of each entry's probability; the cosines again where there are too many entries for a classifier.
    decision: "NDArray[np.float32]"


@dataclass(frozen=True, kw_only=True)
class DenseIndex:
    """The vectors of all examples in all languages together."""

    #: FAISS index of inner products.
    vectors: Any
    #: Entry number of each vector.
    entries: "NDArray[np.int64]"
    #: One row an entry; none where there are too many entries for a classifier.
    coefficients: "NDArray[np.float32]"
    intercepts: "NDArray[np.float32]"

    @cached_property
    def size(self) -> int:
        """Return the number of entries."""
        return int(self.entries.max()) + 1

    @classmethod
    def fit(cls, vectors: "NDArray[np.float32]", entries: Sequence[int]) -> "DenseIndex":
        """Learn from unit vectors and their entry numbers, which count from 0 without gaps."""
        import faiss

        from knowledge.softmax import CLASSIFIED, fit_dense, no_classes

        index = _cells(vectors) if len(vectors) >= FROM_CELLS else faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        classifier = fit_dense(vectors, entries) if max(entries) < CLASSIFIED else no_classes(vectors.shape[1])
        return cls(
            vectors=index,
            entries=np.asarray(entries, dtype=np.int64),
            coefficients=classifier.coefficients,
            intercepts=classifier.intercepts,
        )

    def score(self, vector: "NDArray[np.float32]") -> DenseScores:
        """Compare the vector of a question with every entry."""
        cosines, rows = self.vectors.search(vector[None, :], min(NEIGHBOURS, len(self.entries)))
        # an entry without a neighbour is no nearer than the farthest neighbour
        nearest = np.full(self.size, cosines.min(), dtype=np.float32)
        np.maximum.at(nearest, self.entries[rows[0]], cosines[0])
        if not len(self.intercepts):
            return DenseScores(nearest=nearest, decision=nearest)
        logits = self.coefficients @ vector + self.intercepts
        highest = logits.max()
        decision = logits - highest - np.log(np.exp(logits - highest).sum())
        return DenseScores(nearest=nearest, decision=decision.astype(np.float32))

    def save(self, folder: Path) -> None:
        """Write the FAISS index and the arrays beside it."""
        import faiss

        faiss.write_index(self.vectors, str(folder / "index.faiss"))
        np.savez_compressed(
            folder / "dense.npz",
            entries=self.entries,
            coefficients=self.coefficients,
            intercepts=self.intercepts,
        )

    @classmethod
    def load(cls, folder: Path) -> "DenseIndex":
        """Read an index back."""
        import faiss

        with np.load(folder / "dense.npz", allow_pickle=False) as arrays:
            return cls(
                vectors=faiss.read_index(str(folder / "index.faiss")),
                entries=arrays["entries"],
                coefficients=arrays["coefficients"],
                intercepts=arrays["intercepts"],
            )


def _cells(vectors: "NDArray[np.float32]") -> Any:
    """Return an empty FAISS index that looks into a few of its cells; their number grows with the examples' root."""
    import faiss

    count = int(2 * np.sqrt(len(vectors)))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(vectors.shape[1]), vectors.shape[1], count, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = 10
    index.cp.seed = 7
    index.train(np.ascontiguousarray(vectors))
    index.nprobe = CELLS_LOOKED_INTO
    return index
