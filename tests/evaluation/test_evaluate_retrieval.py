from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from siyada.errors import UserError
from siyada.evaluation.retrieval import evaluate_retrieval
from siyada.language import parse_variety

_SENSES = ("eau", "feu", "air")
_WORDS = {"ماء": 0, "نار": 1, "هواء": 2, **{word: place for place, word in enumerate(_SENSES)}}


def by_sense(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder that knows three things and nothing else."""
    return np.array([np.eye(3, dtype=np.float32)[_WORDS[text]] for text in texts])


def always_the_same(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder that knows nothing."""
    return np.ones((len(texts), 1), dtype=np.float32)


def pairs(folder: Path, *rows: str) -> Path:
    """A file of aligned sentences."""
    path = folder / "pairs.tsv"
    path.write_text("\n".join(["id\tfra_Latn\tarb_Arab", *rows]) + "\n", encoding="utf-8")
    return path


def test_translations_are_found(tmp_path: Path) -> None:
    """A sentence whose translation lies nearest counts; columns are named by either family of codes."""
    path = pairs(tmp_path, "1\teau\tماء", "2\tfeu\tنار", "3\tair\tماء", "4\tair\t")

    figures = evaluate_retrieval(path, "fr", "ar", by_sense, parse_variety)

    assert figures["n"] == 3
    assert figures["p_at_1"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["p_at_5"] == 1.0
    assert figures["mrr"] == pytest.approx((1 + 1 + 1 / 2) / 3, abs=0.1)


def test_an_encoder_that_tells_nothing_apart_finds_nothing(tmp_path: Path) -> None:
    """Ties count against the encoder."""
    path = pairs(tmp_path, "1\teau\tماء", "2\tfeu\tنار")

    assert evaluate_retrieval(path, "fra_Latn", "arb_Arab", always_the_same, parse_variety)["p_at_1"] == 0.0


def test_the_same_sentence_twice_is_one_answer(tmp_path: Path) -> None:
    """Two rows with the same translation do not stand in each other's way."""
    path = pairs(tmp_path, "1\teau\tماء", "2\teau\tماء", "3\tfeu\tنار")

    assert evaluate_retrieval(path, "fr", "ar", by_sense, parse_variety)["p_at_1"] == 1.0


@pytest.mark.parametrize(
    ("rows", "target", "message"),
    [
        (("1\teau\tماء",), "en", "no column for en"),
        (("1\teau\tماء",), "nonsense", "not a variety"),
        ((), "ar", "no sentences"),
    ],
)
def test_what_cannot_be_compared_is_named(tmp_path: Path, rows: Sequence[str], target: str, message: str) -> None:
    """A missing column, an unknown code and an empty file each say so."""
    with pytest.raises(UserError, match=message):
        evaluate_retrieval(pairs(tmp_path, *rows), "fr", target, by_sense, parse_variety)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 end in our error."""
    path = tmp_path / "pairs.tsv"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(UserError, match="cannot be read"):
        evaluate_retrieval(path, "fr", "ar", by_sense, parse_variety)
