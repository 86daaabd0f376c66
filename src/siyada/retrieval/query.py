"""From slots to a query of the engine: each slot counts once, by its best wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Occur, Query, Schema

from siyada.retrieval.slots import Slot, Wording


@dataclass(frozen=True, slots=True)
class Weights:
    """What a word weighs where it stands; tuned as `docs/retrieval.md` tells."""

    title: float = 0.5
    """In the title or a heading: it speaks of the whole passage, but every passage below it has it."""
    exact: float = 0.3
    """As the asker wrote it, beside its stem."""
    other_wordings: float = 0.1
    """What further wordings of one idea add to the best of them."""
    reference: float = 8.0
    """An article or a law that the question names: as much as two rare words."""


def build_query(
    schema: Schema, slots: Sequence[Slot], references: Sequence[str], collections: Sequence[str], weights: Weights
) -> Query | None:
    """The query for passages that speak of any slot; None where there is nothing to look for."""
    wanted = [_slot(schema, slot, weights) for slot in slots]
    wanted += [
        Query.const_score_query(Query.term_query(schema, "references", reference), weights.reference)
        for reference in references
    ]
    if not wanted:
        return None
    any_of = Query.boolean_query([(Occur.Should, query) for query in wanted])
    if not collections:
        return any_of
    within = Query.const_score_query(Query.term_set_query(schema, "collection", list(collections)), 0.0)
    return Query.boolean_query([(Occur.Must, any_of), (Occur.Must, within)])


def _slot(schema: Schema, slot: Slot, weights: Weights) -> Query:
    wordings = [_wording(schema, wording, weights) for wording in slot.wordings]
    return wordings[0] if len(wordings) == 1 else Query.disjunction_max_query(wordings, weights.other_wordings)


def _wording(schema: Schema, wording: Wording, weights: Weights) -> Query:
    stems = [_stem(schema, stem, weights) for stem in wording.stems]
    if wording.exact:
        exact = Query.boost_query(Query.term_query(schema, "exact", wording.exact, "freq"), weights.exact)
        said = Query.boolean_query([(Occur.Should, stems[0]), (Occur.Should, exact)])
    elif len(stems) == 1:
        said = stems[0]
    else:
        said = Query.boolean_query([(Occur.Must, stem) for stem in stems])
    # A phrase of several words must not outweigh the one word that says the same.
    return Query.boost_query(said, wording.weight / len(stems) ** 0.5)


def _stem(schema: Schema, stem: str, weights: Weights) -> Query:
    in_text = Query.term_query(schema, "text", stem, "freq")
    in_title = Query.boost_query(Query.term_query(schema, "title", stem, "freq"), weights.title)
    return Query.boolean_query([(Occur.Should, in_text), (Occur.Should, in_title)])


__all__ = ["Weights", "build_query"]
