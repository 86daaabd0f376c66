"""The hybrid index: words and meaning searched together, one ranking.

Words are searchable as soon as the library is followed; meaning follows, and until it has, a passage is found by its
words alone. Where the question's language differs from the document's, meaning finds what words cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from siyada.retrieval.fusion import FusionWeights, fuse
from siyada.retrieval.index import LoadPassages
from siyada.retrieval.slots import Slot
from siyada.retrieval.vectors import Encode, Progress, VectorIndex
from siyada.types import Change, Hit, PassageId, Question

CANDIDATES = 200
"""Passages that each search proposes."""
ChangesSince = Callable[[int], Iterable[Change]]


class WordIndex(Protocol):
    """Finds passages by their words: `LexicalIndex`."""

    @property
    def sequence(self) -> int:
        """The number of the last change that the index holds."""

    def search(self, question: Question, *, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""

    def slots(self, question: Question) -> list[Slot]:
        """The ideas that a question is searched by."""

    def follow(self, changes_since: ChangesSince, *, wait: bool = True) -> None:
        """Take in what changed in the library."""

    def rebuild(self, changes_since: ChangesSince) -> None:
        """Make the index anew from the library."""


class HybridIndex:
    """Finds passages by words and by meaning. Serves many threads; lives as long as its house."""

    def __init__(
        self,
        words: WordIndex,
        meaning: VectorIndex,
        *,
        encode: Encode,
        load: LoadPassages,
        weights: FusionWeights | None = None,
    ) -> None:
        self._words = words
        self._meaning = meaning
        self._encode = encode
        self._load = load
        self._weights = weights or FusionWeights()

    # Searching

    def search(self, question: Question, *, limit: int = 20) -> list[Hit]:
        """At most `limit` hits, best first. `coverage` and `matched` speak of the words, `score` of both searches."""
        said = {hit.passage.id: hit for hit in self._words.search(question, limit=CANDIDATES)}
        near = self._near(question, list(said))
        covered = max((hit.coverage for hit in said.values()), default=0.0)
        scores = {key: hit.score for key, hit in said.items()}
        ranked = fuse(scores, near, self._weights, covered=covered)[:limit]
        hits = self._with_passages([key for key, _ in ranked], said)
        return [replace(hits[key], score=score) for key, score in ranked if key in hits]

    def slots(self, question: Question) -> list[Slot]:
        """The ideas that a question is searched by."""
        return self._words.slots(question)

    def _near(self, question: Question, said: Sequence[PassageId]) -> dict[PassageId, float]:
        """The nearest passages and those that the words found, by their meaning."""
        vector = self._encode([question.text])[0]
        near = self._meaning.search(vector, collections=question.collections, limit=CANDIDATES)
        return near | self._meaning.scores(vector, [key for key in said if key not in near])

    def _with_passages(self, keys: Sequence[PassageId], said: Mapping[PassageId, Hit]) -> dict[PassageId, Hit]:
        unsaid = self._load([key for key in keys if key not in said])
        return {**{key: said[key] for key in keys if key in said}, **{each.id: Hit(each, 0.0) for each in unsaid}}

    # Following the library

    @property
    def sequence(self) -> int:
        """The number of the last change that both searches hold."""
        return min(self._words.sequence, self._meaning.sequence)

    def follow(self, changes_since: ChangesSince, *, wait: bool = True) -> None:
        """Take in what changed in the library, by words and then by meaning. Raises StorageError."""
        self.follow_words(changes_since, wait=wait)
        self.follow_meaning(changes_since, wait=wait)

    def follow_words(self, changes_since: ChangesSince, *, wait: bool = True) -> None:
        """Make what changed searchable by its words: thousands of passages a second."""
        self._words.follow(changes_since, wait=wait)

    def follow_meaning(
        self, changes_since: ChangesSince, *, wait: bool = True, progress: Progress | None = None
    ) -> None:
        """Make what changed searchable by its meaning: a hundred passages a second; may run in the background."""
        self._meaning.follow(changes_since, wait=wait, progress=progress)

    def rebuild(self, changes_since: ChangesSince) -> None:
        """Make both searches anew from the library."""
        self._words.rebuild(changes_since)
        self._meaning.rebuild(changes_since)


__all__ = ["HybridIndex", "WordIndex"]
