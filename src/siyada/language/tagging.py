"""Rewrites words letter by letter: each letter of a word is tagged with the string that stands for it elsewhere.

The tag of a letter depends on the letters around it: a log-linear model over windows of letters, hashed together with
the tag into one table of weights. All letters of all words are tagged in one pass of numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

WINDOWS = (
    (0, 1), (-1, 1), (0, 2), (-1, 2), (-2, 1), (0, 3), (-2, 2), (-1, 3), (-3, 1), (0, 4), (-2, 3), (-3, 2), (-1, 4),
    (-3, 4), (0, 6), (-5, 1), (-6, 7),
)  # fmt: skip
"""First and last letter (excluded) of each window, counted from the letter that is tagged."""
PADDING = 6
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_PRIME = np.uint64(0x100000001B3)

Indices = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Tagset:
    """The tags, and which of them each letter may have."""

    tags: tuple[str, ...]
    choices: Mapping[str, tuple[int, ...]]

    @cached_property
    def width(self) -> int:
        """The most tags that a letter may have."""
        return max(len(numbers) for numbers in self.choices.values())

    @cached_property
    def rows(self) -> dict[int, int]:
        """From a letter's code to its row of `table`; letters without a row pass through unchanged."""
        return {ord(letter): row for row, letter in enumerate(self.choices, start=1)}

    @cached_property
    def table(self) -> Indices:
        """Tags by letter, -1 where there is none; row 0 is for letters that we do not know."""
        table = np.full((len(self.choices) + 1, self.width), -1, dtype=np.int64)
        for row, numbers in enumerate(self.choices.values(), start=1):
            table[row, : len(numbers)] = numbers
        return table


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of some words, and where the weights of each of their possible tags lie."""

    tags: Indices
    """Possible tags by letter, -1 where there is none."""
    slots: Indices
    """By letter, window and possible tag."""
    offsets: Indices
    """One more than there are words: word `i` has the letters ``offsets[i]:offsets[i + 1]``."""


def spell(words: Sequence[str], tagset: Tagset, bits: int) -> Letters:
    """Windows of every letter of the words, none empty, hashed with its possible tags into ``2 ** bits`` slots."""
    lengths = np.fromiter((len(word) for word in words), dtype=np.int64, count=len(words))
    pad = "\0" * PADDING
    joined = pad + pad.join(words) + pad
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    places = np.flatnonzero(codes)
    rows = np.fromiter((tagset.rows.get(int(code), 0) for code in codes[places]), dtype=np.int64, count=len(places))
    tags = tagset.table[rows]
    windows = np.stack([_hash_window(codes, places, first, last) for first, last in WINDOWS], axis=1)
    mixed = (windows[:, :, None] + (tags[:, None, :].astype(np.uint64) + np.uint64(1)) * _PRIME) * _MULTIPLIER
    slots = ((mixed ^ (mixed >> np.uint64(31))) * _MULTIPLIER >> np.uint64(64 - bits)).astype(np.int64)
    return Letters(tags, slots, np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)]))


def _hash_window(codes: NDArray[np.uint64], places: Indices, first: int, last: int) -> NDArray[np.uint64]:
    hashed = np.full(len(places), (first + 16) * 32 + last, dtype=np.uint64)
    for shift in range(first, last):
        hashed = hashed * _PRIME + codes[places + shift] + np.uint64(1)
    return (hashed ^ (hashed >> np.uint64(29))) * _MULTIPLIER


def score(letters: Letters, weights: NDArray[np.int8] | Scores, scale: float) -> Scores:
    """Logarithms of the probabilities of each letter's possible tags; minus infinity where there is none."""
    sums = weights[letters.slots].sum(axis=1, dtype=np.float32) * np.float32(scale)
    sums[letters.tags < 0] = -np.inf
    sums[letters.tags[:, 0] < 0, 0] = 0.0
    sums -= sums.max(axis=1, keepdims=True)
    logs: Scores = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
    return logs


__all__ = ["PADDING", "WINDOWS", "Letters", "Tagset", "score", "spell"]
