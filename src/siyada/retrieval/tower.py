"""The sentence network: pieces → vectors → three convolutions → their mean → three dense layers. Numpy alone.

The architecture and the weights are those of Google's Universal Sentence Encoder Multilingual 3 (Apache-2.0; Yang et
al., https://arxiv.org/abs/1907.04307), its vocabulary kept to Latin and Arabic script, its output turned to fewer
dimensions. Texts of a batch lie behind one another, so every matrix is read once a batch; no window crosses the edge
of a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

WINDOWS = ((2, 0), (3, 1), (5, 2))
"""Words that each convolution sees, and how many of them stand before its own."""
_BEFORE, _AFTER = 2, 2
_WIDE, _NARROW = 512, 256
_EPSILON = 1e-12


class Tower:
    """Turns pieces into vectors. Never changes; serves many threads."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._table = np.asarray(arrays["table"])
        self._scale, self._lowest = _wide(arrays["scale"]), _wide(arrays["lowest"])
        self._dense = {name: _wide(array) for name, array in arrays.items() if name not in _KEPT}

    def encode(self, texts: Sequence[Sequence[int]]) -> Floats:
        """One vector for each text's pieces, not yet of length 1. Memory: about 12 kB a piece."""
        lengths = np.array([len(text) for text in texts])
        pieces = np.fromiter(chain.from_iterable(texts), dtype=np.int64, count=int(lengths.sum()))
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        seen = self._convolve(self._look_up(pieces), _windows(starts, lengths))
        weights = self._dense
        summed = np.add.reduceat(seen, starts, axis=0) @ weights["sum"] + lengths[:, None] * weights["sum_bias"]
        return self._finish(np.asarray(summed / np.sqrt(lengths)[:, None], dtype=np.float32))

    def _look_up(self, pieces: Integers) -> Floats:
        words = self._table[pieces].astype(np.float32)
        words *= self._scale[pieces, None]
        words += self._lowest[pieces, None]
        return words

    def _convolve(self, words: Floats, windows: Integers) -> Floats:
        weights = self._dense
        narrow = _normalise(words @ weights["in"] + weights["in_bias"], weights["in_gain"], weights["in_shift"])
        seen = [words]
        for number, (width, before) in enumerate(WINDOWS):
            own = narrow[:, number * _NARROW : (number + 1) * _NARROW]
            window = windows[:, _BEFORE - before : _BEFORE - before + width]
            for layer in ("first", "second"):
                name = f"{layer}_{width}"
                own = own + np.maximum(_gather(own, window) @ weights[name] + weights[f"{name}_bias"], 0)
            seen.append(own)
        return _normalise(np.concatenate(seen, axis=1), weights["out_gain"], weights["out_shift"])

    def _finish(self, mean: Floats) -> Floats:
        weights = self._dense
        first = np.maximum(mean @ weights["dense_0"], 0)
        second = np.maximum(mean @ weights["skip_1"] + first @ weights["dense_1"], 0)
        third = np.maximum(second @ weights["dense_2"], 0)
        found: Floats = np.tanh(second @ weights["skip_3"] + third @ weights["dense_3"])
        return found


_KEPT = ("table", "scale", "lowest", "scores", "turn")


def _wide(array: NDArray[np.generic]) -> Floats:
    return np.asarray(array, dtype=np.float32)


def _windows(starts: Integers, lengths: Integers) -> Integers:
    """For each piece the places of its neighbours; beyond the edge of its text, the place of a row of zeros."""
    total = int(lengths.sum())
    places = np.arange(total)[:, None] + np.arange(-_BEFORE, _AFTER + 1)
    first, last = np.repeat(starts, lengths)[:, None], np.repeat(starts + lengths, lengths)[:, None]
    return np.where((places >= first) & (places < last), places, total)


def _gather(rows: Floats, window: Integers) -> Floats:
    padded = np.concatenate([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])
    found: Floats = padded[window].reshape(len(rows), -1)
    return found


def _normalise(rows: Floats, gain: Floats, shift: Floats) -> Floats:
    rows -= rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= (1 / np.sqrt(variance + _EPSILON))[:, None]
    rows *= gain
    rows += shift
    return rows


__all__ = ["Floats", "Tower"]
