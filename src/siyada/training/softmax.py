"""A softmax classifier over hashed word features, trained by Adam on random windows of the texts. Numpy only.

The score of a text is the sum of its words' scores over the number of words to the power `DAMPING`: more words, more
evidence, but words of one text are not independent. A word's score is the sum of its n-grams' weights. Windows of one
to a few words, drawn anew in each pass, teach it short questions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siyada.language.features import BUCKET_BITS, Indices, Words, buckets

BUCKETS = 1 << BUCKET_BITS
DAMPING = 0.4
_BATCH = 4096
_WINDOW_SHARE = 0.5
_LONGEST_WINDOW = 6

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as word numbers, and the buckets of each distinct word."""

    words: NDArray[np.int32]
    offsets: Indices
    flat: NDArray[np.int32]
    """Buckets of all distinct words, one after the other."""
    firsts: Indices
    """Where each distinct word's buckets begin in `flat`; one more than there are words."""
    taught: NDArray[np.bool_]
    """False for words that speak in their text but are not taught by it: borrowed ones."""


def encode(texts: Words) -> Encoded:
    """Number the distinct words and hash their n-grams once; every word is taught."""
    _, chosen, words = np.unique(texts.keys, return_index=True, return_inverse=True)
    rows, firsts = buckets(texts.select(chosen))
    valid = rows < BUCKETS
    counts = np.add.reduceat(valid.sum(axis=1), firsts)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
    return Encoded(words.astype(np.int32), texts.offsets, rows[valid], starts, np.ones(len(words), dtype=bool))


@dataclass(slots=True)
class Softmax:
    """Weights of each bucket and class, and a bias."""

    weights: Floats
    bias: Floats

    @classmethod
    def blank(cls, classes: int) -> Softmax:
        """Knows nothing: every class is equally likely."""
        return cls(np.zeros((BUCKETS, classes), dtype=np.float32), np.zeros(classes, dtype=np.float32))

    def logits(self, data: Encoded, starts: Indices, lengths: Indices) -> Floats:
        """Scores of windows of words: `lengths` words from `starts`, none empty."""
        return self.forward(data, starts, lengths)[0]

    def forward(self, data: Encoded, starts: Indices, lengths: Indices) -> tuple[Floats, Tape]:
        """Scores of windows, and what the way back needs."""
        places = spread(starts, lengths)
        distinct, inverse = np.unique(data.words[places], return_inverse=True)
        counts = data.firsts[distinct + 1] - data.firsts[distinct]
        flat = data.flat[spread(data.firsts[distinct], counts)]
        scores = np.add.reduceat(self.weights[flat], np.cumsum(counts) - counts)
        scale = (lengths.astype(np.float32) ** -DAMPING)[:, None]
        sums = np.add.reduceat(scores[inverse], np.cumsum(lengths) - lengths) * scale
        return sums + self.bias, Tape(flat, counts, inverse, len(distinct), lengths, scale, data.taught[places])


@dataclass(frozen=True, slots=True)
class Tape:
    """The words and buckets that a batch of windows went through."""

    flat: NDArray[np.int32]
    counts: Indices
    inverse: Indices
    distinct: int
    lengths: Indices
    scale: Floats
    taught: NDArray[np.bool_]

    def weights_gradient(self, gradient: Floats) -> Floats:
        """From the gradient by text to the gradient by bucket."""
        by_word = np.repeat(gradient * self.scale, self.lengths, axis=0) * self.taught[:, None]
        columns = []
        for column in by_word.T:
            words = np.bincount(self.inverse, weights=column, minlength=self.distinct)
            columns.append(np.bincount(self.flat, weights=np.repeat(words, self.counts), minlength=BUCKETS))
        return np.stack(columns, axis=1).astype(np.float32)


def spread(starts: Indices, lengths: Indices) -> Indices:
    """The numbers ``start … start + length - 1`` of each pair, one after the other."""
    shifts = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return shifts + np.arange(int(lengths.sum()))


class Adam:
    """Adam with bias correction and decoupled weight decay, after Loshchilov and Hutter (2019)."""

    def __init__(self, shape: tuple[int, ...], decay: float) -> None:
        self._mean = np.zeros(shape, dtype=np.float32)
        self._square = np.zeros(shape, dtype=np.float32)
        self._decay = decay
        self._step = 0

    def update(self, weights: Floats, gradient: Floats, rate: float) -> None:
        """One step in place."""
        self._step += 1
        self._mean += 0.1 * (gradient - self._mean)
        self._square += 0.01 * (gradient * gradient - self._square)
        mean_scale, square_scale = 1 / (1 - 0.9**self._step), 1 / (1 - 0.99**self._step)
        step = self._mean * (rate * mean_scale) / (np.sqrt(self._square * square_scale) + 1e-6)
        weights -= step + rate * self._decay * weights


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts, what they are, how often each is drawn, and which are always shown whole."""

    data: Encoded
    labels: Indices
    importance: Floats
    whole: NDArray[np.bool_]


def draw_windows(
    data: Encoded, texts: Indices, random: np.random.Generator, whole: NDArray[np.bool_]
) -> tuple[Indices, Indices]:
    """Starts and lengths: half of the texts show a window of one to six words, the others, and the `whole`, all."""
    starts, lengths = data.offsets[texts], data.offsets[texts + 1] - data.offsets[texts]
    short = np.minimum(random.integers(1, _LONGEST_WINDOW + 1, len(texts)), lengths)
    cut = (random.random(len(texts)) < _WINDOW_SHARE) & ~whole[texts]
    moved = (random.random(len(texts)) * (lengths - short + 1)).astype(np.int64)
    return np.where(cut, starts + moved, starts), np.where(cut, short, lengths)


def train(lesson: Lesson, *, classes: int, rounds: int, seed: int, rate: float = 0.02, decay: float = 0.02) -> Softmax:
    """Minimise the weighted cross-entropy; the rate falls linearly to zero. Same seed, same weights."""
    random = np.random.default_rng(seed)
    model = Softmax.blank(classes)
    weight_steps, bias_steps = Adam(model.weights.shape, decay), Adam(model.bias.shape, 0.0)
    truths = np.eye(classes, dtype=np.float32)[lesson.labels]
    chances = lesson.importance / lesson.importance.sum()
    for step in range(rounds):
        texts = random.choice(len(chances), size=_BATCH, p=chances)
        logits, tape = model.forward(lesson.data, *draw_windows(lesson.data, texts, random, lesson.whole))
        gradient = (softmax(logits) - truths[texts]) / np.float32(_BATCH)
        now = rate * (1 - step / rounds)
        weight_steps.update(model.weights, tape.weights_gradient(gradient), now)
        bias_steps.update(model.bias, gradient.sum(axis=0), now)
    return model


def softmax(logits: Floats) -> Floats:
    """Rows of probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def text_numbers(data: Encoded) -> Indices:
    """The texts that have words at all."""
    return np.flatnonzero(np.diff(data.offsets) > 0)


__all__ = [
    "Adam",
    "Encoded",
    "Lesson",
    "Softmax",
    "draw_windows",
    "encode",
    "softmax",
    "spread",
    "text_numbers",
    "train",
]
