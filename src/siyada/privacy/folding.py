"""The form in which a text is searched: the same positions, one script of digits, no disguises.

Every character stands for itself or for one other, so a place in the folded text is a place in the source, but for the
invisible characters and the marks, which are dropped and counted back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_DROPPED = re.compile(
    "[\u00ad\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]"
)
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u02bc\u00b4\u0060"
_DIGIT_ZEROES = "\u0660\u06f0\uff10\u0966"  # Arabic-Indic, Persian, full-width, Devanagari
_TABLE = (
    dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _APOSTROPHES), "'")
    | {ord(zero) + value: str(value) for zero in _DIGIT_ZEROES for value in range(10)}
    | {0xFF20: "@", 0xFF0B: "+", 0xFF0E: ".", 0xFE6B: "@", 0x066B: ".", 0x2215: "/", 0x2044: "/"}
    | {ord(full): chr(ord(full) - 0xFEE0) for full in map(chr, range(0xFF21, 0xFF5B))}  # full-width letters
)
_FOLDED = re.compile("[" + "".join(map(chr, sorted(_TABLE))).replace("-", r"\-") + "]")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text and where its characters stood."""

    text: str
    _dropped: tuple[int, ...] = ()
    """For each dropped character, in order, the position in `text` before which it stood."""

    def source(self, position: int) -> int:
        """The position in the source of a character of the folded text."""
        return position + bisect_right(self._dropped, position)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of ``text[start:end]``, which is not empty."""
        return self.source(start), self.source(end - 1) + 1


def fold(text: str) -> FoldedText:
    """The folded form; O(n)."""
    if text.isascii():
        return FoldedText(text)
    dropped: tuple[int, ...] = ()
    if _DROPPED.search(text):
        dropped = tuple(match.start() - count for count, match in enumerate(_DROPPED.finditer(text)))
        text = _DROPPED.sub("", text)
    return FoldedText(_FOLDED.sub(_fold_match, text), dropped)


def _fold_match(match: re.Match[str]) -> str:
    return _TABLE[ord(match[0])]


__all__ = ["FoldedText", "fold"]
