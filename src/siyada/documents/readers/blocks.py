"""The visible blocks of an HTML tree, in reading order: headings, paragraphs, list items, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from lxml import etree
from lxml.html import HtmlElement

from siyada.documents.readers.manuscript import BLANK_LINE, Manuscript, one_line

_DROPPED = frozenset({
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "video",
    "audio", "map", "input", "select", "option", "button", "textarea", "datalist",
})  # fmt: skip
_BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_HEADING = re.compile(r"h([1-6])\Z")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
_LONGEST_CELL = 2_000
"""A table with longer cells lays out a page."""


class Kind(Enum):
    """What a block is."""

    TEXT = "text"
    ITEM = "item"
    HEADING = "heading"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Link:
    """The text of a link and where it leads, as the page writes it."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page, its text without the spaces that a browser would not show."""

    kind: Kind
    text: str
    level: int = 0
    """Of a heading, 1 the outermost."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table; its `text` is empty."""
    links: tuple[Link, ...] = ()
    marker: str = "-"
    """What stands before an item: its number in the list, or a dash."""

    @property
    def linked(self) -> float:
        """The share of the text that lies in links, 0 to 1."""
        return sum(len(link.text) for link in self.links) / max(1, len(self.text))


def find_blocks(tree: HtmlElement) -> Iterator[Block]:
    """The blocks of a tree, which is not changed. Linear, and without recursion: pages nest as deep as they like."""
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    scribe = _Scribe()
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event != "start":
            yield from scribe.close(tag, element)
        elif tag in _DROPPED:
            walk.skip_subtree()
        else:
            yield from scribe.open(tag, element)
            if tag == "table" and (rows := _data_rows(element)):
                yield Block(Kind.TABLE, "", rows=rows)
                walk.skip_subtree()
    yield from scribe.flush()


@dataclass(slots=True)
class _Scribe:
    """The block being gathered, and the elements it stands in."""

    parts: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    target: str | None = None
    """Where the link leads that we are in."""
    link_start: int = 0
    counts: list[int | None] = field(default_factory=list)
    """How far each list around us has counted; None for lists without numbers."""
    marker: str = ""
    """Of the item whose first block is still to come."""

    def open(self, tag: str, element: HtmlElement) -> Iterator[Block]:
        if tag in _BREAKING:
            yield from self.flush()
            self.inside.append(tag)
            self._open_list(tag, element)
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.target, self.link_start = str(element.get("href", "")), len(self.parts)
        self._add(element.text)

    def close(self, tag: str, element: HtmlElement) -> Iterator[Block]:
        if tag in _BREAKING:
            yield from self.flush()
            self.inside.pop()
            self._close_list(tag)
        elif tag == "a":
            self._end_link()
            self.target = None
        self._add(element.tail)

    def flush(self) -> Iterator[Block]:
        """The block that ends here, if it has text."""
        self._end_link()
        text = "".join(self.parts)
        text = text.strip("\n") if "pre" in self.inside else _AROUND_BREAK.sub("\n", text).strip()
        if text.strip():
            yield self._block(text)
        self.parts, self.links, self.link_start = [], [], 0

    def _end_link(self) -> None:
        text = "".join(self.parts[self.link_start :]).strip()
        if self.target is not None and text:
            self.links.append(Link(text, self.target))

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(text if "pre" in self.inside else _SPACES.sub(" ", text))

    def _open_list(self, tag: str, element: HtmlElement) -> None:
        if tag in _LISTS:
            start = element.get("start", "")
            self.counts.append((int(start) if start.isdecimal() else 1) - 1 if tag == "ol" else None)
        elif tag == "li":
            count = self.counts[-1] if self.counts else None
            self.marker = "-" if count is None else f"{count + 1}."
            if count is not None:
                self.counts[-1] = count + 1

    def _close_list(self, tag: str) -> None:
        if tag in _LISTS:
            self.counts.pop()
        elif tag == "li":
            self.marker = ""

    def _block(self, text: str) -> Block:
        for tag in reversed(self.inside):
            heading = _HEADING.match(tag)
            if heading:
                return Block(Kind.HEADING, text, int(heading[1]), links=tuple(self.links))
        # Only the first block of an item opens it.
        marker, self.marker = self.marker, ""
        return Block(Kind.ITEM if marker else Kind.TEXT, text, links=tuple(self.links), marker=marker or "-")


def _data_rows(table: HtmlElement) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of data; nothing for one that lays out a page: with tables inside, one column, or essays."""
    if table.find(".//table") is not None:
        return ()
    rows = tuple(tuple(_cell_text(cell) for cell in row.iterchildren("td", "th")) for row in table.iter("tr"))
    cells = [cell for row in rows for cell in row]
    is_data = max(map(len, rows), default=0) > 1 and max(map(len, cells), default=0) <= _LONGEST_CELL
    return rows if is_data else ()


def _cell_text(cell: HtmlElement) -> str:
    inside = cell.xpath("./*")
    if not inside:
        return one_line(cell.text or "")
    return one_line(" ".join(block.text or " ".join(sum(block.rows, ())) for block in find_blocks(cell)))


def write_blocks(blocks: Iterable[Block], manuscript: Manuscript) -> None:
    """Write blocks down: items of a list one below the other, all else parted by blank lines."""
    previous: Kind | None = None
    for block in blocks:
        if block.kind is Kind.HEADING:
            manuscript.heading(block.text, block.level)
        elif block.kind is Kind.TABLE:
            manuscript.table(block.rows)
        elif block.kind is Kind.ITEM:
            item = f"{block.marker} {block.text}"
            manuscript.write(item, separator="\n" if previous is Kind.ITEM else BLANK_LINE)
        else:
            manuscript.write(block.text)
        previous = block.kind
