"""What a question asks for, as slots: one for each idea, with every wording by which a passage may speak of it.

A word that the thesaurus knows brings the terms of the law and the words of the other languages with it; a phrase it
knows is one idea. A wording of several words holds only where all of them stand in the passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from siyada.types import Term, Variety


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

    def wordings(self, stems: tuple[str, ...], variety: Variety) -> Sequence[Wording]:
        """Other wordings of what a phrase says in a variety, the best first; none where it is not known."""


def read_slots(terms: Sequence[Term], variety: Variety, concepts: Concepts) -> list[Slot]:
    """The slots of a question's terms, longest phrases first; each idea once."""
    slots: dict[tuple[str, ...], Slot] = {}
    content = [term for term in terms if term.content]
    for phrase, known in _phrases(content, variety, concepts):
        stems = tuple(term.stem for term in phrase)
        own = Wording(stems, exact=phrase[0].exact if len(phrase) == 1 else "")
        slots.setdefault(stems, Slot((own, *(wording for wording in known if wording.stems != stems))))
    return list(slots.values())


def _phrases(
    terms: Sequence[Term], variety: Variety, concepts: Concepts
) -> Iterator[tuple[Sequence[Term], Sequence[Wording]]]:
    position = 0
    while position < len(terms):
        for length in range(min(concepts.longest, len(terms) - position), 0, -1):
            phrase = terms[position : position + length]
            known = concepts.wordings(tuple(term.stem for term in phrase), variety)
            if known or length == 1:
                yield phrase, known
                position += length
                break


__all__ = ["Concepts", "Slot", "Wording", "read_slots"]
