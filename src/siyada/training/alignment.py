"""Which Latin letter stands for which Arabic ones: pairs of words aligned by expectation and maximisation.

Every letter of the source gets a string of zero to three letters of the target, in order; the strings together are the
target. After Jiampojamarn, Kondrak and Sherif, "Applying Many-to-Many Alignments" (NAACL 2007).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

LONGEST = 3
_SMOOTHING = 0.02
_LENGTH_COST = (0.0, 0.0, 2.0, 4.0)
"""Strings of two and three letters must earn their place."""

Pair = tuple[str, str]
Counts = Mapping[Pair, float]
Aligned = list[Pair]


def align(pairs: Mapping[Pair, int], seeds: Iterable[Sequence[Pair]], *, rounds: int = 6) -> list[tuple[Aligned, int]]:
    """The likeliest alignment of each pair that has one, with its count. `seeds` are alignments known to be right."""
    known: Counter[Pair] = Counter()
    for seed in seeds:
        known.update(seed)
    model = _Model(known)
    found: list[tuple[Aligned, int]] = []
    for _ in range(rounds):
        found = [(best, count) for (source, target), count in pairs.items() if (best := model.best(source, target))]
        counts: Counter[Pair] = Counter()
        for aligned, count in found:
            for pair in aligned:
                counts[pair] += count
        model = _Model(known + counts)
    return found


class _Model:
    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._totals: dict[str, float] = defaultdict(float)
        for (source, _), count in counts.items():
            self._totals[source] += count

    def cost(self, source: str, target: str) -> float:
        seen = self._counts.get((source, target), 0.0) + _SMOOTHING
        return _LENGTH_COST[len(target)] - math.log(seen / (self._totals.get(source, 0.0) + 1.0))

    def best(self, source: str, target: str) -> Aligned:
        """The cheapest alignment, letter by letter; empty where the target is too long for the source."""
        paths: dict[int, tuple[float, Aligned]] = {0: (0.0, [])}
        for letter in source:
            reached: dict[int, tuple[float, Aligned]] = {}
            for place, (cost, path) in paths.items():
                for end in range(place, min(place + LONGEST, len(target)) + 1):
                    piece = target[place:end]
                    total = cost + self.cost(letter, piece)
                    if end not in reached or total < reached[end][0]:
                        reached[end] = (total, [*path, (letter, piece)])
            paths = reached
        return paths.get(len(target), (0.0, []))[1]


__all__ = ["Aligned", "Pair", "align"]
