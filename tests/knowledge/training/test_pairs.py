"""Pair files are read, and translations of one text are paired with each other."""

import json
import lzma
from pathlib import Path

import pytest

from knowledge.training.pairs import Pair, PairFileError, measuring_texts, read_pairs

ROWS = [
    {"source": "s", "kind": "ui", "lang": "ja", "en": "Open", "text": "開く"},
    {"source": "s", "kind": "ui", "lang": "ko", "en": "Open", "text": "열기"},
    {"source": "d", "kind": "dict", "lang": "zh", "en": "water", "text": "水"},
    {"source": "d", "kind": "dict", "lang": "ja", "en": "water", "text": "お水"},
    {"source": "massive", "kind": "sent", "lang": "ja", "en": "Wake me", "text": "起こして"},
    {"source": "s", "kind": "sent", "lang": "ja", "en": "Secret Text", "text": "秘密"},
    {"source": "s", "kind": "ui", "lang": "ja", "en": " ", "text": "空"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in ROWS)
    return path


def test_pairs_and_pivots_are_read(file: Path):
    pairs = read_pairs([file])

    assert Pair(kind="ui", left="Open", right="開く") in pairs
    assert Pair(kind="pivot", left="開く", right="열기") in pairs
    assert Pair(kind="massive", left="Wake me", right="起こして") in pairs
    assert len(pairs) == 7


def test_measuring_texts_are_left_out(file: Path, tmp_path: Path):
    measuring = tmp_path / "measuring.jsonl"
    measuring.write_text(json.dumps({"en": "ｓecret  text", "ja": "別"}) + "\n", encoding="utf-8")

    pairs = read_pairs([file], exclude=measuring_texts(measuring))

    assert len(pairs) == 6
    assert "秘密" not in {pair.right for pair in pairs}


@pytest.mark.parametrize("line", ["{", '{"source": "s", "kind": "ui", "lang": "ja", "en": "Open"}'])
def test_line_that_is_no_pair_is_named(tmp_path: Path, line: str):
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + line + "\n", encoding="utf-8")

    with pytest.raises(PairFileError, match=r"bad\.jsonl:2: "):
        read_pairs([path])
