"""Linear classifiers over many classes, trained in seconds on a processor.

One softmax over all entries rather than a border for each of them, as libraries for support vectors draw: with 180
entries and 26,000 examples that took a minute and, beside the other scores, ranked no better
(docs/discussion/retrieval.md).
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: More entries than these are told apart by their nearest examples alone: a softmax over 2,000 takes three minutes.
CLASSIFIED = 500
_SEED = 7
_DENSE_STEPS = 200
_DENSE_BATCH = 2048
_DENSE_RATE = 0.2
_SPARSE_ROUNDS = 3
_SPARSE_BATCH = 256
_SPARSE_RATE = 0.2
#: Rows of TF-IDF have length one, spread over a hundred features: without it the first steps are tiny.
_SPARSE_SCALE = 8.0


@dataclass(frozen=True, kw_only=True)
class Linear:
    """A score for each class: coefficients times features, plus intercept."""

    #: Shape (classes, features).
    coefficients: "NDArray[np.float32]"
    #: Shape (classes,).
    intercepts: "NDArray[np.float32]"


def no_classes(features: int) -> Linear:
    """Return the classifier of no class at all."""
    return Linear(
        coefficients=np.zeros((0, features), dtype=np.float32),
        intercepts=np.zeros(0, dtype=np.float32),
    )


def fit_dense(vectors: "NDArray[np.float32]", classes: Sequence[int]) -> Linear:
    """Learn from rows of numbers and their classes, which count from 0 without gaps."""
    import torch

    torch.manual_seed(_SEED)
    rows, labels = torch.from_numpy(np.ascontiguousarray(vectors)), torch.as_tensor(np.asarray(classes))
    count = int(labels.max()) + 1
    weights = torch.zeros(vectors.shape[1], count, requires_grad=True)
    bias = torch.zeros(count, requires_grad=True)
    optimizer = torch.optim.AdamW([weights, bias], lr=_DENSE_RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=_DENSE_STEPS)
    for _ in range(_DENSE_STEPS):
        drawn = torch.randint(len(labels), (min(_DENSE_BATCH, len(labels)),))
        loss = torch.nn.functional.cross_entropy(rows[drawn] @ weights + bias, labels[drawn])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch does not annotate it
        optimizer.step()
        schedule.step()
    return Linear(coefficients=weights.detach().numpy().T.copy(), intercepts=bias.detach().numpy().copy())


def fit_sparse(matrix: Any, classes: Sequence[int]) -> Linear:
    """Learn from a SciPy CSR matrix and the classes of its rows, which count from 0 without gaps."""
    import torch

    torch.manual_seed(_SEED)
    generator = np.random.default_rng(_SEED)
    # says once a process that invariants of sparse gradients are not checked, which nobody asked for
    warnings.filterwarnings("ignore", message="Sparse invariant checks", category=UserWarning)
    labels = torch.as_tensor(np.asarray(classes))
    table = torch.nn.EmbeddingBag(matrix.shape[1], int(labels.max()) + 1, mode="sum", sparse=True)
    torch.nn.init.zeros_(table.weight)
    optimizer = torch.optim.Adagrad(table.parameters(), lr=_SPARSE_RATE)
    for _ in range(_SPARSE_ROUNDS):
        order = generator.permutation(matrix.shape[0])
        for start in range(0, len(order), _SPARSE_BATCH):
            drawn = order[start : start + _SPARSE_BATCH]
            rows = matrix[drawn]
            found = table(
                torch.from_numpy(rows.indices.astype(np.int64)),
                torch.from_numpy(rows.indptr[:-1].astype(np.int64)),
                per_sample_weights=torch.from_numpy(rows.data.astype(np.float32) * _SPARSE_SCALE),
            )
            loss = torch.nn.functional.cross_entropy(found, labels[drawn])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call] # torch does not annotate it
            optimizer.step()
    weights = table.weight.detach().numpy().T * _SPARSE_SCALE
    return Linear(
        coefficients=np.ascontiguousarray(weights, dtype=np.float32),
        intercepts=np.zeros(len(weights), dtype=np.float32),
    )
