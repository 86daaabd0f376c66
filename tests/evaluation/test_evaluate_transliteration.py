from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from siyada.errors import UserError
from siyada.evaluation.transliteration import chrf, evaluate_transliteration, load_pairs


def _write(folder: Path, text: str) -> Path:
    path = folder / "pairs.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_are_found_by_their_codes(tmp_path: Path) -> None:
    """The two scripts may stand in any column, under either family of codes; rows without both are left out."""
    path = _write(tmp_path, "id\tary-Arab\teng_Latn\tary_Latn\n1\tواش\tdoes\twach\n2\t\tnothing\twalo\n")

    assert load_pairs(path) == (["wach"], ["واش"])


def test_known_words_are_all_exact(tmp_path: Path) -> None:
    """Common words come out right, in both directions, at some speed."""
    figures = evaluate_transliteration(_write(tmp_path, "ary_Latn\tary_Arab\nwach dyal\tواش ديال\n"))

    assert (figures["n"], figures["exact_word_rate"], figures["chrf"]) == (1, 1.0, 100.0)
    assert figures["back"]["exact_word_rate"] == 1.0
    assert figures["words_per_s"] > 0


def test_each_rate_forgives_more(tmp_path: Path) -> None:
    """A hamza counts for the exact rate only, a long vowel and the article's alef for the folded one too."""

    def render(texts: Sequence[str]) -> list[str]:
        return ["انا لدار كلب" for _ in texts]

    path = _write(tmp_path, "ary_Latn\tary_Arab\nana ddar klb\tأنا الدار كلب\n")
    figures = evaluate_transliteration(path, render)

    assert figures["exact_word_rate"] == 0.3333
    assert figures["folded_word_rate"] == 0.6667
    assert figures["skeleton_rate"] == 1.0


@pytest.mark.parametrize(
    ("rendering", "reference", "score"),
    [("واش ديال", "واش ديال", 100.0), ("abc", "xyz", 0.0), ("", "واش", 0.0)],
)
def test_chrf_runs_from_nothing_to_all(rendering: str, reference: str, score: float) -> None:
    """Equal texts score 100, texts without a common letter 0."""
    assert chrf([rendering] * 2, [reference] * 2) == pytest.approx(score)


def test_chrf_agrees_with_a_count_by_hand() -> None:
    """Two letters against three: precision and recall averaged over one to six letters, recall weighing four times."""
    precision, recall = (2 / 2 + 1 / 1) / 6, (2 / 3 + 1 / 2) / 6

    assert chrf(["ab"], ["abc"]) == pytest.approx(100 * 5 * precision * recall / (4 * precision + recall))


@pytest.mark.parametrize(
    ("text", "message"),
    [("fr\tar\nun\tواحد\n", "does not name both scripts"), ("ary_Latn\tary_Arab\n", "holds no texts")],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """What is wrong with a file is said."""
    with pytest.raises(UserError, match=message):
        load_pairs(_write(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is an error of the person, not of the program."""
    with pytest.raises(UserError, match="cannot be read"):
        load_pairs(tmp_path / "missing.tsv")
