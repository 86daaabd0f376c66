"""Cuts a reading into passages: spans of its text, whole enough to be read alone, short enough to be searched.

    1. headings and the opening lines of articles of law are borders; an article stays whole where it fits
    2. a section longer than `LIMIT` is cut at the ends of sentences into stretches near `TARGET`
    3. each passage knows its page, the headings above it and its language

Passages never overlap, hold all the text but white space and lone headings, and stand in reading order.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from siyada.types import Heading, Identify, Reading, Span, SplitSentences

LIMIT = 2_400
"""Characters of the longest passage: nine articles of law in ten fit."""
TARGET = 1_200
"""Where a longer section must be cut anyway, stretches of this size keep an answer and its conditions together."""

# "Article 5.-", "Art. 5 bis :", "المادة 5", "الفصل الخامس" at the start of a line.
_ARTICLE = regex.compile(
    r"^[ \t]*(?:Article|Art\.|ARTICLE)[ \t]+(?:premier|unique|1er|\d[\d.-]*(?:[ \t]+(?:bis|ter|quater))?)\b[^\n]{0,80}"
    r"|^[ \t]*(?:المادة|الفصل|مادة)[ \t]+(?:\p{Nd}[\p{Nd}.-]*|ال\p{Arabic}+(?:[ \t]+(?:عشرة?|وال\p{Arabic}+))?)"
    r"(?=[ \t]*(?:[-–—:.\n]|$))",
    regex.MULTILINE,
)
ARTICLE_LEVEL = 90
"""Below every heading that a format names."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One passage of a reading: ``text[start:end]``."""

    start: int
    end: int
    page: int | None
    heading: tuple[str, ...]
    language: str


def cut_passages(reading: Reading, split_sentences: SplitSentences, identify: Identify) -> list[Cut]:
    """The passages of a reading, in order. O(length)."""
    page_starts = [page.start for page in reading.pages]
    cuts: list[Cut] = []
    for span, heading in _sections(reading):
        for piece in _fit(reading.text, span, split_sentences):
            text = reading.text[piece.start : piece.end]
            page = reading.pages[max(0, bisect.bisect_right(page_starts, piece.start) - 1)] if page_starts else None
            language = reading.language if reading.language != "und" else str(identify(text[:TARGET]).variety)
            cuts.append(Cut(piece.start, piece.end, page.number if page else None, heading, language))
    return cuts


def _sections(reading: Reading) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """The stretches between borders with the path of headings above; a heading without a body joins what follows."""
    path: list[tuple[int, str]] = []
    pending: int | None = None
    borders = [*_borders(reading), Heading(len(reading.text), len(reading.text), 0)]
    if borders[0].start > 0:
        yield from _solid(reading.text, 0, borders[0].start, ())
    for border, following in itertools.pairwise(borders):
        path = [(level, title) for level, title in path if level < border.level]
        above = tuple(title for _, title in path)
        title = " ".join(reading.text[border.start : border.end].split())
        path.append((border.level, title))
        start = border.start if pending is None else pending
        if not reading.text[border.end : following.start].strip() and following.end > following.start:
            pending = start
            continue
        heading = above if border.level == ARTICLE_LEVEL else (*above, title)
        yield from _solid(reading.text, start, following.start, heading)
        pending = None


def _borders(reading: Reading) -> list[Heading]:
    """Headings and article openings in order, none inside another."""
    articles = [Heading(match.start(), match.end(), ARTICLE_LEVEL) for match in _ARTICLE.finditer(reading.text)]
    borders: list[Heading] = []
    for heading in sorted([*reading.headings, *articles], key=lambda border: (border.start, border.level)):
        if not borders or heading.start >= borders[-1].end:
            borders.append(heading)
    return borders


def _solid(text: str, start: int, end: int, heading: tuple[str, ...]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    span = _strip(text, start, end)
    if span:
        yield span, heading


def _strip(text: str, start: int, end: int) -> Span | None:
    inside = text[start:end]
    if not inside.strip():
        return None
    return Span(end - len(inside.lstrip()), start + len(inside.rstrip()))


def _fit(text: str, span: Span, split_sentences: SplitSentences) -> Iterator[Span]:
    """The span itself where it fits, else stretches of whole sentences."""
    if span.end - span.start <= LIMIT:
        yield span
        return
    start = end = span.start
    for sentence in _pieces(text, span, split_sentences):
        if sentence.end - start > TARGET and end > start:
            yield Span(start, end)
            start = sentence.start
        end = sentence.end
    yield Span(start, end)


def _pieces(text: str, span: Span, split_sentences: SplitSentences) -> Iterator[Span]:
    """Sentences of a span; one that is itself too long (a table, a text without stops) is cut at white space."""
    for sentence in _shifted(split_sentences(text[span.start : span.end]), span.start):
        start = sentence.start
        while sentence.end - start > LIMIT:
            border = max(text.rfind(space, start + 1, start + TARGET) for space in "\n ")
            cut = border if border > start else start + TARGET
            piece = _strip(text, start, cut)
            if piece:
                yield piece
            start = cut
        rest = _strip(text, start, sentence.end)
        if rest:
            yield rest


def _shifted(spans: Sequence[Span], by: int) -> Iterator[Span]:
    return (Span(span.start + by, span.end + by) for span in spans)


__all__ = ["ARTICLE_LEVEL", "LIMIT", "TARGET", "Cut", "cut_passages"]
