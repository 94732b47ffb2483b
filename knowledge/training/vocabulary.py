"""The tokenizer: SentencePiece unigrams over text in which all Chinese characters are Simplified."""

import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

VOCABULARY_SIZE = 32_000
CHARACTER_COVERAGE = 0.9997


def train_tokenizer(texts: Iterable[str], *, size: int = VOCABULARY_SIZE, threads: int = 2) -> Any:
    """Learn a vocabulary and return a self-contained `tokenizers.Tokenizer`.

    Its normaliser carries width, case, Traditional and Japanese forms as one table, so that 請問 and 请问,
    芸術 and 艺术 give the same tokens without any converter at run time.
    """
    import sentencepiece

    with tempfile.TemporaryDirectory() as folder:
        rules, corpus = Path(folder, "rules.tsv"), Path(folder, "corpus.txt")
        rules.write_text(normalization_rules(), encoding="utf-8")
        with corpus.open("w", encoding="utf-8") as lines:
            lines.writelines(text.replace("\n", " ") + "\n" for text in texts)
        prefix = Path(folder, "vocabulary")
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus),
            model_prefix=str(prefix),
            vocab_size=size,
            model_type="unigram",
            character_coverage=CHARACTER_COVERAGE,
            normalization_rule_tsv=str(rules),
            input_sentence_size=600_000,
            shuffle_input_sentence=True,
            num_threads=threads,
            hard_vocab_limit=False,
            bos_id=-1,
            eos_id=-1,
            unk_id=0,
            minloglevel=2,
        )
        return _tokenizer(prefix.with_suffix(".model"))


def normalization_rules() -> str:
    """Return the table of single characters that SentencePiece compiles: code points in hex, tab, code points."""
    import opencc

    to_traditional, to_simplified = opencc.OpenCC("jp2t"), opencc.OpenCC("t2s")
    lines = []
    for code in range(1, sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in {"Cs", "Co", "Cn"}:
            continue
        folded = _fold(character)
        if any("\u3400" <= one <= "\U0003ffff" and not "\uac00" <= one <= "\ud7af" for one in folded):
            folded = to_simplified.convert(to_traditional.convert(folded))
        if folded != character:
            lines.append(f"{code:X}\t{' '.join(f'{ord(one):X}' for one in folded)}\n")
    return "".join(lines)


def _fold(character: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())


def _tokenizer(file: Path) -> Any:
    """Return a SentencePiece model as a tokenizer of the `tokenizers` library."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    # sentencepiece's own description needs a newer protobuf than TensorFlow 2.12 allows
    from transformers.utils.sentencepiece_model_pb2_new import ModelProto  # type: ignore[attr-defined] # made at run time

    proto = ModelProto()
    proto.ParseFromString(file.read_bytes())
    pieces = [(piece.piece, piece.score) for piece in proto.pieces]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=proto.trainer_spec.unk_id))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap),
            normalizers.Strip(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer
