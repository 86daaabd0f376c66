"""Trains the two directions of Darija transliteration and writes their weights.

1. Pairs of words from aligned sentences: our own corpus and the free corpora that hold both scripts.
2. More pairs, drawn: Arabic words met in text as random hands would type them (`romanise`).
3. Letters aligned (`alignment`), tags collected, a log-linear tagger trained by Adam, rounded to eight bits.
4. Arabic to Latin learns also from Latin words met in text, rendered by the first direction.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np

from siyada.language.rewriter import Rewriter
from siyada.language.tagging import Scores, Tagset, score, spell
from siyada.language.weights import DATA, save_model
from siyada.training.alignment import Aligned, align
from siyada.training.softmax import Adam
from siyada.training.word_pairs import arabic_vocabulary, draw_pairs, human_pairs, latin_words

BITS = 18
_KNOWN = 0.6
"""How much the logarithm of a word's count weighs against its letters."""
_HUMAN_WEIGHT = 16.0
_TAGS_PER_LETTER = 14
_SEEN_ENOUGH = 4
_SPELLINGS = str.maketrans("HqSDTéè", "79sdtee") | {ord("5"): "kh", ord("x"): "kh", ord("8"): "gh"}

Weighted = list[tuple[Aligned, float]]


def train_transliterator(corpora: Path, folder: Path = DATA, *, seed: int = 1, passes: int = 5) -> None:
    """Train both directions on the corpora under `corpora` and write their weights to `folder`. A few minutes."""
    random = Random(seed)  # noqa: S311 - no secrets
    human = Counter(dict(human_pairs(corpora)))
    vocabulary, marked = arabic_vocabulary(corpora, human)
    drawn = list(draw_pairs(vocabulary, marked, random))
    aligned = align(human, [pieces for pieces, _ in drawn[:20_000]])
    to_arabic = [(pieces, _HUMAN_WEIGHT * (1 + math.log(count))) for pieces, count in aligned] + drawn
    first = _train(to_arabic, vocabulary, seed, passes)
    _save(folder, "darija_to_arabic", first, known_weight=_KNOWN)
    met = latin_words(corpora)
    rendered = {
        (ranked[0][0], word): count
        for (word, count), ranked in zip(met.items(), first.rank(list(met)), strict=True)
        if ranked[0][1] > math.log(0.3)
    }
    pairs = Counter({(target, _usual(source)): 3 * count for (source, target), count in human.items()})
    for (arabic, latin), count in rendered.items():
        pairs[arabic, _usual(latin)] += count
    _save(folder, "darija_to_latin", _train(_weighted(align(pairs, [])), Counter(), seed, passes), known_weight=0.0)


def _weighted(aligned: Iterable[tuple[Aligned, int]]) -> Weighted:
    return [(pieces, 1 + math.log(count)) for pieces, count in aligned]


def _usual(latin: str) -> str:
    """The commonest of the spellings of a Latin word: one way to write each sound."""
    return re.sub(r"sh", "ch", latin.translate(_SPELLINGS).lower())


def _train(pairs: Weighted, vocabulary: Counter[str], seed: int, passes: int) -> Rewriter:
    tagset = collect_tags(pairs)
    weights = fit(pairs, tagset, seed=seed, passes=passes)
    scale = float(np.abs(weights).max()) / 127
    keys = {crc32(word.encode("utf-8")): count for word, count in sorted(vocabulary.items(), key=lambda pair: pair[1])}
    known = np.array(sorted(keys), dtype=np.uint32)
    logs = np.array([min(255, 16 + round(16 * math.log(keys[key]))) for key in known.tolist()], dtype=np.uint8)
    rounded = np.round(weights / scale).astype(np.int8)
    return Rewriter(tagset, rounded, BITS, scale, known.tolist(), logs.tolist(), _KNOWN)


def _save(folder: Path, name: str, rewriter: Rewriter, *, known_weight: float) -> None:
    facts = {
        "tags": list(rewriter.tagset.tags),
        "choices": {letter: list(tags) for letter, tags in rewriter.tagset.choices.items()},
        "bits": rewriter.bits,
        "scale": rewriter.scale,
        "known_weight": known_weight,
    }
    arrays = {
        "weights": np.asarray(rewriter.weights),
        "known": np.array(rewriter.known, dtype=np.uint32),
        "known_logs": np.array(rewriter.known_logs, dtype=np.uint8),
    }
    save_model(folder, name, facts, arrays)


def collect_tags(pairs: Weighted) -> Tagset:
    """The strings that stand for each letter often enough."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for aligned, weight in pairs:
        for letter, string in aligned:
            seen[letter][string] += weight  # type: ignore[assignment]  # weights are fractions
    frequent = {
        letter: [string for string, weight in counts.most_common(_TAGS_PER_LETTER) if weight >= _SEEN_ENOUGH]
        for letter, counts in sorted(seen.items())
    }
    tags = sorted({string for strings in frequent.values() for string in strings})
    numbers = {string: number for number, string in enumerate(tags)}
    choices = {letter: tuple(numbers[string] for string in strings) for letter, strings in frequent.items() if strings}
    return Tagset(tuple(tags), choices)


@dataclass(frozen=True, slots=True)
class _Taught:
    words: list[str]
    tags: list[list[int]]
    chances: np.typing.NDArray[np.float64]


def fit(pairs: Weighted, tagset: Tagset, *, seed: int, passes: int, batch: int = 1500, rate: float = 0.05) -> Scores:
    """Minimise the cross-entropy of the tags; the rate falls linearly to zero. Same seed, same weights."""
    taught = _teach(pairs, tagset)
    random = np.random.default_rng(seed)
    weights = np.zeros(1 << BITS, dtype=np.float32)
    steps = Adam(weights.shape, 0.01)
    rounds = max(1, passes * len(taught.words) // batch)
    for step in range(rounds):
        chosen = random.choice(len(taught.words), batch, p=taught.chances)
        letters = spell([taught.words[number] for number in chosen], tagset, BITS)
        truth = np.array([tag for number in chosen for tag in taught.tags[number]], dtype=np.int64)
        gradient = (np.exp(score(letters, weights, 1.0)) - (letters.tags == truth[:, None])) / batch
        spreaded = np.broadcast_to(gradient[:, None, :], letters.slots.shape).ravel()
        by_slot = np.bincount(letters.slots.ravel(), weights=spreaded, minlength=1 << BITS).astype(np.float32)
        steps.update(weights, by_slot, rate * (1 - step / rounds))
    return weights


def _teach(pairs: Weighted, tagset: Tagset) -> _Taught:
    numbers = {string: number for number, string in enumerate(tagset.tags)}
    words: list[str] = []
    tags: list[list[int]] = []
    weights: list[float] = []
    for aligned, weight in pairs:
        chosen = [numbers.get(string, -1) for _, string in aligned]
        if all(tag in tagset.choices.get(letter, ()) for tag, (letter, _) in zip(chosen, aligned, strict=True)):
            words.append("".join(letter for letter, _ in aligned))
            tags.append(chosen)
            weights.append(weight)
    chances = np.array(weights)
    return _Taught(words, tags, chances / chances.sum())


__all__ = ["train_transliterator"]
