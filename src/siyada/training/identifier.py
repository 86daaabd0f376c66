"""Trains the identifier and writes its weights.

1. Texts and their varieties (`teaching`), words hashed (`features`).
2. Importance: the varieties weigh alike, and `other` as much in Arabic script as in the rest.
3. A softmax over the words' n-grams (`softmax`), weights rounded to eight bits.
4. Temperatures, by the number of words, that make the confidence true on texts held out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from siyada.language.features import Indices, fold_table, split_words
from siyada.language.identifier import LENGTHS
from siyada.language.weights import DATA, save_model
from siyada.training.softmax import (
    DAMPING,
    Encoded,
    Floats,
    Lesson,
    Softmax,
    draw_windows,
    encode,
    softmax,
    text_numbers,
    train,
)
from siyada.training.sources import Sample
from siyada.training.teaching import teach
from siyada.types import Variety

CLASSES = tuple(Variety)
_HELD_OUT = 0.03
_ARABIC = re.compile("[\u0620-\u06ff]")
_SHARES: Mapping[Variety, float] = {Variety.ARABIC: 1.9, Variety.DARIJA_ARABIC: 1.7, Variety.DARIJA_LATIN: 1.6}
_OTHER_SHARES = {True: 1.4, False: 1.5}
_SOURCES: Mapping[str, float] = {"mediawiki": 2.0, "rendered": 1.5, "darija": 2.0, "saleml": 3.0, "words": 0.5}
"""Darija in Arabic script: how much a text of each source weighs."""
_COMMON, _FOREIGNNESS = 6, 16.0
"""A word of another language, met so often there, is borrowed unless it is sixteen times as frequent in Darija."""
_WHOLE = frozenset({"rewritten", "mixed", "romanised", "tuareg"})
"""Sources of which a few words may say nothing of the variety."""


def train_identifier(corpora: Path, messages: Path, folder: Path = DATA, *, seed: int = 1, rounds: int = 900) -> None:
    """Train on the corpora under `corpora` and the messages under `messages`; some ten minutes of one core, 4 GB."""
    samples = teach(corpora, messages, Random(seed))  # noqa: S311 - no secrets
    table = fold_table()
    data = encode(split_words([sample.text for sample in samples], table))
    labels = np.array([CLASSES.index(sample.variety) for sample in samples], dtype=np.int64)
    data = replace(data, taught=~borrowed(data, labels))
    whole = np.array([sample.source in _WHOLE for sample in samples])
    weights = weigh(samples, data)
    held_out = np.random.default_rng(seed).random(len(samples)) < _HELD_OUT
    lesson = Lesson(data, labels, weights, whole)
    taught = replace(lesson, importance=np.where(held_out, np.float32(0), weights))
    model = train(taught, classes=len(CLASSES), rounds=rounds, seed=seed)
    scale = float(np.abs(model.weights).max()) / 127
    rounded = np.vstack([np.round(model.weights / scale), np.zeros((1, len(CLASSES)))]).astype(np.int8)
    model = Softmax(rounded[:-1].astype(np.float32) * np.float32(scale), model.bias)
    chosen = np.flatnonzero(held_out & (weights > 0))
    facts = {
        "classes": [str(variety) for variety in CLASSES],
        "scale": scale,
        "bias": [round(float(value), 5) for value in model.bias],
        "damping": DAMPING,
        "temperatures": temperatures(model, lesson, chosen, seed),
    }
    save_model(folder, "identifier", facts, {"weights": rounded, "fold": table})


def weigh(samples: Sequence[Sample], data: Encoded) -> Floats:
    """How often each text is drawn: nothing without words, each variety by its share."""
    weights = np.zeros(len(samples))
    arabic = np.array([bool(_ARABIC.search(sample.text)) for sample in samples])
    varieties = np.array([CLASSES.index(sample.variety) for sample in samples])
    usable = np.zeros(len(samples), dtype=bool)
    usable[text_numbers(data)] = True
    sources = np.array([_SOURCES.get(sample.source, 1.0) for sample in samples])
    for number, variety in enumerate(CLASSES):
        if variety is Variety.OTHER:
            for script, share in _OTHER_SHARES.items():
                _share(weights, usable & (varieties == number) & (arabic == script), np.ones(len(samples)), share)
            continue
        by_source = sources if variety is Variety.DARIJA_ARABIC else np.ones(len(samples))
        _share(weights, usable & (varieties == number), by_source, _SHARES.get(variety, 1.0))
    return weights.astype(np.float32)


def borrowed(data: Encoded, labels: Indices) -> NDArray[np.bool_]:
    """Which words of Darija in Latin script are French or English.

    They speak for their own language, so that spans can be told apart; the Darija around them must speak louder.
    """
    lenders = [CLASSES.index(variety) for variety in (Variety.FRENCH, Variety.ENGLISH)]
    darija = CLASSES.index(Variety.DARIJA_LATIN)
    by_word = np.repeat(labels, np.diff(data.offsets))
    distinct = len(data.firsts) - 1
    at_home = np.bincount(data.words[by_word == darija], minlength=distinct)
    lent = np.zeros(distinct, dtype=bool)
    for lender in lenders:
        counts = np.bincount(data.words[by_word == lender], minlength=distinct)
        rates = counts / max(1, counts.sum()), at_home / max(1, at_home.sum())
        lent |= (counts >= _COMMON) & (rates[0] > rates[1] / _FOREIGNNESS)
    found: NDArray[np.bool_] = lent[data.words] & (by_word == darija)
    return found


def _share(weights: NDArray[np.float64], chosen: NDArray[np.bool_], within: NDArray[np.float64], share: float) -> None:
    if chosen.any():
        weights[chosen] = within[chosen] / within[chosen].sum() * share


def temperatures(model: Softmax, lesson: Lesson, chosen: Indices, seed: int) -> list[float]:
    """By the number of words (`LENGTHS`): what to divide the scores by so that they are true probabilities."""
    texts = np.tile(chosen, 3)
    starts, lengths = draw_windows(lesson.data, texts, np.random.default_rng(seed), lesson.whole)
    logits, truths = model.logits(lesson.data, starts, lengths), lesson.labels[texts]
    places = np.searchsorted(LENGTHS, lengths, side="right") - 1
    found: list[float] = []
    for place in range(len(LENGTHS)):
        here = places == place
        losses = {
            temperature: _loss(logits[here] / temperature, truths[here], lesson.importance[texts][here])
            for temperature in np.geomspace(0.5, 4.0, 43).tolist()
        }
        found.append(round(min(losses, key=losses.__getitem__) if here.any() else 1.0, 4))
    return found


def _loss(logits: Floats, truths: Indices, weights: Floats) -> float:
    chances = softmax(logits)[np.arange(len(truths)), truths]
    return float(-(np.log(np.maximum(chances, 1e-9)) * weights).sum())


__all__ = ["CLASSES", "temperatures", "train_identifier", "weigh"]
