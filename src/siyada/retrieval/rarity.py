"""How rare a word is in the library: what it tells about a passage that has it."""

from __future__ import annotations

import math
from functools import lru_cache

import tantivy

from siyada.retrieval.slots import Slot, Wording

REMEMBERED = 20_000


class Rarity:
    """BM25's inverse document frequency of words, as one state of the index has it."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._of_stem = lru_cache(REMEMBERED)(self._measure)

    def of_wording(self, wording: Wording) -> float:
        """Of all its words together; 0 where one of them stands nowhere."""
        measured = [self._of_stem(stem) for stem in wording.stems]
        return sum(measured) if all(measured) else 0.0

    def of_slot(self, slot: Slot) -> float:
        """Of the asker's own wording; where that stands nowhere, the mean of the others by their weight."""
        own = self.of_wording(slot.wordings[0])
        if own:
            return own
        known = [(self.of_wording(wording), wording.weight) for wording in slot.wordings[1:]]
        weight = sum(weight for rarity, weight in known if rarity)
        return sum(rarity * weight for rarity, weight in known) / weight if weight else self.unseen

    @property
    def unseen(self) -> float:
        """Of a word that stands nowhere: as much as a word can tell."""
        return math.log(1 + (self._searcher.num_docs + 0.5) / 0.5)

    def _measure(self, stem: str) -> float:
        count = self._searcher.doc_freq("text", stem)
        return math.log(1 + (self._searcher.num_docs - count + 0.5) / (count + 0.5)) if count else 0.0


__all__ = ["Rarity"]
