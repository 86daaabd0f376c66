"""From slots to a query of the engine: each slot counts once, by its best wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Occur, Query, Schema

from siyada.retrieval.rarity import Rarity
from siyada.retrieval.slots import Slot, Wording


@dataclass(frozen=True, slots=True)
class Weights:
    """What a word weighs where it stands; tuned as `docs/retrieval.md` tells."""

    title: float = 0.7
    """In the title or a heading: it speaks of the whole passage, but every passage below it has it."""
    exact: float = 0.3
    """As the asker wrote it, beside its stem."""
    other_wordings: float = 0.3
    """What further wordings of one idea add to the best of them."""
    reference: float = 8.0
    """An article or a law that the question names: as much as two rare words."""


@dataclass(frozen=True, slots=True)
class QueryBuilder:
    """Builds the query of one search."""

    schema: Schema
    rarity: Rarity
    weights: Weights

    def build(self, slots: Sequence[Slot], references: Sequence[str], collections: Sequence[str]) -> Query | None:
        """The query for passages that speak of any slot; None where there is nothing to look for."""
        wanted = [self._slot(slot) for slot in slots]
        wanted += [
            Query.const_score_query(Query.term_query(self.schema, "references", reference), self.weights.reference)
            for reference in references
        ]
        if not wanted:
            return None
        any_of = Query.boolean_query([(Occur.Should, query) for query in wanted])
        if not collections:
            return any_of
        within = Query.const_score_query(Query.term_set_query(self.schema, "collection", list(collections)), 0.0)
        return Query.boolean_query([(Occur.Must, any_of), (Occur.Must, within)])

    def _slot(self, slot: Slot) -> Query:
        cap = self.rarity.of_slot(slot)
        own, *others = slot.wordings
        heard = [own, *(wording for wording in others if self.rarity.of_wording(wording))]
        wordings = [self._wording(wording, cap) for wording in heard]
        return wordings[0] if len(wordings) == 1 else Query.disjunction_max_query(wordings, self.weights.other_wordings)

    def _wording(self, wording: Wording, cap: float) -> Query:
        stems = [self._stem(stem) for stem in wording.stems]
        if wording.exact:
            exact = Query.term_query(self.schema, "exact", wording.exact, "freq")
            said = _any(stems[0], Query.boost_query(exact, self.weights.exact))
        elif len(stems) == 1:
            said = stems[0]
        else:
            said = Query.boolean_query([(Occur.Must, stem) for stem in stems])
        # A rare wording of a common idea, or a phrase of several words, must not outweigh the asker's own word.
        rarity = self.rarity.of_wording(wording)
        return Query.boost_query(said, wording.weight * min(1.0, cap / rarity if rarity else 1.0))

    def _stem(self, stem: str) -> Query:
        in_title = Query.term_query(self.schema, "title", stem, "freq")
        return _any(
            Query.term_query(self.schema, "text", stem, "freq"), Query.boost_query(in_title, self.weights.title)
        )


def _any(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


__all__ = ["QueryBuilder", "Weights"]
