"""Rank the entries for a question: meaning, letters and two classifiers together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding import Embedder
from knowledge.index import DenseIndex, DenseScores
from knowledge.lexical import LexicalIndex, LexicalScores

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Weights of the standardised scores; measured on questions left out of training (docs/discussion/retrieval.md).
WEIGHTS = {"dense_nearest": 1.0, "dense_decision": 1.0, "lexical_nearest": 0.5, "lexical_decision": 1.0}


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The entries in order, and the signs by which to judge how sure that order is."""

    #: Entry numbers, best first.
    order: "NDArray[np.int64]"
    #: Score of each entry by its number.
    scores: "NDArray[np.float32]"
    #: What calibration looks at.
    signs: "NDArray[np.float32]"


@dataclass(frozen=True, kw_only=True)
class Retriever:
    """Both indexes of one build with the embedder that made them."""

    embedder: Embedder
    dense: DenseIndex
    lexical: LexicalIndex

    @classmethod
    def fit(cls, embedder: Embedder, texts: Sequence[str], entries: Sequence[int]) -> "Retriever":
        """Learn from examples and their entry numbers, which count from 0 without gaps."""
        return cls(
            embedder=embedder,
            dense=DenseIndex.fit(embedder.embed(texts), entries),
            lexical=LexicalIndex.fit(texts, entries),
        )

    def rank(self, question: str) -> Ranking:
        """Order all entries by how well they fit a question."""
        dense = self.dense.score(self.embedder.embed([question])[0])
        lexical = self.lexical.score(question)
        parts = {
            "dense_nearest": dense.nearest,
            "dense_decision": dense.decision,
            "lexical_nearest": lexical.nearest,
            "lexical_decision": lexical.decision,
        }
        scores = np.sum([WEIGHTS[name] * _standardise(part) for name, part in parts.items()], axis=0)
        order = np.argsort(-scores, kind="stable")
        return Ranking(order=order, scores=scores, signs=_signs(order, scores, dense, lexical))

    def save(self, folder: Path) -> None:
        """Write the indexes; the embedder is kept apart."""
        self.dense.save(folder)
        self.lexical.save(folder)

    @classmethod
    def load(cls, folder: Path, embedder: Embedder) -> "Retriever":
        """Read the indexes back."""
        return cls(embedder=embedder, dense=DenseIndex.load(folder), lexical=LexicalIndex.load(folder))


def _standardise(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    spread = float(scores.std())
    centred: NDArray[np.float32] = scores - scores.mean()
    return centred / spread if spread else centred


def _signs(
    order: "NDArray[np.int64]", scores: "NDArray[np.float32]", dense: DenseScores, lexical: LexicalScores
) -> "NDArray[np.float32]":
    """Return what tells a sure hit from a chance one."""
    best = int(order[0])
    second = int(order[1]) if len(order) > 1 else best
    agreeing = sum(
        int(np.argmax(part)) == best for part in (dense.nearest, dense.decision, lexical.nearest, lexical.decision)
    )
    return np.asarray(
        [
            scores[best] - scores[second],
            dense.nearest[best],
            dense.nearest[best] - dense.nearest[second],
            dense.decision[best],
            lexical.nearest[best],
            lexical.decision[best],
            lexical.decision[best] - lexical.decision[second],
            lexical.known,
            agreeing,
        ],
        dtype=np.float32,
    )
