"""Two rankings made one: what the words say of a passage, and what its meaning says.

Words count by their share of the best word score, times how much of the question the best passage covers: where the
library says little of the question in its words, they decide little. Meaning counts by its cosine less what the
passage's language alone explains. A passage that one search does not know has nothing from it. The weights were chosen
on forty development questions; docs/encoder.md shows what each gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siyada.types import PassageId


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """How much each search counts."""

    words: float = 1.0
    meaning: float = 1.0
    constant: float = 60.0
    """Of reciprocal ranks: the value of Cormack, Clarke and Büttcher (SIGIR 2009), who introduced them."""


def fuse(
    words: Mapping[PassageId, float],
    meaning: Mapping[PassageId, float],
    weights: FusionWeights,
    *,
    covered: float = 1.0,
) -> list[tuple[PassageId, float]]:
    """The passages of both with their joint scores, best first; ties keep the order of the words.

    `covered` is the greatest share of the question that the words of one passage cover.
    """
    best = max(words.values(), default=0.0) or 1.0
    scores = {
        passage: weights.words * covered * words.get(passage, 0.0) / best + weights.meaning * meaning.get(passage, 0.0)
        for passage in {**words, **meaning}
    }
    return sorted(scores.items(), key=lambda scored: -scored[1])


def fuse_ranks(
    words: Mapping[PassageId, float], meaning: Mapping[PassageId, float], weights: FusionWeights
) -> list[tuple[PassageId, float]]:
    """The same by reciprocal rank alone: for comparison, and for scores that cannot be compared."""
    scores: dict[PassageId, float] = {}
    for ranking in (words, meaning):
        for rank, passage in enumerate(sorted(ranking, key=lambda key: -ranking[key]), start=1):
            scores[passage] = scores.get(passage, 0.0) + 1 / (weights.constant + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])


__all__ = ["FusionWeights", "fuse", "fuse_ranks"]
