"""Embedders: the one that comes with the project, and any other of sentence-transformers."""

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import (
    DEFAULT_MODEL,
    SentenceTransformersEmbedder,
    StaticEmbedder,
    UnusableModelError,
    is_static,
    open_embedder,
)

TEXTS = ["请问营业时间", "請問營業時間", "opening hours", "", "護照"]


@pytest.fixture(scope="module")
def default() -> StaticEmbedder:
    embedder = open_embedder()
    assert isinstance(embedder, StaticEmbedder)
    return embedder


@pytest.fixture(scope="module")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a BERT of two layers with a vocabulary of letters, as a sentence-transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    source = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz:"]
    (source / "vocab.txt").write_text("\n".join([*words, *(f"##{one}" for one in words[5:])]), encoding="utf-8")
    BertTokenizer(str(source / "vocab.txt")).save_pretrained(str(source))
    config = BertConfig(
        vocab_size=2 * len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(str(source))
    transformer = Transformer(str(source))
    model = SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu")
    target = tmp_path_factory.mktemp("models") / "tiny-e5"
    model.half().save_pretrained(str(target), create_model_card=False)
    return target


def test_default_model_folds_scripts_and_gives_unit_vectors(default: StaticEmbedder):
    vectors = default.embed(TEXTS)

    assert vectors.shape == (5, default.dimension)
    assert np.allclose(np.linalg.norm(vectors[[0, 1, 2, 4]], axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[0], vectors[1])
    assert not vectors[3].any()


def test_default_model_knows_translations(default: StaticEmbedder):
    english = ["I lost my passport", "How is the weather today?", "Open a bank account"]
    others = [
        ["我的护照丢了", "今天天气怎么样？", "开银行账户"],
        ["我的護照丟了", "今天天氣怎麼樣？", "開銀行帳戶"],
        ["パスポートをなくしました", "今日の天気はどうですか", "銀行口座を開設する"],
        ["여권을 잃어버렸어요", "오늘 날씨 어때요?", "은행 계좌 개설"],
    ]
    for texts in others:
        nearest = (default.embed(texts) @ default.embed(english).T).argmax(axis=1)
        assert nearest.tolist() == [0, 1, 2]


def test_numpy_gives_what_sentence_transformers_gives(default: StaticEmbedder):
    library = SentenceTransformersEmbedder(DEFAULT_MODEL)

    assert np.allclose(library.embed(TEXTS), default.embed(TEXTS), atol=1e-3)
    assert library.dimension == default.dimension


def test_saved_table_is_a_folder_for_any_tool(default: StaticEmbedder, tmp_path: Path):
    default.save(tmp_path / "model")

    again = open_embedder(tmp_path / "model")

    assert isinstance(again, StaticEmbedder)
    assert np.allclose(again.embed(TEXTS), default.embed(TEXTS), atol=1e-3)
    assert np.allclose(SentenceTransformersEmbedder(tmp_path / "model").embed(TEXTS), again.embed(TEXTS), atol=1e-3)


def test_other_model_is_loaded_from_a_folder(tiny_transformer: Path):
    embedder = open_embedder(tiny_transformer)

    vectors = embedder.embed(["abc", "", "xyz"])

    assert isinstance(embedder, SentenceTransformersEmbedder)
    assert embedder.dimension == 16
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert embedder.embed([]).shape == (0, 16)


def test_e5_models_get_their_prefix(tiny_transformer: Path):
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(tiny_transformer), device="cpu").float()

    prefixed = SentenceTransformersEmbedder(tiny_transformer).embed(["abc"])

    expected = plain.encode(["query: abc"], prompt="")
    assert np.allclose(prefixed[0], expected[0] / np.linalg.norm(expected[0]), atol=1e-3)


def test_prompts_of_the_configuration_win(tiny_transformer: Path, tmp_path: Path):
    import shutil

    folder = tmp_path / "my-e5"
    shutil.copytree(tiny_transformer, folder)
    file = folder / "config_sentence_transformers.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**config, "prompts": {"query": "q: ", "document": "d: "}}), encoding="utf-8")

    assert not np.allclose(
        SentenceTransformersEmbedder(folder).embed(["abc"]),
        SentenceTransformersEmbedder(tiny_transformer).embed(["abc"]),
    )


def test_folder_without_a_model_is_refused(tmp_path: Path):
    (tmp_path / "modules.json").write_text(
        json.dumps([{"type": "a.StaticEmbedding"}, {"type": "a.Normalize"}]), encoding="utf-8"
    )

    assert is_static(tmp_path)
    with pytest.raises(UnusableModelError, match=str(tmp_path)):
        open_embedder(tmp_path)
