"""Sentences of a text, in order, for every script: `split_sentences`.

A sentence ends at . ! ? ؟ … or ⵑ followed by a space, at a blank line, and before an item of a list. A point does not
end it after an abbreviation ("art.", "n°", "د."), an initial, a list number ("1.") or inside a number ("10.000"). Law
articles run long: what exceeds `LONG` characters is cut at its semicolons, then at its colon.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from siyada.types import Span

LONG = 320
_ENDS = regex.compile(
    r"""[.!?؟…۔]+["'»”’)\]]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-–—•*▪●○]|\p{N}{1,3}\s?[.)°-]|[\p{L}]\s?\))\s)"""
)
_SEMICOLONS = regex.compile(r"[;؛]\s+")
_COLONS = regex.compile(r":\s+")
_ABBREVIATIONS = frozenset(
    [
        "art",
        "al",
        "ann",
        "av",
        "bd",
        "cf",
        "chap",
        "dr",
        "ex",
        "fig",
        "etc",
        "m",
        "me",
        "mm",
        "mme",
        "mlle",
        "mr",
        "mrs",
        "n",
        "no",
        "nos",
        "num",
        "p",
        "pp",
        "par",
        "pr",
        "prof",
        "réf",
        "ste",
        "st",
        "tél",
        "vol",
        "adj",
        "approx",
        "arr",
        "env",
        "max",
        "min",
        "hab",
        "éd",
        "bo",
        "b.o",
        "dh",
        "s.a",
        "s.m",
        "vs",
        "e.g",
        "i.e",
        "ص",
        "ج",
        "د",
        "م",
        "أ",
        "ف",
        "ق",
        "ظ",
        "هـ",
        "ه",
        "الخ",
    ]
)
_LAST_WORD = regex.compile(r"([\p{L}\p{M}.]+|\p{N}+)\.[\"'»”’)\]]*$")


def split_sentences(text: str) -> list[Span]:
    """Spans that cover every non-space character once, in order."""
    spans: list[Span] = []
    start = 0
    for end in _boundaries(text):
        spans.extend(_cut_long(text, start, end))
        start = end
    spans.extend(_cut_long(text, start, len(text)))
    return spans


def _boundaries(text: str) -> list[int]:
    return [match.end() for match in _ENDS.finditer(text) if not _is_abbreviation(text, match)]


def _is_abbreviation(text: str, match: regex.Match[str]) -> bool:
    """Whether the point belongs to the word before it."""
    if not match.group().startswith(".") or match.group().startswith(".."):
        return False
    word = _LAST_WORD.search(text[max(0, match.start() - 24) : match.end()])
    if word is None:
        return False
    if word[1].isnumeric():
        # "1. Déposer la demande": a number that opens a line or follows a sentence is a list number; one that closes a
        # sentence is not.
        lead = text[: match.start() - len(word[1])].rpartition("\n")[2]
        before = lead.rstrip()
        follows = lead != before and before.endswith((".", "!", "?", "؟", ":", ";", "؛"))
        return len(word[1]) <= 3 and (not before or follows)
    return word[1].lower() in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper())


def _cut_long(text: str, start: int, end: int) -> list[Span]:
    whole = _trim(text, start, end)
    if whole is None:
        return []
    if whole.end - whole.start <= LONG:
        return [whole]
    for separator in (_SEMICOLONS, _COLONS):
        cuts = [match.end() for match in separator.finditer(text, whole.start, whole.end)]
        if cuts:
            edges = [whole.start, *cuts, whole.end]
            parts = (_trim(text, left, right) for left, right in pairwise(edges))
            return [part for part in parts if part is not None]
    return [whole]


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    left = start + len(piece) - len(piece.lstrip())
    return Span(left, left + len(stripped))


__all__ = ["LONG", "split_sentences"]
