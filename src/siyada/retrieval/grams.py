"""Words by their letters: each word and its runs of three to five letters have a vector; a text is their sum.

For the varieties that the sentence network does not read: Amazigh in both scripts, whose letters are folded to one
alphabet, and Darija in Latin letters, spelt as each likes. Runs are hashed into one table (Bojanowski et al., TACL
2017); whatever is typed has a vector.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import regex
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RUNS = (3, 4, 5)
_REMEMBERED = 1 << 14
# Tifinagh and the Latin letters of Amazigh that no keyboard at hand has: one way to write each sound.
_AMAZIGH = {
    "ⴰ": "a", "ⴱ": "b", "ⴳ": "g", "ⴷ": "d", "ⴹ": "d", "ⴻ": "e", "ⴼ": "f", "ⴽ": "k", "ⵀ": "h", "ⵃ": "h", "ⵄ": "3",
    "ⵅ": "x", "ⵇ": "q", "ⵉ": "i", "ⵊ": "j", "ⵍ": "l", "ⵎ": "m", "ⵏ": "n", "ⵓ": "u", "ⵔ": "r", "ⵕ": "r", "ⵖ": "gh",
    "ⵙ": "s", "ⵚ": "s", "ⵛ": "c", "ⵜ": "t", "ⵟ": "t", "ⵡ": "w", "ⵢ": "y", "ⵣ": "z", "ⵥ": "z", "ⵯ": "", "ⵞ": "c",
    "ⴵ": "j", "ⵒ": "p", "ⵠ": "v", "ɣ": "gh", "γ": "gh", "ɛ": "3", "ε": "3", "č": "c", "ǧ": "j",
}  # fmt: skip
_ARABIC = dict(zip("أإآٱىةڭگڤپ", "اااايهككفب", strict=True))
_FOLDED = str.maketrans(_AMAZIGH | _ARABIC | {"\u0640": ""})
_MARKS = regex.compile(r"\p{M}+")
_WORD = regex.compile(r"[^\W_]+")


class Grams:
    """Turns texts into vectors. Never changes; serves many threads."""

    def __init__(self, table: NDArray[np.int8], scale: NDArray[np.float32]) -> None:
        self._table = table
        self._scale = scale
        self._word = lru_cache(_REMEMBERED)(self._sum)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One vector a text, not yet of length 1; zeros where it has no word."""
        found = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        for row, text in enumerate(texts):
            words = [self._word(word) for word in words_of(text)]
            if words:
                np.sum(words, axis=0, out=found[row])
        return found

    def _sum(self, word: str) -> Floats:
        numbers = grams_of(word, len(self._table))
        rows = self._table[numbers].astype(np.float32)
        summed: Floats = self._scale[numbers] @ rows
        return summed


def words_of(text: str) -> list[str]:
    """The words of a text in one alphabet for each script, without marks."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower().translate(_FOLDED)))
    return _WORD.findall(folded.translate(_FOLDED))


def grams_of(word: str, size: int) -> list[int]:
    """The rows of a table of `size` (a power of two) that speak of a word: itself, and its runs of letters."""
    return [zlib.crc32(gram.encode()) & (size - 1) for gram in _grams(f"<{word}>")]


def _grams(marked: str) -> Iterable[str]:
    yield f"w{marked}"
    for length in RUNS:
        if len(marked) > length:
            yield from (marked[start : start + length] for start in range(len(marked) - length + 1))


__all__ = ["Grams", "grams_of", "words_of"]
