"""Fit the token vectors to the questions of this knowledge base; seconds on a processor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding import StaticEmbedder

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """Numbers of the fine-tuning."""

    steps: int = 180
    #: Entries and examples of each in one batch; all entries when there are fewer.
    entries: int = 64
    examples: int = 8
    scale: float = 12.0
    learning_rate: float = 0.01
    #: Share of tokens left out.
    dropout: float = 0.1
    seed: int = 7


def tune(
    embedder: StaticEmbedder, texts: Sequence[str], entries: Sequence[int], tuning: Tuning | None = None
) -> StaticEmbedder:
    """Return the embedder with vectors that bring the questions of one entry together.

    Supervised contrastive loss: within a batch each question has to find those of its own entry. Only the
    vectors of tokens that occur are trained, which makes it a matter of seconds.
    """
    import torch

    tuning = tuning or Tuning()
    torch.manual_seed(tuning.seed)
    generator = np.random.default_rng(tuning.seed)
    runs = [np.asarray(ids or [0]) for ids in embedder.token_ids(texts)]
    used, flat = np.unique(np.concatenate(runs), return_inverse=True)
    bags = np.split(flat, np.cumsum([len(run) for run in runs])[:-1])
    table = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(embedder.vectors[used].astype(np.float32)), freeze=False, mode="mean"
    )
    optimizer = torch.optim.AdamW(table.parameters(), lr=tuning.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=tuning.steps)
    members = _members(entries)
    for _ in range(tuning.steps):
        rows, labels = _draw(members, tuning, generator)
        loss = _contrast(_embed(table, [bags[row] for row in rows], tuning, generator), labels, tuning.scale)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch does not annotate it
        optimizer.step()
        schedule.step()
    vectors = embedder.vectors.astype(np.float32)
    vectors[used] = table.weight.detach().numpy()
    return StaticEmbedder(
        name=f"{embedder.name}+tuned", tokenizer=embedder.tokenizer, vectors=vectors.astype(np.float16)
    )


def _members(entries: Sequence[int]) -> "list[NDArray[np.int64]]":
    """Return the rows of each entry that has at least two, since one alone has nothing to be near to."""
    labels = np.asarray(entries)
    rows = [np.flatnonzero(labels == entry) for entry in np.unique(labels)]
    return [one for one in rows if len(one) > 1]


def _draw(
    members: "Sequence[NDArray[np.int64]]", tuning: Tuning, generator: np.random.Generator
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Return the rows of a batch and the entry of each."""
    chosen = generator.permutation(len(members))[: tuning.entries]
    rows = [
        generator.choice(members[entry], size=min(tuning.examples, len(members[entry])), replace=False)
        for entry in chosen
    ]
    return np.concatenate(rows), np.repeat(chosen, [len(one) for one in rows])


def _embed(
    table: "torch.nn.EmbeddingBag",
    bags: "Sequence[NDArray[np.int64]]",
    tuning: Tuning,
    generator: np.random.Generator,
) -> "torch.Tensor":
    import torch

    thinned = []
    for bag in bags:
        kept = bag[generator.random(len(bag)) >= tuning.dropout]
        thinned.append(kept if len(kept) else bag)
    offsets = np.concatenate([[0], np.cumsum([len(bag) for bag in thinned])[:-1]])
    vectors: torch.Tensor = table(torch.from_numpy(np.concatenate(thinned)), torch.from_numpy(offsets))
    return torch.nn.functional.normalize(vectors, dim=1)


def _contrast(vectors: "torch.Tensor", labels: "NDArray[np.int64]", scale: float) -> "torch.Tensor":
    import torch

    entries = torch.from_numpy(labels)
    itself = torch.eye(len(entries), dtype=torch.bool)
    logits = (vectors @ vectors.T * scale).masked_fill(itself, float("-inf"))
    logarithms = torch.nn.functional.log_softmax(logits, dim=1)
    same = (entries[:, None] == entries[None, :]) & ~itself
    loss: torch.Tensor = -(logarithms.masked_fill(~same, 0.0).sum(1) / same.sum(1)).mean()
    return loss
