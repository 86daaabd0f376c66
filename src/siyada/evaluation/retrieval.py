"""Evaluates the encoder: how often the nearest sentence of the other variety is the translation.

    p_at_1, p_at_5   share of sentences whose translation comes first (among the first five)
    mrr              mean of one over the translation's rank
    sentences_per_s  sentences encoded a second, both sides together

A sentence that is as near as the translation counts as nearer, unless it has the same text: an encoder that cannot
tell sentences apart finds nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from siyada.errors import UserError
from siyada.types import Variety

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Rows of length 1, one a text."""
ParseVariety = Callable[[str], Variety]
_BLOCK = 1_000
"""Sentences compared at once: memory does not grow with the square of the file."""


class RetrievalFigures(TypedDict):
    """What was measured."""

    n: int
    p_at_1: float
    p_at_5: float
    mrr: float
    sentences_per_s: float


def evaluate_retrieval(
    path: Path, source: str, target: str, encode: Encode, parse_variety: ParseVariety
) -> RetrievalFigures:
    """Find the translation of each sentence of `source` among those of `target`.

    The file is a TSV whose header names varieties or NLLB codes, one aligned sentence a cell. A row without one of the
    two is passed over. Raises UserError.
    """
    asked, wanted = load_pairs(path, source, target, parse_variety)
    began = time.perf_counter()
    questions, answers = encode(asked), encode(wanted)
    spent = time.perf_counter() - began
    ranks = np.array(list(_ranks(questions, answers, wanted)))
    return RetrievalFigures(
        n=len(asked),
        p_at_1=round(float(np.mean(ranks <= 1)), 4),
        p_at_5=round(float(np.mean(ranks <= 5)), 4),
        mrr=round(float(np.mean(1 / ranks)), 4),
        sentences_per_s=round(2 * len(asked) / spent, 1) if spent else 0.0,
    )


def load_pairs(path: Path, source: str, target: str, parse_variety: ParseVariety) -> tuple[list[str], list[str]]:
    """The sentences of two columns, row by row. Raises UserError where a column or every row is missing."""
    lines = _lines(path)
    header = lines[0].split("\t") if lines else []
    places = [_column(path, header, name, parse_variety) for name in (source, target)]
    rows = (line.split("\t") for line in lines[1:])
    pairs = [[row[place].strip() for place in places] for row in rows if len(row) > max(places)]
    full = [(asked, wanted) for asked, wanted in pairs if asked and wanted]
    if not full:
        raise UserError("{path} has no sentences to compare.", hint="Give a TSV with a header.", path=path)
    return [asked for asked, _ in full], [wanted for _, wanted in full]


def _lines(path: Path) -> list[str]:
    try:
        # Only a line feed ends a row: a cell may hold any other mark.
        return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "{path} cannot be read: {reason}.", hint="Give a UTF-8 file.", path=path, reason=error
        ) from error


def _column(path: Path, header: Sequence[str], name: str, parse_variety: ParseVariety) -> int:
    """The column that bears the name, or else the first of the same variety."""
    if name in header:
        return header.index(name)
    variety = parse_variety(name)
    for place, code in enumerate(header):
        if _variety(code, parse_variety) is variety:
            return place
    raise UserError(
        "{path} has no column for {name}; it has {header}.",
        hint="Name one of its columns.",
        path=path,
        name=name,
        header=", ".join(header),
    )


def _variety(code: str, parse_variety: ParseVariety) -> Variety | None:
    """None for columns that name no variety, such as `id`."""
    try:
        return parse_variety(code)
    except UserError:
        return None


def _ranks(questions: NDArray[np.float32], answers: NDArray[np.float32], texts: Sequence[str]) -> Iterator[int]:
    groups = np.unique(np.array(texts), return_inverse=True)[1]
    for start in range(0, len(questions), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(questions)))
        scores = questions[rows] @ answers.T
        own = scores[np.arange(len(rows)), rows]
        nearer = (scores >= own[:, None]) & (groups[rows][:, None] != groups[None, :])
        yield from 1 + nearer.sum(axis=1)


__all__ = ["RetrievalFigures", "evaluate_retrieval", "load_pairs"]
