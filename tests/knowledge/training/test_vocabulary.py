"""The tokenizer folds width, case, Traditional and Japanese forms by itself."""

import pytest

from knowledge.training.vocabulary import normalization_rules, train_tokenizer

LETTERS = "请问营业时间芸术 abcdefghijklmnopqrstuvwxyz 0123456789 かきくけこ 가나다라마"


@pytest.fixture(scope="module")
def tokenizer():
    texts = [LETTERS[start : start + 12] for start in range(len(LETTERS) - 12)] * 20
    return train_tokenizer(texts, size=120, threads=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [("請問營業時間", "请问营业时间"), ("ＡＢＣ　１", "abc 1"), ("藝術", "芸術"), ("  abc   か ", "abc か")],
)
def test_variants_give_the_same_tokens(tokenizer, one: str, other: str):
    assert tokenizer.encode(one).ids == tokenizer.encode(other).ids
    assert tokenizer.encode(one).ids


def test_blank_text_has_no_tokens(tokenizer):
    assert tokenizer.encode("  ").ids == []


def test_rules_leave_plain_letters_alone():
    rules = dict(line.split("\t") for line in normalization_rules().splitlines())

    assert rules["41"] == "61"
    assert "61" not in rules
    assert rules["200B"] == ""
    assert rules["5922"] == "68A6"
