"""Words as numbers: the characters of a text folded, its words hashed, and the character n-grams of each word hashed.

Two texts that differ in case, in digits' script, in short vowels or in the dress of alef and ya have the same features.
Accents are kept: é, ñ and ɣ tell languages apart. A word is a run of letters, digits and apostrophes; an apostrophe
ends it ("l'eau" is "l'" and "eau"). Hashes are polynomials modulo 2⁶⁴, so all n-grams of a text take a few passes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.uint64]
Indices: TypeAlias = NDArray[np.int64]

BUCKET_BITS = 18
LONGEST_WORD = 64
"""Letters of a word that count; what runs on longer is no word of any language."""
LONGEST = 5
"""Length of the longest n-gram; the boundary of a word counts as one character on either side."""

SEPARATOR, DROPPED, TEXT_END, APOSTROPHE, FOREIGN = 0, 1, 2, 3, 4
_FIRST_LETTER = 0x40
"""Folded codes below are separators, marks and digits; letters lie above."""
_SYMBOLS = "=_{}<>\\|~^&+"
_APOSTROPHES = "'’‘ʼ`´ʿʾ"
_ARABIC = str.maketrans("أإآٱىیېکھہۀ", "ااااييي" + "كههه")
_BMP = 1 << 16
_PRIME = np.uint64(0x100000001B3)
_INVERSE = np.uint64(pow(0x100000001B3, -1, 1 << 64))
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PRIME_INT, _MIX_INT, _ALL_BITS = int(_PRIME), int(_MIX), (1 << 64) - 1
_CHUNK = 1 << 18


def fold_code(code: int) -> int:
    """What one code point becomes: SEPARATOR, DROPPED, APOSTROPHE, FOREIGN or the code of a folded character."""
    character = chr(code)
    if character in _APOSTROPHES:
        return APOSTROPHE
    if character in _SYMBOLS:
        return code
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"} or character == "\u0640":
        return DROPPED
    if category == "Nd":
        return ord(str(unicodedata.digit(character)))
    return _fold_letter(character) if category[0] == "L" else SEPARATOR


def _fold_letter(character: str) -> int:
    lowered = unicodedata.normalize("NFKC", character).lower().translate(_ARABIC)
    first = next((part for part in lowered if unicodedata.category(part)[0] == "L"), "")
    code = ord(first) if first else 0
    latin = 0x61 <= code < 0x370 or 0x1E00 <= code < 0x1F00
    arabic = 0x620 <= code < 0x700 or 0x750 <= code < 0x780
    return code if latin or arabic or 0x2D30 <= code < 0x2D80 or code in (0x3B5, 0x3B3) else FOREIGN


def fold_table() -> NDArray[np.uint16]:
    """`fold_code` of the whole Basic Multilingual Plane: 0.2 s of work, hence stored with the weights."""
    return np.array([fold_code(code) for code in range(_BMP)], dtype=np.uint16)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts in order: folded codes, and where each word starts and ends."""

    codes: NDArray[np.uint16]
    starts: Indices
    ends: Indices
    offsets: Indices
    """One more than there are texts: text `i` has the words ``offsets[i]:offsets[i + 1]``."""

    @property
    def keys(self) -> Codes:
        """A 64-bit hash of each word; equal words have equal keys."""
        powers = _powers(len(self.codes) + 1)
        sums = np.zeros(len(self.codes) + 1, dtype=np.uint64)
        np.cumsum(self.codes.astype(np.uint64) * powers[:-1], out=sums[1:])
        return ((sums[self.ends] - sums[self.starts]) * _inverse_powers(len(self.codes) + 1)[self.starts] + _MIX) * _MIX

    def select(self, chosen: Indices) -> Codes:
        """The chosen words, each after one boundary, and a last boundary: what `buckets` takes."""
        lengths = np.minimum(self.ends[chosen] - self.starts[chosen], LONGEST_WORD)
        goals = np.cumsum(lengths + 1) - lengths
        selected = np.full(int(lengths.sum()) + len(chosen) + 1, SEPARATOR, dtype=np.uint64)
        within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        selected[np.repeat(goals, lengths) + within] = self.codes[np.repeat(self.starts[chosen], lengths) + within]
        return selected


