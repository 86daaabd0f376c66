"""The text that a reader writes down, block by block, with the spans of its pages and headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest

from siyada.errors import DocumentError
from siyada.types import Heading, Page, Reading

BLANK_LINE = "\n\n"
CELLS = " | "
# Control characters carry no text, and lone surrogates cannot be stored as UTF-8.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_TRAILING = re.compile(r"[ \t\xa0]+(?=\n|\Z)")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text with the line ends of Unix and without what cannot be stored."""
    return _TRAILING.sub("", _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """The text on one line, spaces single."""
    return _SPACES.sub(" ", clean(text)).strip()


@dataclass(slots=True)
class Manuscript:
    """A text in the making. Blocks are separated by a blank line, so that a sentence never runs across two of them."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _pages: list[Page] = field(default_factory=list)
    _headings: list[Heading] = field(default_factory=list)
    _page_start: int | None = None

    def write(self, text: str, *, separator: str = BLANK_LINE) -> tuple[int, int]:
        """Add a block as it stands but for what cannot be stored; its span, empty where nothing was left of it."""
        block = clean(text).strip("\n ")
        if not block:
            return self._length, self._length
        if self._length:
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        if self._page_start is None:
            self._page_start = start
        self._parts.append(block)
        self._length += len(block)
        return start, self._length

    def ends_sentence(self) -> bool:
        """Whether what is written so far may stand alone: it ends a sentence, is a heading, or is nothing yet."""
        if not self._parts or (self._headings and self._headings[-1].end == self._length):
            return True
        return self._parts[-1][-1] in '.:;!?؟…؛»”")'

    def heading(self, text: str, level: int) -> None:
        """Add a heading on one line; level 1 is the outermost."""
        start, end = self.write(one_line(text))
        if start < end:
            self._headings.append(Heading(start, end, level))

    def mark_heading(self, start: int, end: int, level: int) -> None:
        """Make a heading of a span that is already written."""
        self._headings.append(Heading(start, end, level))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table, a block a row; where the first row names the columns, each cell bears its column's name."""
        for row in _named_cells([[one_line(cell) for cell in row] for row in rows]):
            self.write(CELLS.join(cell for cell in row if cell))

    def end_page(self) -> None:
        """Close the page that began after the last one: a page may be empty."""
        number = len(self._pages) + 1
        start = self._length if self._page_start is None else self._page_start
        self._pages.append(Page(number, start, self._length))
        self._page_start = None

    def reading(
        self,
        media_type: str,
        *,
        title: str = "",
        language: str = "und",
        unread_pages: Sequence[int] = (),
        metadata: Mapping[str, str] | None = None,
    ) -> Reading:
        """What was written, as a Reading; the title falls back on the first heading.

        Raises DocumentError where there is no text and no page that waits for OCR.
        """
        text = "".join(self._parts)
        if not text.strip() and not unread_pages:
            raise DocumentError("There is no text in it.", hint="Check that the file is the one you meant.")
        first = self._headings[0] if self._headings else None
        return Reading(
            text=text,
            title=one_line(title) or (text[first.start : first.end] if first else ""),
            language=language or "und",
            pages=tuple(self._pages),
            headings=tuple(self._headings),
            unread_pages=tuple(unread_pages),
            media_type=media_type,
            metadata={name: one_line(value) for name, value in (metadata or {}).items() if value.strip()},
        )


def _named_cells(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows below a row of column names, each cell with its name; the rows as they are where there is none."""
    filled = [row for row in rows if any(row)]
    captions = list(takewhile(lambda row: sum(map(bool, row)) == 1, filled))
    names, *body = filled[len(captions) :] or [()]
    if not body or not _names_columns(names):
        return filled
    return [*captions, *([_named(*pair) for pair in zip_longest(names, row, fillvalue="")] for row in body)]


def _named(name: str, cell: str) -> str:
    return f"{name}: {cell}" if name and cell else cell


def _names_columns(row: Sequence[str]) -> bool:
    """Whether a first row names columns: at least two, all filled, different, short and without figures."""
    return (
        len(row) > 1
        and all(row)
        and len(set(row)) == len(row)
        and not any(len(cell) > 60 or any(sign.isdigit() for sign in cell) for cell in row)
    )
