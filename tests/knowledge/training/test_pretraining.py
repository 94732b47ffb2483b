"""Training brings translations together."""

import json
from pathlib import Path

import numpy as np
import torch

from knowledge.embedding import open_embedder
from knowledge.training.pretraining import Recipe, Tokens, ranking_loss, train_embedder

ENGLISH = ["red apple", "blue sky", "old house", "new train", "cold water", "hot tea", "long road", "small bird"]
CHINESE = ["红苹果", "蓝天空", "旧房屋", "新火车", "冷水杯", "热茶叶", "长道路", "小鸟儿"]


def test_trained_folder_finds_translations(tmp_path: Path):
    rows = [
        {"source": "s", "kind": "sent", "lang": "zh", "en": f"{left}{end}", "text": f"{right}{end}"}
        for left, right in zip(ENGLISH, CHINESE, strict=True)
        for end in ("", ".", "!", "?")
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    recipe = Recipe(steps=60, dimension=16, vocabulary=90, batch=16, threads=1)
    said: list[str] = []

    train_embedder([file], tmp_path / "model", recipe=recipe, progress=said.append)

    embedder = open_embedder(tmp_path / "model")
    found = (embedder.embed(CHINESE) @ embedder.embed(ENGLISH).T).argmax(axis=1)
    assert found.tolist() == list(range(len(ENGLISH)))
    assert said[0] == "32 pairs of 64 texts"


def test_texts_that_occur_twice_are_no_negatives():
    logits = torch.tensor([[5.0, 9.0, 0.0], [9.0, 5.0, 0.0], [0.0, 0.0, 5.0]])

    masked = ranking_loss(logits, torch.tensor([[1, 2], [1, 3], [4, 5]]))
    unmasked = ranking_loss(logits, torch.tensor([[1, 2], [6, 3], [4, 5]]))

    assert masked < 0.1 < unmasked


def test_bags_are_cut_out_of_the_run():
    tokens = Tokens(ids=np.array([1, 2, 3, 4, 5, 6]), starts=np.array([0, 2, 3, 6]))

    ids, lengths = tokens.bags(np.array([2, 0]))

    assert ids.tolist() == [4, 5, 6, 1, 2]
    assert lengths.tolist() == [3, 2]
