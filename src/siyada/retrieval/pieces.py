"""Words cut into the pieces that a network knows: a unigram model (Kudo, ACL 2018), the likeliest cut of each word.

The vocabulary marks the beginning of a word with U+2581; no piece crosses a space, so each word is cut once and kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

UNKNOWN, BEGIN, END = 0, 1, 2
"""The first three pieces of every vocabulary."""
_WORD_MARK = "\u2581"
_UNKNOWN_COST = 10.0
_REMEMBERED = 1 << 16
_LONGEST_WORD = 200
"""Letters of a word that are read; what is longer is no word."""


class Pieces:
    """Cuts texts into piece numbers. Never changes; serves many threads."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._scores = list(scores)
        self._unknown = min(scores) - _UNKNOWN_COST
        self._longest = max(map(len, pieces))
        self._cut = lru_cache(_REMEMBERED)(self._viterbi)

    def read(self, text: str) -> list[int]:
        """The numbers of a text's pieces, between the marks of its beginning and its end."""
        words = unicodedata.normalize("NFKC", text).split()
        cut = chain.from_iterable(self._cut(_WORD_MARK + word[:_LONGEST_WORD]) for word in words)
        return [BEGIN, *(cut if words else (UNKNOWN,)), END]

    def _viterbi(self, word: str) -> tuple[int, ...]:
        best = [0.0] + [-1e38] * len(word)
        came_from: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                number = self._numbers.get(word[start:end])
                if number is None and end > start + 1:
                    continue
                score = best[start] + (self._unknown if number is None else self._scores[number])
                if score > best[end]:
                    best[end], came_from[end] = score, (start, number or UNKNOWN)
        return _trace(came_from)


def _trace(came_from: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    pieces = []
    end = len(came_from) - 1
    while end:
        end, number = came_from[end]
        pieces.append(number)
    return tuple(reversed(pieces))


__all__ = ["BEGIN", "END", "UNKNOWN", "Pieces"]
