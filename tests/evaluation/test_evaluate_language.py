from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from siyada.errors import UserError
from siyada.evaluation.language import calibration_error, evaluate_language, score_f1
from siyada.types import Identification, Variety

FR, AR, EN = Variety.FRENCH, Variety.ARABIC, Variety.ENGLISH


def _write(folder: Path, text: str) -> Path:
    path = folder / "texts.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def _always_french(texts: Sequence[str]) -> list[Identification]:
    return [Identification(FR, 1.0) for _ in texts]


def test_both_families_of_codes_and_the_header(tmp_path: Path) -> None:
    """A file may have a header, a byte order mark, further columns, and codes of either family."""
    path = _write(tmp_path, "\ufefflang\ttext\tsource\nfra_Latn\tbonjour à tous\tx\nen\tgood morning to you\ty\n")
    figures = evaluate_language(path)

    assert figures["n"] == 2
    assert figures["macro_f1"] == 1.0
    assert figures["f1"] == {"fr": 1.0, "en": 1.0}
    assert figures["confusion"] == {"fr": {"fr": 1}, "en": {"en": 1}}
    assert figures["sentences_per_s"] > 0


def test_f1_counts_what_was_missed_and_what_was_claimed(tmp_path: Path) -> None:
    """One who always says French has all French and claims too much."""
    path = _write(tmp_path, "fr\tun\nfr\tdeux\nar\tواحد\n")
    figures = evaluate_language(path, _always_french)

    assert figures["f1"] == {"fr": 0.8, "ar": 0.0}
    assert figures["macro_f1"] == 0.4
    assert figures["accuracy"] == 0.6667
    assert figures["calibration_error"] == 0.3333


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    """Half right at a confidence of 0.9 is 0.4 off; half right at 0.5 is not off."""
    truths = [FR, AR]

    assert calibration_error(truths, [Identification(FR, 0.9)] * 2) == pytest.approx(0.4)
    assert calibration_error(truths, [Identification(FR, 0.5)] * 2) == pytest.approx(0.0)


def test_f1_of_varieties_that_do_not_occur_is_not_counted() -> None:
    """Only varieties that stand in the file have a figure."""
    assert score_f1([FR, AR], [FR, EN]) == {FR: 1.0, AR: 0.0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no texts"),
        ("lang\ttext\n", "holds no texts"),
        ("bonjour\n", "has no tab"),
        ("klingon\tnuqneH\n", "not a variety"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """What is wrong with a file is said."""
    with pytest.raises(UserError, match=message):
        evaluate_language(_write(tmp_path, text))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file and one that is not UTF-8 are errors of the person, not of the program."""
    (tmp_path / "latin1.tsv").write_bytes("fr\tété\n".encode("latin-1"))

    for name in ("missing.tsv", "latin1.tsv"):
        with pytest.raises(UserError, match="cannot be read"):
            evaluate_language(tmp_path / name)
