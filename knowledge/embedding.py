"""Texts as vectors: the model that comes with the project, a local folder or one of a hub."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The model that comes with the project.
DEFAULT_MODEL = Path(__file__).parent / "model"
#: Modules of a model that is no more than a table of token vectors.
_STATIC = ("StaticEmbedding", "Normalize")
#: Models of this family were trained with a prefix but do not all say so in their configuration.
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class UnusableModelError(KnowledgeError):
    """The embedding model cannot be loaded."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Return what tells this model from all others; it is kept in the manifest."""

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one unit vector a text; a text without any known token gives zeros."""


class StaticEmbedder:
    """A table of token vectors, looked up without torch: a text is the mean of its tokens."""

    def __init__(self, *, name: str, tokenizer: Any, vectors: "NDArray[np.floating[Any]]") -> None:
        """Take a tokenizer of the `tokenizers` library and one vector a token id."""
        self._name = name
        self.tokenizer = tokenizer
        self.vectors = vectors

    @property
    def name(self) -> str:
        """Return what tells this model from all others."""
        return self._name

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return int(self.vectors.shape[1])

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one unit vector a text."""
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in enumerate(self.token_ids(texts)):
            if ids:
                found[row] = self.vectors[ids].mean(axis=0, dtype=np.float32)
        return unit(found)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of each text."""
        return [one.ids for one in self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    @classmethod
    def load(cls, folder: Path) -> "StaticEmbedder":
        """Read a sentence-transformers folder whose only module with weights is a StaticEmbedding.

        Raises:
            UnusableModelError: Files are missing or damaged.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        weights, tokens = folder / "model.safetensors", folder / "tokenizer.json"
        try:
            vectors = load_file(weights)["embedding.weight"]
            tokenizer = Tokenizer.from_file(str(tokens))
        # tokenizers knows no other class for a missing or damaged file
        except Exception as error:
            raise UnusableModelError(f"{folder}: {error}") from error
        return cls(name=f"static:{_digest(weights, tokens)}", tokenizer=tokenizer, vectors=vectors)

    def save(self, folder: Path) -> None:
        """Write the table in half precision, as a sentence-transformers folder that any other tool can read."""
        from safetensors.numpy import save_file

        (folder / "1_Normalize").mkdir(parents=True)
        save_file({"embedding.weight": self.vectors.astype(np.float16)}, folder / "model.safetensors")
        self.tokenizer.save(str(folder / "tokenizer.json"))
        modules = [
            {"idx": row, "name": str(row), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for row, (kind, path) in enumerate(zip(_STATIC, ("", "1_Normalize"), strict=True))
        ]
        (folder / "modules.json").write_text(json.dumps(modules, indent=2), encoding="utf-8")


class SentenceTransformersEmbedder:
    """Any model of the sentence-transformers library, from a folder or a hub."""

    def __init__(self, model: str | Path) -> None:
        """Load a model.

        Raises:
            UnusableModelError: There is no such folder and no hub that has it can be reached.
        """
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(str(model), device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise UnusableModelError(
                f"{model}: {error}; give a folder, or a name that the model hub knows and a way to reach it"
            ) from error
        # weights in half precision give NaN for an empty text
        self._model.float()
        if not any(self._model.prompts.values()) and "e5" in Path(model).name.lower():
            self._model.prompts = _E5_PROMPTS
        self._name = f"sentence-transformers:{Path(model).name}"

    @property
    def name(self) -> str:
        """Return what tells this model from all others."""
        return self._name

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one unit vector a text; questions are compared with questions, so all get the query prompt."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        found: NDArray[np.float32] = self._model.encode_query(list(texts), show_progress_bar=False)
        return unit(found.astype(np.float32))


def open_embedder(model: str | Path = "") -> Embedder:
    """Load a model; empty is the one that comes with the project.

    Raises:
        UnusableModelError: It cannot be loaded.
    """
    folder = Path(model or DEFAULT_MODEL)
    if is_static(folder):
        return StaticEmbedder.load(folder)
    return SentenceTransformersEmbedder(model)


def is_static(folder: Path) -> bool:
    """Tell whether a folder holds a table of token vectors, which needs no torch."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return tuple(str(one["type"]).rpartition(".")[2] for one in modules) == _STATIC


def unit(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return vectors of length one; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
    return scaled


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
