"""The words of a folded text with what each can be, and the steps by which finders walk them."""

from __future__ import annotations

import re
from itertools import accumulate

from siyada.privacy.lexicon import WORDS, Role

# Latin Darija writes letters with digits (3mmi, mosa3ada), so digits belong to words; a number is a word too.
_WORD = re.compile(r"(\w+)")
_JOINS = frozenset({" ", "  ", "-", "'"})
_NOTABLE = (
    Role.NAME | Role.ABD | Role.HONORIFIC | Role.INTRO | Role.WEAKINTRO | Role.KIN | Role.ROAD | Role.LABEL
)  # fmt: skip
_SPACES = frozenset({" ", "  ", "\t"})


class WordView:
    """The words of one text, in order, by number."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Gap, word, gap, word, …, gap: one pass in C; the ends of the gaps are the starts of the words.
        pieces = _WORD.split(text)
        places = list(accumulate(map(len, pieces)))
        self.words = pieces[1::2]
        self._gaps = pieces[2::2]
        self.starts = places[0:-1:2]
        self.ends = places[1::2]
        self.roles = list(map(WORDS.__getitem__, self.words))
        self._notable = [number for number, role in enumerate(self.roles) if role & _NOTABLE]

    def __len__(self) -> int:
        return len(self.words)

    def having(self, mask: int) -> list[int]:
        """The numbers of the words that have any of these roles, which must be roles that finders start from."""
        roles = self.roles
        return [number for number in self._notable if roles[number] & mask]

    def gap(self, number: int) -> str:
        """What stands between a word and the next, or the end."""
        return self._gaps[number]

    def joined(self, number: int) -> bool:
        """Whether a word and the next can be parts of one name: a space, a hyphen or an apostrophe between them."""
        return number + 1 < len(self.words) and self._gaps[number] in _JOINS

    def spaced(self, number: int) -> bool:
        """Whether only white space on one line parts a word from the next."""
        return number + 1 < len(self.words) and self._gaps[number] in _SPACES

    def begins_name(self, number: int) -> int:
        """Where a name that begins with this word begins: one letter later after a joined Arabic particle."""
        return self.starts[number] + (1 if self.roles[number] & Role.PREFIXED else 0)


__all__ = ["WordView"]
