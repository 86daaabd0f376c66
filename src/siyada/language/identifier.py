"""The identifier: scores of words, kept in a table of fixed size, summed to a variety and a confidence.

A word's score is the sum of the weights of its n-grams (`features`); a text's is the sum of its words' scores over the
number of words to the power `damping`. Scores of words are remembered in two tables of fixed size, so memory does not
grow: one for bulk, filled by numpy, and one for single texts.

The nine weights of an n-gram are bytes on disk and, in memory, lanes of 21 bits in three 64-bit numbers, so that one
addition adds three of them.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from siyada.language.features import FOREIGN, SEPARATOR, Codes, buckets, split_words, word_buckets
from siyada.language.weights import DATA, load_array, load_facts
from siyada.types import Identification, Variety

LENGTHS = (1, 2, 3, 5, 9, 17)
"""Confidence is calibrated apart for texts of one word, two, three or four, five to eight, nine to sixteen, more."""

Scores = NDArray[np.float32]


class WordScore(NamedTuple):
    """What one word says."""

    scores: tuple[float, ...]
    logs: tuple[float, ...]
    """Logarithms of the probabilities of the classes, were there no other word; none below `_FAINTEST`."""
    best: int


_FAINTEST = -8.0
"""No single word speaks louder than this against a variety."""
_LANES, _LANE_BITS, _OFFSET = 3, 21, 128
_LANE_MASK = (1 << _LANE_BITS) - 1
_FEW = 16
"""Words that are sooner scored one by one than by numpy."""

_SLOT_BITS = 15
_REMEMBERED = 1 << 14
_CHUNK_CHARACTERS = 1 << 17


class _Fold(dict[int, str]):
    """For `str.translate`: same length, separators as spaces; learns each character when it is first met."""

    def __init__(self, table: NDArray[np.uint16]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code: int) -> str:
        beyond = SEPARATOR if code >> 12 == 0x1F else FOREIGN
        folded = int(self._table[code]) if code < len(self._table) else beyond
        self[code] = " " if folded == SEPARATOR else chr(folded)
        return self[code]


@dataclass(slots=True)
class Identifier:
    """The weights and what was remembered of words. One per process; safe to share between threads."""

    classes: tuple[Variety, ...]
    lanes: Codes
    """Weights by third of the classes and bucket, each byte raised by `_OFFSET` to be positive."""
    views: tuple[memoryview[int], ...]
    """The rows of `lanes` as Python reads single numbers fastest."""
    scale: float
    bias: Scores
    damping: float
    temperatures: Scores
    table: NDArray[np.uint16]
    fold: dict[int, str]
    _keys: Codes = field(default_factory=lambda: np.zeros(1 << _SLOT_BITS, dtype=np.uint64))
    _slots: Scores = field(default_factory=lambda: np.zeros((1 << _SLOT_BITS, len(Variety)), dtype=np.float32))
    _words: dict[str, WordScore] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, folder: Path = DATA) -> Identifier:
        """The identifier from its files."""
        facts = load_facts("identifier", folder)
        table = load_array("identifier", "fold", folder)
        lanes = _pack(load_array("identifier", "weights", folder))
        return cls(
            classes=tuple(Variety(name) for name in facts["classes"]),
            lanes=lanes,
            views=tuple(memoryview(third) for third in lanes),
            scale=facts["scale"],
            bias=np.array(facts["bias"], dtype=np.float32),
            damping=facts["damping"],
            temperatures=np.array(facts["temperatures"], dtype=np.float32),
            table=table,
            fold=_Fold(table),
        )

    def score_words(self, words: Sequence[str]) -> list[WordScore]:
        """Scores by class of folded words, none empty and none with a space."""
        scores = [self._words.get(word) for word in words]
        if None in scores:
            new = list(dict.fromkeys(word for word, known in zip(words, scores, strict=True) if known is None))
            fresh = dict(zip(new, map(_judge, self._score_new(new)), strict=True))
            scores = [fresh[word] if known is None else known for word, known in zip(words, scores, strict=True)]
            if len(self._words) + len(fresh) > _REMEMBERED:
                self._words = {}
            self._words.update(list(fresh.items())[:_REMEMBERED])
        return [score for score in scores if score is not None]

    def _score_new(self, words: Sequence[str]) -> list[list[float]]:
        if len(words) <= _FEW:
            return [self._score_word(word) for word in words]
        joined = np.frombuffer(f" {' '.join(words)} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes = joined.astype(np.uint64)
        codes[codes == ord(" ")] = SEPARATOR
        rows: list[list[float]] = self._score(codes).tolist()
        return rows

    def _score_word(self, word: str) -> list[float]:
        found = word_buckets(word)
        raised = len(found) * _OFFSET
        thirds = [sum([lanes[place] for place in found]) for lanes in self.views]
        return [
            ((third >> shift & _LANE_MASK) - raised) * self.scale
            for third in thirds
            for shift in range(0, _LANES * _LANE_BITS, _LANE_BITS)
        ]

    def weigh(self, sums: Sequence[float], words: int) -> list[float]:
        """Probabilities of the classes for a text whose words' scores add up to `sums`."""
        damped = words**-self.damping
        place = next(index for index in range(len(LENGTHS) - 1, -1, -1) if words >= LENGTHS[index])
        temperature = float(self.temperatures[place])
        logits = [(total * damped + bias) / temperature for total, bias in zip(sums, self.bias.tolist(), strict=True)]
        most = max(logits)
        powers = [math.exp(logit - most) for logit in logits]
        total = sum(powers)
        return [power / total for power in powers]

    def identify_many(self, texts: Sequence[str]) -> Iterator[Identification]:
        """Variety and confidence of each text, without spans, in order."""
        start, characters = 0, 0
        for end, text in enumerate(texts, start=1):
            characters += len(text)
            if characters > _CHUNK_CHARACTERS or end == len(texts):
                yield from self._identify_chunk(texts[start:end])
                start, characters = end, 0

    def _identify_chunk(self, texts: Sequence[str]) -> Iterator[Identification]:
        words = split_words(texts, self.table)
        counts = np.diff(words.offsets)
        filled = np.flatnonzero(counts)
        if not filled.size:
            return iter([_NOTHING] * len(texts))
        keys = words.keys
        slots = (keys >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
        with self._lock:
            scores = self._slots[slots]
            missing = np.flatnonzero(self._keys[slots] != keys)
            if missing.size:
                distinct, chosen, inverse = np.unique(keys[missing], return_index=True, return_inverse=True)
                fresh = self._score(words.select(missing[chosen]))
                scores[missing] = fresh[inverse]
                places = (distinct >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
                self._keys[places], self._slots[places] = distinct, fresh
                # Two words of one slot: numpy keeps the last of each assignment, so the pair stays together.
        return self._conclude(np.add.reduceat(scores, words.offsets[filled]), counts[filled], filled, len(texts))

    def _conclude(
        self, sums: Scores, counts: NDArray[np.int64], filled: NDArray[np.int64], texts: int
    ) -> Iterator[Identification]:
        logits = sums * (counts.astype(np.float32) ** -np.float32(self.damping))[:, None] + self.bias
        logits /= self.temperatures[np.searchsorted(LENGTHS, counts, side="right") - 1][:, None]
        best = logits.argmax(axis=1)
        logits -= logits.max(axis=1, keepdims=True)
        chances = 1 / np.exp(logits).sum(axis=1)
        found = [_NOTHING] * texts
        classes = self.classes
        for place, number, chance in zip(filled.tolist(), best.tolist(), chances.tolist(), strict=True):
            found[place] = Identification(classes[number], chance)
        return iter(found)

    def _score(self, codes: Codes) -> Scores:
        """Scores of boundary-separated words."""
        found, firsts = buckets(codes)
        lengths = np.diff(np.append(firsts, len(found))) - 1
        # One-, two-, … five-letter n-grams of a word and its two boundaries, and the whole word.
        grams = 3 * lengths + 2 + np.maximum(lengths - 1, 0) + np.maximum(lengths - 2, 0)
        flat, starts = found.ravel(), firsts * found.shape[1]
        scores = np.empty((len(firsts), len(self.classes)), dtype=np.float32)
        for third, lanes in enumerate(self.lanes):
            sums = np.add.reduceat(lanes[flat], starts)
            for lane in range(_LANES):
                bytes_sum = (sums >> np.uint64(lane * _LANE_BITS)) & np.uint64(_LANE_MASK)
                scores[:, third * _LANES + lane] = bytes_sum.astype(np.int64) - grams * _OFFSET
        scores *= np.float32(self.scale)
        return scores


def _pack(weights: NDArray[np.int8]) -> Codes:
    """Three classes a number; the last row, which stands for no n-gram, stays zero."""
    packed = np.zeros((weights.shape[1] // _LANES, len(weights)), dtype=np.uint64)
    for column in range(weights.shape[1]):
        raised = (weights[:, column] ^ np.int8(-_OFFSET)).view(np.uint8).astype(np.uint64)
        packed[column // _LANES] |= raised << np.uint64(column % _LANES * _LANE_BITS)
    packed[:, -1] = 0
    return packed


def _judge(scores: list[float]) -> WordScore:
    most = max(scores)
    total = most + math.log(sum([math.exp(score - most) for score in scores]))
    logs = tuple([max(score - total, _FAINTEST) for score in scores])
    return WordScore(tuple(scores), logs, scores.index(most))


_NOTHING = Identification(Variety.OTHER, 1.0)
"""A text without a word: surely none of our varieties."""

__all__ = ["LENGTHS", "Identifier"]
