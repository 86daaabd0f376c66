"""One direction of transliteration: words in, their likeliest renderings out.

A word's renderings are ranked by the tags of its letters and by whether the result is a word that was met in text. A
rewriter keeps the words it has met in a cache of bounded size; it may be shared by threads.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from siyada.language.tagging import Scores, Tagset, score, spell
from siyada.language.weights import DATA, load_array, load_facts

Ranked = tuple[tuple[str, float], ...]
"""Renderings and the logarithms of their probabilities, best first."""

_CACHED_WORDS = 1 << 16
_BATCH = 2048
_CHOICES, _CHANGES = 4, 4
"""The likeliest strings of a letter that are looked at, and the changes to the likeliest word that are tried."""
_FARTHEST = 5.0
"""A rendering 150 times less likely than the best, letter by letter, is not looked at."""


@dataclass(slots=True)
class Rewriter:
    """Rewrites words; immutable but for its cache."""

    tagset: Tagset
    weights: NDArray[np.int8] | Scores
    bits: int
    scale: float
    known: Sequence[int]
    """Checksums of words met in text, sorted."""
    known_logs: Sequence[int]
    """Sixteenths of the natural logarithms of how often each was met, plus one."""
    known_weight: float
    """How much being a known word counts against the tags."""
    _cache: dict[str, Ranked] = field(default_factory=dict)

    @classmethod
    def load(cls, name: str, folder: Path = DATA) -> Rewriter:
        """The rewriter of a direction, from its files."""
        facts = load_facts(name, folder)
        tagset = Tagset(tuple(facts["tags"]), {letter: tuple(tags) for letter, tags in facts["choices"].items()})
        # Plain arrays: a binary search in Python is faster there than in numpy's.
        known = array("I", load_array(name, "known", folder).tobytes())
        logs = load_array(name, "known_logs", folder).tobytes()
        weights = load_array(name, "weights", folder)
        return cls(tagset, weights, facts["bits"], facts["scale"], known, logs, facts["known_weight"])

    def rank(self, words: Sequence[str]) -> list[Ranked]:
        """The renderings of each word, at least one."""
        new = [word for word in dict.fromkeys(words) if word and word not in self._cache]
        fresh: dict[str, Ranked] = {"": (("", 0.0),)}
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            fresh.update(zip(batch, self._rank_new(batch), strict=True))
        ranked = [fresh.get(word) or self._cache[word] for word in words]
        if len(self._cache) + len(fresh) > _CACHED_WORDS:
            self._cache = {}
        self._cache.update(dict(list(fresh.items())[:_CACHED_WORDS]))
        return ranked

    def _rank_new(self, words: Sequence[str]) -> Iterator[Ranked]:
        letters = spell(words, self.tagset, self.bits)
        logs = score(letters, self.weights, self.scale)
        order = np.argsort(-logs, axis=1)[:, :_CHOICES]
        logs = np.take_along_axis(logs, order, axis=1)
        tags = np.take_along_axis(letters.tags, order, axis=1).tolist()
        firsts = logs[:, 0].cumsum()
        costs = (logs[:, :1] - logs).tolist()
        offsets = letters.offsets.tolist()
        for word, start, end in zip(words, offsets[:-1], offsets[1:], strict=True):
            log = float(firsts[end - 1] - (firsts[start - 1] if start else 0.0))
            yield self._choose(word, tags[start:end], costs[start:end], log)

    def _choose(self, word: str, tags: Sequence[Sequence[int]], costs: Sequence[Sequence[float]], log: float) -> Ranked:
        strings = self.tagset.tags
        best = [strings[choice[0]] if choice[0] >= 0 else letter for choice, letter in zip(tags, word, strict=True)]
        changes = sorted(
            (cost, place, strings[tags[place][rank]])
            for place, row in enumerate(costs)
            for rank, cost in enumerate(row)
            if rank and cost < _FARTHEST and tags[place][rank] >= 0
        )[:_CHANGES]
        scored: dict[str, float] = {}
        for cost, chosen in _combine(changes):
            letters = best.copy()
            for place, string in chosen:
                letters[place] = string
            text = "".join(letters)
            scored[text] = max(scored.get(text, -math.inf), log - cost + self._bonus(text))
        return _normalise(scored)

    def _bonus(self, text: str) -> float:
        """Renderings that are known words rise, the more so the commoner they are."""
        if not self.known_weight:
            return 0.0
        key = crc32(text.encode("utf-8"))
        place = bisect_left(self.known, key)
        if place < len(self.known) and self.known[place] == key:
            return self.known_weight * self.known_logs[place] / 16
        return 0.0


def _normalise(scored: dict[str, float]) -> Ranked:
    ranked = sorted(scored.items(), key=lambda pair: -pair[1])
    total = ranked[0][1] + math.log(sum(math.exp(log - ranked[0][1]) for _, log in ranked))
    return tuple((text, log - total) for text, log in ranked)


def _combine(changes: Sequence[tuple[float, int, str]]) -> list[tuple[float, tuple[tuple[int, str], ...]]]:
    """Ways to make none or some of the changes, at most one at a place, that do not cost too much together."""
    ways: list[tuple[float, tuple[tuple[int, str], ...]]] = [(0.0, ())]
    for cost, place, string in changes:
        ways += [
            (total + cost, (*chosen, (place, string)))
            for total, chosen in ways
            if total + cost < _FARTHEST and all(place != other for other, _ in chosen)
        ]
    return ways


__all__ = ["Ranked", "Rewriter"]
