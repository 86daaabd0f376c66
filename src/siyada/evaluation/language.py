"""Evaluates identification on a TSV ``lang<TAB>text`` whose codes are BCP 47 tags or NLLB codes.

`macro_f1` is the mean of F1 over the varieties that occur in the file. `calibration_error` is the expected calibration
error: by how much confidence and accuracy differ, over fifteen bins (Guo et al., "On Calibration of Modern Neural
Networks", ICML 2017).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from siyada.errors import UserError
from siyada.language import identify_many, parse_variety
from siyada.types import Identification, Variety

IdentifyMany = Callable[[Sequence[str]], Sequence[Identification]]
_BINS = 15


class LanguageFigures(TypedDict):
    """What `evaluate language` reports."""

    n: int
    macro_f1: float
    f1: dict[str, float]
    accuracy: float
    calibration_error: float
    confusion: dict[str, dict[str, int]]
    """Counts by true variety, then by the variety that was named."""
    sentences_per_s: float


def evaluate_language(path: Path, identify: IdentifyMany = identify_many) -> LanguageFigures:
    """Figures of `identify` on a file; UserError where the file has not that shape."""
    truths, texts = load_texts(path)
    started = time.perf_counter()
    found = identify(texts)
    seconds = time.perf_counter() - started
    named = [identification.variety for identification in found]
    f1 = score_f1(truths, named)
    return LanguageFigures(
        n=len(texts),
        macro_f1=round(sum(f1.values()) / len(f1), 4),
        f1={variety: round(value, 4) for variety, value in f1.items()},
        accuracy=round(_share(truths, named), 4),
        calibration_error=round(calibration_error(truths, found), 4),
        confusion=confuse(truths, named),
        sentences_per_s=round(len(texts) / seconds, 1),
    )


def load_texts(path: Path) -> tuple[list[Variety], list[str]]:
    """The varieties and the texts of a file, in order; further columns are ignored."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "{path} cannot be read: {reason}.", hint="Give a UTF-8 TSV: lang, tab, text.", path=path, reason=error
        ) from error
    truths: list[Variety] = []
    texts: list[str] = []
    for number, line in enumerate(lines, start=1):
        lang, tab, rest = line.rstrip("\r").partition("\t")
        if (number == 1 and lang == "lang") or not line.strip():
            continue
        if not tab:
            raise UserError(
                "Line {line} of {path} has no tab.", hint="A line is: lang, tab, text.", line=number, path=path
            )
        truths.append(parse_variety(lang))
        texts.append(rest.partition("\t")[0])
    if not texts:
        raise UserError("{path} holds no texts.", hint="A line is: lang, tab, text.", path=path)
    return truths, texts


def score_f1(truths: Sequence[Variety], named: Sequence[Variety]) -> Mapping[Variety, float]:
    """F1 of each variety that occurs among the truths, in the order of `Variety`."""
    right = Counter(truth for truth, name in zip(truths, named, strict=True) if truth is name)
    true_counts, named_counts = Counter(truths), Counter(named)
    present = [variety for variety in Variety if true_counts[variety]]
    return {variety: 2 * right[variety] / (true_counts[variety] + named_counts[variety]) for variety in present}


def calibration_error(truths: Sequence[Variety], found: Sequence[Identification]) -> float:
    """Expected calibration error over equal-width bins of confidence."""
    gaps = [0.0] * (_BINS + 1)
    for truth, identification in zip(truths, found, strict=True):
        place = int(identification.confidence * _BINS)
        gaps[place] += identification.confidence - (truth is identification.variety)
    return sum(abs(gap) for gap in gaps) / len(found)


def _share(truths: Sequence[Variety], named: Sequence[Variety]) -> float:
    return sum(truth is name for truth, name in zip(truths, named, strict=True)) / len(truths)


def confuse(truths: Sequence[Variety], named: Sequence[Variety]) -> dict[str, dict[str, int]]:
    """Counts by true variety, then by the variety that was named, in the order of `Variety`."""
    counts = Counter(zip(truths, named, strict=True))
    rows = [variety for variety in Variety if variety in set(truths)]
    return {row: {column: counts[row, column] for column in Variety if counts[row, column]} for row in rows}


__all__ = ["LanguageFigures", "calibration_error", "confuse", "evaluate_language", "load_texts", "score_f1"]
