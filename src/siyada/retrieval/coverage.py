"""How much of a question a passage speaks of: the share of its slots, weighed by how rare each is in the library."""

from __future__ import annotations

import math
from collections.abc import Sequence

import tantivy

from siyada.retrieval.slots import Slot


class Coverage:
    """Measures the passages of one search. O(wordings) once, then O(wordings) a passage."""

    def __init__(self, slots: Sequence[Slot], searcher: tantivy.Searcher) -> None:
        self._weighed = [(slot, _rarity(slot, searcher)) for slot in slots]
        self._total = sum(weight for _, weight in self._weighed) or 1.0

    def of(self, stems: frozenset[str]) -> tuple[float, tuple[str, ...]]:
        """The share (0 to 1) of the question that a passage with these stems covers, and by which words."""
        share = 0.0
        matched: list[str] = []
        for slot, weight in self._weighed:
            said = next((wording for wording in slot.wordings if stems.issuperset(wording.stems)), None)
            if said:
                share += weight * math.sqrt(said.weight)
                matched.append(" ".join(said.stems))
        return share / self._total, tuple(matched)


def _rarity(slot: Slot, searcher: tantivy.Searcher) -> float:
    """BM25's inverse document frequency of the idea: of its most frequent wording."""
    frequency = max(min(searcher.doc_freq("text", stem) for stem in wording.stems) for wording in slot.wordings)
    return math.log(1 + (searcher.num_docs - frequency + 0.5) / (frequency + 0.5))


__all__ = ["Coverage"]
