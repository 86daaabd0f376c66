"""Where a text may be cut so that nothing is looked for across the cut.

What is found depends on its own segment only. So a text can be searched in pieces, or as it streams, with one result.
A cut is decided by what stands before it, never by what follows.

    at the end of a sentence, or at an empty line
    otherwise at the end of a line beyond 512 characters, of a clause beyond 1,024, of a word beyond 4,096
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Neither white space nor part of a word: no pattern matches across it.
SEPARATOR = "\0"
_ABBREVIATIONS = frozenset({"appt", "prof", "esid", "ésid"})
_CANDIDATE = re.compile(r"[.!?؟…\n]\s")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_FALLBACKS = ((512, re.compile("\n")), (1024, re.compile(r"[,;:،؛]\s")), (4096, re.compile(r"\s")))


def find_cut(text: str, start: int) -> int:
    """The end of the segment that begins at `start`; -1 where the text ends before it is known."""
    cut = _find_sentence_end(text, start)
    for beyond, pattern in _FALLBACKS:
        if cut != -1 and cut - start <= beyond:
            break
        later = pattern.search(text, start + beyond)
        if later is not None and (cut == -1 or later.end() < cut):
            cut = later.end()
    return cut


def _find_sentence_end(text: str, start: int) -> int:
    for match in _CANDIDATE.finditer(text, start):
        end = match.end()
        mark = text[end - 2]
        if mark == "\n":
            line = _EMPTY_LINE.match(text, end - 2)
            if line is not None:
                return line.end()
        elif mark != "." or _ends_sentence(text[max(start, end - 6) : end - 2]):
            return end
    return -1


def _ends_sentence(before: str) -> bool:
    """A full stop after a short word is more often an abbreviation (M., Dr., n°., Tél.) than the end of a sentence."""
    return len(before) == 4 and before.isalpha() and before.lower() not in _ABBREVIATIONS


def find_cuts(text: str) -> Iterator[int]:
    """The ends of all segments but the last."""
    start = 0
    while (start := find_cut(text, start)) != -1:
        yield start


def separate(text: str) -> str:
    """The text with the white space at the end of each segment replaced by a separator; same length."""
    pieces, start = [], 0
    for cut in find_cuts(text):
        pieces.append(text[start : cut - 1])
        start = cut
    pieces.append(text[start:])
    return SEPARATOR.join(pieces)


__all__ = ["SEPARATOR", "find_cut", "find_cuts", "separate"]