def split_words(texts: Sequence[str], table: NDArray[np.uint16]) -> Words:
    """The words of the texts that have at least one letter, folded by `table`."""
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    raw = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    # Beyond the plane there are emoji, which are no words, and scripts that are foreign to us.
    folded = table[np.minimum(raw, _BMP - 1)]
    if raw.size and int(raw.max()) >= _BMP:
        folded[(raw >= _BMP) & (raw >> 12 != 0x1F)] = FOREIGN
        folded[raw >> 12 == 0x1F] = SEPARATOR
    folded[np.cumsum(lengths) - 1] = TEXT_END
    folded = folded[folded != DROPPED]
    return _find_words(folded)


def _find_words(folded: NDArray[np.uint16]) -> Words:
    inside = folded > TEXT_END
    before = np.empty_like(inside)
    before[:1], before[1:] = True, ~inside[:-1] | (folded[:-1] == APOSTROPHE)
    starts = np.flatnonzero(inside & before)
    after = np.empty_like(inside)
    after[:-1], after[-1:] = ~inside[1:], True
    ends = np.flatnonzero(inside & (after | (folded == APOSTROPHE))) + 1
    letters = np.cumsum((folded >= _FIRST_LETTER) | (folded == FOREIGN))
    spelt = letters[ends - 1] - letters[starts] + ((folded[starts] >= _FIRST_LETTER) | (folded[starts] == FOREIGN)) > 0
    starts, ends = starts[spelt], ends[spelt]
    bounds = np.flatnonzero(folded == TEXT_END)
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.searchsorted(starts, bounds)])
    return Words(folded, starts, ends, offsets)


def buckets(codes: Codes) -> tuple[NDArray[np.int32], Indices]:
    """Buckets of the n-grams of boundary-separated words, one row a character, and the row where each word begins.

    The last column is the whole word. A place without an n-gram holds ``1 << BUCKET_BITS``, whose weights are zero.
    """
    bounds = np.flatnonzero(codes == SEPARATOR)
    firsts, spans = bounds[:-1], np.diff(bounds)
    rows = len(codes) - 1
    left = np.repeat(bounds[1:], spans) - np.arange(rows) + 1
    found = np.full((rows, LONGEST + 1), 1 << BUCKET_BITS, dtype=np.int32)
    hashed = np.zeros(rows, dtype=np.uint64)
    for n in range(1, LONGEST + 1):
        fits = left >= n
        shifted = codes[n - 1 : n - 1 + rows]
        hashed[: len(shifted)] = hashed[: len(shifted)] * _PRIME + shifted + np.uint64(n)
        fits &= codes[:rows] != SEPARATOR if n == 1 else True
        found[fits, n - 1] = _bucket(hashed[fits])
    sums = np.cumsum(codes[:-1] * _powers(rows))
    whole = (sums[bounds[1:] - 1] - sums[firsts]) * _inverse_powers(rows)[firsts]
    found[firsts, LONGEST] = _bucket(whole + np.uint64(LONGEST + 1))
    return found, firsts


def word_buckets(word: str) -> list[int]:
    """The buckets of one folded word, as `buckets` finds them: for a word or two, sooner done without numpy."""
    codes = (SEPARATOR, *map(ord, word), SEPARATOR)
    found: list[int] = []
    for start in range(len(codes) - 1):
        hashed = 0
        for n, code in enumerate(codes[start : start + LONGEST], start=1):
            hashed = (hashed * _PRIME_INT + code + n) & _ALL_BITS
            if n > 1 or code:
                found.append(((hashed ^ (hashed >> 29)) * _MIX_INT & _ALL_BITS) >> (64 - BUCKET_BITS))
    hashed, power = LONGEST + 1, 1
    for code in codes[:-1]:
        hashed = (hashed + code * power) & _ALL_BITS
        power = power * _PRIME_INT & _ALL_BITS
    found.append(((hashed ^ (hashed >> 29)) * _MIX_INT & _ALL_BITS) >> (64 - BUCKET_BITS))
    return found


def _bucket(hashed: Codes) -> NDArray[np.int32]:
    mixed = (hashed ^ (hashed >> np.uint64(29))) * _MIX
    return (mixed >> np.uint64(64 - BUCKET_BITS)).astype(np.int32)


class _Powers:
    """Powers of the prime and of its inverse modulo 2⁶⁴, as many as the longest text so far needed."""

    def __init__(self, base: np.uint64) -> None:
        self._base = base
        self._known = np.ones(1, dtype=np.uint64)

    def __call__(self, count: int) -> Codes:
        if count > len(self._known):
            factors = np.full(max(count, _CHUNK), self._base, dtype=np.uint64)
            factors[0] = 1
            self._known = np.cumprod(factors)
        return self._known[:count]


_powers, _inverse_powers = _Powers(_PRIME), _Powers(_INVERSE)
