"""How much of a question a passage speaks of: the share of its slots, weighed by how rare each is in the library."""

from __future__ import annotations

import math
from collections.abc import Sequence

from siyada.retrieval.rarity import Rarity
from siyada.retrieval.slots import Slot


class Coverage:
    """Measures the passages of one search. O(wordings) a passage."""

    def __init__(self, slots: Sequence[Slot], rarity: Rarity) -> None:
        self._weighed = [(slot, rarity.of_slot(slot)) for slot in slots]
        self._total = sum(weight for _, weight in self._weighed) or 1.0

    def of(self, stems: frozenset[str]) -> tuple[float, tuple[str, ...]]:
        """The share (0 to 1) of the question that a passage with these stems covers, and by which words."""
        share = 0.0
        matched: list[str] = []
        for slot, weight in self._weighed:
            said = [wording for wording in slot.wordings if stems.issuperset(wording.stems)]
            if said:
                share += weight * math.sqrt(max(wording.weight for wording in said))
                matched.extend(" ".join(wording.stems) for wording in said)
        return share / self._total, tuple(dict.fromkeys(matched))


__all__ = ["Coverage"]
