"""What a question asks for, as slots: one for each idea, with every wording by which a passage may speak of it.

A word that the thesaurus knows brings the terms of the law and the words of the other languages with it; a phrase it
knows is one idea. A wording of several words holds only where all of them stand in the passage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from siyada.types import Term, Variety

VARIANT = 0.7
"""Trust in a word that the asker's may stand for."""


_OWN = {Variety.ENGLISH: 0.5, Variety.SPANISH: 0.5}
"""Trust in the asker's own word where few documents speak the language: it meets French by chance ("pay", "pays")."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The stems that together say one idea, and how sure it is that they do (1: the asker's own word)."""

    stems: tuple[str, ...]
    weight: float = 1.0
    exact: str = ""
    """The asker's word as typed, normalised; a passage that has it says it best."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One idea of the question and its wordings, the asker's own first."""

    wordings: tuple[Wording, ...]

    @property
    def word(self) -> str:
        """The asker's own wording, for explanations."""
        return " ".join(self.wordings[0].stems)


class Concepts(Protocol):
    """Knows the wordings of ideas."""

    longest: int
    """Words of the longest phrase it knows."""

    def wordings(self, exact: str, stems: Sequence[str], variety: Variety) -> Sequence[Wording]:
        """Wordings of what a phrase says in a variety; none where it is not known.

        It is looked up as it stands (normalised), then by what its stems may be, the likeliest first; a space stands
        between words.
        """


Vary = Callable[[str, Variety], Sequence[str]]
"""Stems that a word of a variety may stand for, beside its own."""


def read_slots(terms: Sequence[Term], variety: Variety, concepts: Concepts, vary: Vary) -> list[Slot]:
    """The slots of a question's terms, longest phrases first; each idea once."""
    slots: dict[tuple[str, ...], Slot] = {}
    content = [term for term in terms if term.content]
    position = 0
    while position < len(content):
        slot = _phrase(content[position:], variety, concepts) or _word(content[position], variety, concepts, vary)
        slots.setdefault(slot.wordings[0].stems, slot)
        position += len(slot.wordings[0].stems)
    return list(slots.values())


def _phrase(terms: Sequence[Term], variety: Variety, concepts: Concepts) -> Slot | None:
    """The longest phrase of several words at the start of these that names a concept."""
    for length in range(min(concepts.longest, len(terms)), 1, -1):
        stems = tuple(term.stem for term in terms[:length])
        known = concepts.wordings(" ".join(term.exact for term in terms[:length]), (" ".join(stems),), variety)
        if known:
            return Slot((Wording(stems), *(wording for wording in known if wording.stems != stems)))
    return None


def _word(term: Term, variety: Variety, concepts: Concepts, vary: Vary) -> Slot:
    """One word: itself, what it may stand for, and the concept that the first of these names."""
    stems = (term.stem, *vary(term.stem, variety))
    known = concepts.wordings(term.exact, stems, variety)
    own = [
        Wording((term.stem,), _OWN.get(variety, 1.0), exact=term.exact),
        *(Wording((stem,), VARIANT) for stem in stems[1:]),
    ]
    said = {wording.stems for wording in own}
    return Slot((*own, *(wording for wording in known if wording.stems not in said)))


__all__ = ["VARIANT", "Concepts", "Slot", "Vary", "Wording", "read_slots"]
