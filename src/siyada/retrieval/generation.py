"""One state of the vector index: its rows, whose they are, and what the language alone explains of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FEW = 20
"""Passages of a language that weigh as much as all others in what the language is taken to explain."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the index. Row n of every part speaks of `keys[n]`."""

    sequence: int
    keys: tuple[str, ...]
    vectors: Floats
    labels: NDArray[np.int32]
    """Two columns: the collection and the language of each row, as numbers of `names`."""
    names: tuple[str, ...]
    rows: Mapping[str, int]
    means: Mapping[int, Floats]
    """What each language alone explains, by its number."""

    @property
    def offsets(self) -> Floats:
        """The languages' means as rows, in the order of `names`; zeros where a name is not a language."""
        size = self.vectors.shape[1]
        zeros = np.zeros(size, dtype=np.float32)
        return np.array([self.means.get(number, zeros) for number in range(len(self.names))]).reshape(-1, size)


def make_generation(
    sequence: int, keys: tuple[str, ...], vectors: Floats, labels: NDArray[np.int32], names: tuple[str, ...]
) -> Generation:
    """The state that these rows make. O(rows)."""
    rows = {key: row for row, key in enumerate(keys)}
    return Generation(sequence, keys, vectors, labels, names, rows, _means(vectors, labels[:, 1]))


def empty_generation(size: int) -> Generation:
    """A state without rows, of vectors of this size."""
    return make_generation(0, (), np.zeros((0, size), dtype=np.float32), np.zeros((0, 2), dtype=np.int32), ())


def score_rows(state: Generation, vector: Floats, rows: NDArray[np.int64] | None = None) -> Floats:
    """Cosines of a vector with the rows, each less its cosine with the mean of the row's language. O(rows)."""
    vectors, labels = (state.vectors, state.labels) if rows is None else (state.vectors[rows], state.labels[rows])
    found: Floats = np.asarray(vectors) @ vector - (state.offsets @ vector)[labels[:, 1]]
    return found


def highest_rows(scores: Floats, limit: int) -> list[int]:
    """The rows of the highest scores, best first; rows outside the search are no rows."""
    best = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else np.arange(len(scores))
    return [int(row) for row in best[np.argsort(-scores[best], kind="stable")] if np.isfinite(scores[row])]


def _means(vectors: Floats, languages: NDArray[np.int32]) -> dict[int, Floats]:
    """What each language alone explains: its mean, drawn to the mean of all where it has few passages."""
    common = vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1], dtype=np.float32)
    means = {}
    for language in np.unique(languages):
        own = vectors[languages == language]
        means[int(language)] = (own.sum(axis=0) + FEW * common) / (len(own) + FEW)
    return means


__all__ = ["FEW", "Floats", "Generation", "empty_generation", "highest_rows", "make_generation", "score_rows"]
