"""One part of the encoder's training: a table of vectors for words and runs of letters, moved by gradient steps.

A text is the sum of its grams' vectors at length 1. It is drawn towards the vector of its translation and away from
those of the other texts of the batch (InfoNCE, https://arxiv.org/abs/1807.03748). Steps touch only the rows that a
batch uses; their size follows Adagrad. Numpy alone; the same seed gives the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

TEMPERATURE = 0.05
_PULL = 2.0
"""Weight of closeness to the translation beside contrast: the space is the network's, not one of its own."""


@dataclass(slots=True)
class Table:
    """The vectors and the squares of their past gradients."""

    rows: Floats
    squares: Floats

    @classmethod
    def draw(cls, size: int, width: int, seed: int) -> Table:
        """A table of small random vectors."""
        random = np.random.default_rng(seed)
        rows = random.standard_normal((size, width), dtype=np.float32) * np.float32(0.05)
        return cls(rows, np.full(size, 1e-8, dtype=np.float32))


def step(table: Table, texts: Sequence[Integers], targets: Floats, groups: Integers, rate: float) -> float:
    """Move the table by one batch and tell its loss. Texts of one group mean the same: no contrast between them."""
    lengths = np.array([len(text) for text in texts])
    grams = np.concatenate(texts)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    summed = np.add.reduceat(table.rows[grams], starts, axis=0)
    norms = np.linalg.norm(summed, axis=1, keepdims=True) + np.float32(1e-6)
    found = summed / norms
    loss, slope = _contrast(found, targets, groups)
    slope = (slope - found * np.einsum("ij,ij->i", slope, found)[:, None]) / norms
    _move(table, grams, np.repeat(np.arange(len(texts)), lengths), slope, rate)
    return loss


def _contrast(found: Floats, targets: Floats, groups: Integers) -> tuple[float, Floats]:
    """The loss of a batch and its slope by each vector found."""
    logits = found @ targets.T / np.float32(TEMPERATURE)
    own = np.diag(logits).copy()
    logits[groups[:, None] == groups[None, :]] = -np.inf
    np.fill_diagonal(logits, own)
    peak = logits.max(axis=1, keepdims=True)
    chances = np.exp(logits - peak)
    total = chances.sum(axis=1, keepdims=True)
    loss = float(np.mean(np.log(total[:, 0]) + peak[:, 0] - own))
    chances /= total
    slope = (chances @ targets - targets) / np.float32(TEMPERATURE) - np.float32(_PULL) * targets
    return loss, slope


def _move(table: Table, grams: Integers, owners: Integers, slope: Floats, rate: float) -> None:
    order = np.argsort(grams, kind="stable")
    used, starts = np.unique(grams[order], return_index=True)
    gradient = np.add.reduceat(slope[owners[order]], starts, axis=0)
    table.squares[used] += np.einsum("ij,ij->i", gradient, gradient) / gradient.shape[1]
    table.rows[used] -= np.float32(rate) * gradient / np.sqrt(table.squares[used])[:, None]


__all__ = ["TEMPERATURE", "Table", "step"]
