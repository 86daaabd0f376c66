"""A text in the other script of its variety: Darija in Arabic and Latin letters, Amazigh in Tifinagh and Latin ones.

Amazigh is rewritten letter for letter (`tifinagh`). Darija is ambiguous either way: `transliterate` gives the best
renderings with their probabilities, word by word, learned from words that people wrote in both scripts.
"""

from __future__ import annotations

import heapq
import importlib
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from siyada.errors import UserError
from siyada.language.spelling import clean_arabic, clean_latin
from siyada.language.tifinagh import latin_to_tifinagh, tifinagh_to_latin
from siyada.types import Variety, VarietySpan

Ranked = tuple[tuple[str, float], ...]
"""Renderings of a word and the logarithms of their probabilities, best first."""

_WORD = re.compile(r"[^\W_](?:[\w'’\u064b-\u065f\u0670\u0640])*")
_ARABIC_MARKS, _LATIN_MARKS = str.maketrans(",;?", "،؛؟"), str.maketrans("،؛؟", ",;?")
_MODELS = {Variety.DARIJA_ARABIC: "darija_to_arabic", Variety.DARIJA_LATIN: "darija_to_latin"}


class _Ranker(Protocol):
    def rank(self, words: Sequence[str]) -> list[Ranked]: ...


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text in the other script, and how probable it is among all renderings, 0 to 1."""

    text: str
    score: float


def other_script(text: str, variety: Variety, spans: Sequence[VarietySpan] = ()) -> str | None:
    """The best rendering of the text in the other script; None where the variety is written in one script only.

    Words in `spans` of another variety stay as they are: "la carte nationale" inside Darija is French.
    """
    if variety is Variety.AMAZIGH_TIFINAGH:
        return tifinagh_to_latin(text)
    if variety is Variety.AMAZIGH_LATIN:
        return latin_to_tifinagh(text)
    if variety is Variety.DARIJA_LATIN:
        return transliterate(text, Variety.DARIJA_ARABIC, spans=spans)[0].text
    if variety is Variety.DARIJA_ARABIC:
        return transliterate(text, Variety.DARIJA_LATIN, spans=spans)[0].text
    return None


def transliterate(text: str, to: Variety, *, n: int = 1, spans: Sequence[VarietySpan] = ()) -> list[Rendering]:
    """The `n` best renderings of Darija in the script of `to`, best first; fewer where there are fewer.

    Words in `spans` of neither Darija stay as they are. UserError where `to` is not a way to write Darija.
    """
    pieces, ranked = _rank(text, to, spans)
    columns = [[(word, log) for word, log in ranks[:n]] for ranks in ranked]
    renderings = [Rendering(_join(pieces, words), math.exp(log)) for words, log in _best(columns, n)]
    return renderings or [Rendering(text, 1.0)]


def transliterate_many(texts: Sequence[str], to: Variety) -> list[str]:
    """The best rendering of each text, in bulk; every word is rendered."""
    ranker, clean = _ranker(to), _clean(to)
    found = [list(_WORD.finditer(text)) for text in texts]
    ranked = iter(ranker.rank([clean(match.group()) for matches in found for match in matches]))
    return [
        _join(_pieces(text, matches, to), [_keep(match.group(), next(ranked))[0][0] for match in matches])
        for text, matches in zip(texts, found, strict=True)
    ]


def _rank(text: str, to: Variety, spans: Sequence[VarietySpan]) -> tuple[list[str], list[Ranked]]:
    ranker, clean = _ranker(to), _clean(to)
    kept = [span for span in spans if span.variety not in _MODELS]
    matches = [
        match for match in _WORD.finditer(text) if not any(span.start <= match.start() < span.end for span in kept)
    ]
    ranked = ranker.rank([clean(match.group()) for match in matches])
    keeping = [_keep(match.group(), ranks) for match, ranks in zip(matches, ranked, strict=True)]
    return _pieces(text, matches, to), keeping


def _keep(word: str, ranks: Ranked) -> Ranked:
    """Numbers stay as they are."""
    return ((word, 0.0),) if word.isdecimal() else ranks


def _pieces(text: str, matches: Sequence[re.Match[str]], to: Variety) -> list[str]:
    """What stands before, between and after the words."""
    marks = _ARABIC_MARKS if to is Variety.DARIJA_ARABIC else _LATIN_MARKS
    edges = [0, *(edge for match in matches for edge in match.span()), len(text)]
    between = [text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]
    # A comma without a space stands inside a number.
    return [piece if piece == "," else piece.translate(marks) for piece in between]


def _join(pieces: Sequence[str], words: Sequence[str]) -> str:
    return pieces[0] + "".join(word + piece for word, piece in zip(words, pieces[1:], strict=True))


def _best(columns: Sequence[Sequence[tuple[str, float]]], n: int) -> Iterator[tuple[list[str], float]]:
    """The `n` likeliest ways to choose one word a column, with the logarithms of their probabilities."""
    start = (0,) * len(columns)
    queue = [(-sum(column[0][1] for column in columns), start)]
    seen = {start}
    for _ in range(n):
        if not queue:
            return
        cost, choice = heapq.heappop(queue)
        yield [column[place][0] for column, place in zip(columns, choice, strict=True)], -cost
        for index, (column, place) in enumerate(zip(columns, choice, strict=True)):
            step = (*choice[:index], place + 1, *choice[index + 1 :])
            if n > 1 and place + 1 < len(column) and step not in seen:
                seen.add(step)
                heapq.heappush(queue, (cost + column[place][1] - column[place + 1][1], step))


def _clean(to: Variety) -> Callable[[str], str]:
    return clean_latin if to is Variety.DARIJA_ARABIC else clean_arabic


@cache
def _ranker(to: Variety) -> _Ranker:
    """The rewriter into a script; numpy and the weights are loaded when first needed."""
    if to not in _MODELS:
        raise UserError("Darija is not written as {variety}.", hint="Ask for ary-Arab or ary-Latn.", variety=to)
    ranker: _Ranker = importlib.import_module("siyada.language.rewriter").Rewriter.load(_MODELS[to])
    return ranker


__all__ = ["Rendering", "other_script", "transliterate", "transliterate_many"]
