"""A source as its page shows it: the whole text, its pages and headings, and the quote marked where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from siyada.documents import StoredVersion
from siyada.types import Heading, Page, Span
from siyada.web.outline import Outline, Stretch
from siyada.web.rendering import Written, written


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is shown in one way."""

    text: str
    page: int | None = None
    """The number of the page that begins here."""
    level: int = 0
    """Of a heading, 1 the outermost; 0 for running text."""
    marked: bool = False
    first: bool = False
    """Whether the quote begins here."""


@dataclass(slots=True)
class Block:
    """Pieces in one language."""

    writing: Written
    pieces: list[Piece] = field(default_factory=list)


def source_blocks(version: StoredVersion, outline: Outline, quote: Span | None) -> list[Block]:
    """The text of a version, cut wherever its look changes. Joined again, the pieces are the text."""
    blocks: list[Block] = []
    for stretch, span in _stretches(version, outline):
        writing = written("", stretch.language if stretch.language != "und" else version.language)
        if not blocks or blocks[-1].writing != writing:
            blocks.append(Block(writing))
        blocks[-1].pieces += _pieces(version, outline, quote, span)
    return blocks


def find_quote(version: StoredVersion, start: str, end: str) -> Span | None:
    """The span that an address names; None where it names none inside the text."""
    if not (start.isdecimal() and end.isdecimal() and len(start + end) < 20):
        return None
    span = Span(int(start), int(end))
    return span if span.start < span.end <= len(version.text) else None


def _stretches(version: StoredVersion, outline: Outline) -> Iterator[tuple[Stretch, Span]]:
    stretches = outline.stretches or (Stretch(0, version.language),)
    # What stands before the first passage belongs to it.
    starts = [0, *(stretch.start for stretch in stretches[1:]), len(version.text)]
    for stretch, start, end in zip(stretches, starts, starts[1:], strict=False):
        yield stretch, Span(start, end)


def _pieces(version: StoredVersion, outline: Outline, quote: Span | None, span: Span) -> Iterator[Piece]:
    pages = {page.start: page for page in version.pages if _begins_in(page, span)}
    headings = [heading for heading in outline.headings if _begins_in(heading, span)]
    cuts = {span.start, span.end, *pages}
    for heading in headings:
        cuts |= {heading.start, heading.end}
    if quote:
        cuts |= {cut for cut in (quote.start, quote.end) if span.start < cut < span.end}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        page = pages.get(start)
        piece = Piece(version.text[start:end], page.number if page else None, _level(headings, start))
        if quote and quote.start <= start < quote.end:
            piece = replace(piece, marked=True, first=start == quote.start)
        yield piece


def _begins_in(part: Page | Heading, span: Span) -> bool:
    return span.start <= part.start < span.end


def _level(headings: list[Heading], position: int) -> int:
    return next((heading.level for heading in headings if heading.start <= position < heading.end), 0)


__all__ = ["Block", "Piece", "find_quote", "source_blocks"]
