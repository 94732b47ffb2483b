"""Train a table of token vectors so that translations lie close together."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.training.pairs import Pair, measuring_texts, read_pairs
from knowledge.training.vocabulary import VOCABULARY_SIZE, train_tokenizer

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

#: Share of a kind's batches grows with its size to this power, so that dictionaries do not drown sentences.
KIND_POWER = 0.75


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Numbers of the training; the defaults are those of the model that comes with the project."""

    steps: int = 1500
    seed: int = 7
    dimension: int = 256
    vocabulary: int = VOCABULARY_SIZE
    batch: int = 2048
    #: Factor of the cosine in the softmax; 10-12 was best by far.
    scale: float = 12.0
    learning_rate: float = 0.05
    #: Share of tokens left out, so that no single word carries a sentence.
    dropout: float = 0.1
    threads: int = 2


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Texts as runs of token ids in one array."""

    ids: "NDArray[np.int64]"
    #: Where each text begins, and after the last the length of `ids`.
    starts: "NDArray[np.int64]"

    def bags(self, rows: "NDArray[np.int64]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
        """Return the token ids of some texts and how many each has."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        first = np.repeat(self.starts[rows] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        return self.ids[first + np.arange(len(first))], lengths


def train_embedder(
    pairs: Sequence[Path],
    output: Path,
    *,
    exclude: Path | None = None,
    recipe: Recipe | None = None,
    progress: Callable[[str], None] = logger.info,
) -> None:
    """Train the default embedder and save it as a sentence-transformers folder.

    Args:
        pairs: Files as `read_pairs` takes them.
        output: Folder to write.
        exclude: File of texts to measure with, which training must not see.
        recipe: Numbers other than the defaults.
        progress: Told of each stage.
    """
    recipe = recipe or Recipe()
    found = read_pairs(pairs, exclude=measuring_texts(exclude) if exclude else frozenset())
    texts = list(dict.fromkeys(text for pair in found for text in (pair.left, pair.right)))
    progress(f"{len(found)} pairs of {len(texts)} texts")
    tokenizer = train_tokenizer(texts, size=recipe.vocabulary, threads=recipe.threads)
    progress(f"vocabulary of {tokenizer.get_vocab_size()} pieces")
    weights = fit(found, texts, tokenizer, recipe, progress)
    save(weights, tokenizer, output)
    progress(f"saved in {output}")


def fit(
    pairs: Sequence[Pair], texts: Sequence[str], tokenizer: Any, recipe: Recipe, progress: Callable[[str], None]
) -> "torch.Tensor":
    """Return token vectors that bring the two sides of each pair together.

    Symmetric multiple-negatives ranking: within a batch each text has to find its own translation among all
    the others. Texts that occur twice in a batch are no negatives of themselves.
    """
    import torch

    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    generator = np.random.default_rng(recipe.seed)
    tokens = tokenize(texts, tokenizer)
    table = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), recipe.dimension, mode="mean")
    torch.nn.init.normal_(table.weight, std=recipe.dimension**-0.5)
    optimizer = torch.optim.AdamW(table.parameters(), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=recipe.steps)
    batches = draw_batches(pairs, texts, recipe, generator)
    for step in range(1, recipe.steps + 1):
        rows = next(batches)
        left, right = (
            torch.nn.functional.normalize(_embed(table, tokens, side, recipe, generator), dim=1)
            for side in (rows[:, 0], rows[:, 1])
        )
        loss = ranking_loss(left @ right.T * recipe.scale, torch.from_numpy(rows))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch does not annotate it
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            progress(f"step {step} of {recipe.steps}: loss {loss.item():.3f}")
    return table.weight.detach()


def ranking_loss(logits: "torch.Tensor", rows: "torch.Tensor") -> "torch.Tensor":
    """Return the mean loss of finding each right text from its left one and the other way round."""
    import torch

    same = (rows[:, None, 0] == rows[None, :, 0]) | (rows[:, None, 1] == rows[None, :, 1])
    same.fill_diagonal_(False)
    logits = logits.masked_fill(same, float("-inf"))
    labels = torch.arange(len(rows))
    entropy = torch.nn.functional.cross_entropy
    return (entropy(logits, labels) + entropy(logits.T, labels)) / 2


def tokenize(texts: Sequence[str], tokenizer: Any) -> Tokens:
    """Return the token ids of texts; a text without any token becomes one unknown token."""
    runs: list[list[int]] = []
    for start in range(0, len(texts), 10_000):
        encoded = tokenizer.encode_batch_fast(list(texts[start : start + 10_000]), add_special_tokens=False)
        runs.extend(one.ids or [0] for one in encoded)
    starts = np.concatenate([[0], np.cumsum([len(run) for run in runs])]).astype(np.int64)
    return Tokens(ids=np.concatenate([np.asarray(run, dtype=np.int64) for run in runs]), starts=starts)


def draw_batches(
    pairs: Sequence[Pair], texts: Sequence[str], recipe: Recipe, generator: np.random.Generator
) -> "Iterator[NDArray[np.int64]]":
    """Yield batches without end: row numbers of the two texts of each pair, all pairs of one kind."""
    number = {text: row for row, text in enumerate(texts)}
    kinds: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for pair in pairs:
        kinds[pair.kind].append((number[pair.left], number[pair.right]))
    pools = [np.asarray(rows, dtype=np.int64) for rows in kinds.values()]
    shares = np.asarray([len(pool) for pool in pools], dtype=np.float64) ** KIND_POWER
    places = [0] * len(pools)
    for pool in pools:
        generator.shuffle(pool)
    while True:
        chosen = int(generator.choice(len(pools), p=shares / shares.sum()))
        if places[chosen] + recipe.batch > len(pools[chosen]):
            generator.shuffle(pools[chosen])
            places[chosen] = 0
        yield pools[chosen][places[chosen] : places[chosen] + recipe.batch]
        places[chosen] += recipe.batch


def save(weights: "torch.Tensor", tokenizer: Any, output: Path) -> None:
    """Write a sentence-transformers folder with half-precision weights."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, StaticEmbedding

    module = StaticEmbedding(tokenizer, embedding_weights=weights.float().numpy())
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    model.half().save_pretrained(str(output), create_model_card=False)


def _embed(
    table: "torch.nn.EmbeddingBag",
    tokens: Tokens,
    rows: "NDArray[np.int64]",
    recipe: Recipe,
    generator: np.random.Generator,
) -> "torch.Tensor":
    import torch

    ids, lengths = tokens.bags(rows)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    kept = generator.random(len(ids)) >= recipe.dropout
    left = np.add.reduceat(kept, starts)
    kept[starts[left == 0]] = True
    lengths = np.maximum(left, 1)
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    embedded: torch.Tensor = table(torch.from_numpy(ids[kept]), torch.from_numpy(offsets))
    return embedded
