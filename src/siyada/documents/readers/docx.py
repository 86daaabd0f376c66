"""Word documents (ECMA-376): paragraphs, headings by their style's outline level, lists, tables, notes.

Read here and not by a library, because those at hand lose text: kreuzberg 4.10 drops `&`, `<`, tabs, and the headings
of documents whose styles are not named in English. Deleted revisions and hidden text are not shown and not read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from siyada.documents.readers.blocks import Block, Kind, write_blocks
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.package import has_part, local_name, open_package, package_metadata, read_part
from siyada.documents.readers.word_numbering import Numbering, load_numbering
from siyada.documents.readers.word_styles import TITLE, Styles, attribute, load_styles, outline_level, value
from siyada.documents.sniff import DOCX
from siyada.types import Reading

_DOCUMENT = re.compile(r"word/document\d*\.xml\Z")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Properties, deleted text, the second copy of drawings for old programs, and field codes.
_UNREAD = frozenset({"pPr", "rPr", "sectPr", "del", "moveFrom", "Fallback", "instrText", "delText"})
_LONGEST_CELL = 2_000
_LONGEST_HEADING = 300
_OFF = frozenset({"0", "false", "off"})


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The text of a document with its title, author and date; notes come after it."""
    del name
    manuscript = Manuscript()
    with open_package(data, limits) as package:
        styles = load_styles(package, limits)
        numbering = load_numbering(package, limits)
        for part in _text_parts(package):
            walk = _Walk(styles, numbering)
            write_blocks(_shifted([*walk.blocks(read_part(package, part, limits))]), manuscript)
        metadata = package_metadata(package, limits)
    return manuscript.reading(DOCX, title=metadata.pop("title", ""), metadata=metadata)


def _text_parts(package: zipfile.ZipFile) -> list[str]:
    """The document itself, which some servers save as `document2.xml`, and its notes."""
    document = sorted(filter(_DOCUMENT.match, package.namelist()))[:1]
    return document + [part for part in ("word/footnotes.xml", "word/endnotes.xml") if has_part(package, part)]


def _shifted(blocks: list[Block]) -> list[Block]:
    """The blocks with levels from 1: a title pushes the headings below it."""
    if not any(block.kind is Kind.HEADING and block.level == TITLE for block in blocks):
        return blocks
    return [replace(block, level=block.level + 1) if block.kind is Kind.HEADING else block for block in blocks]


@dataclass(frozen=True, slots=True)
class _Walk:
    """The way through one part, counting its lists."""

    styles: Styles
    numbering: Numbering

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        """Paragraphs and tables in order; those of a text box come before the paragraph that it hangs on."""
        walk = etree.iterwalk(root, events=("start", "end"))
        paragraphs: list[list[str]] = []
        for event, element in walk:
            tag = local_name(element)
            if event == "end":
                if tag == "p" and (text := "".join(paragraphs.pop()).strip()):
                    yield self._block(element, text)
            elif tag in _UNREAD or (tag == "r" and _is_hidden(element)):
                walk.skip_subtree()
            elif tag == "tbl" and (rows := self._data_rows(element)):
                yield Block(Kind.TABLE, "", rows=rows)
                walk.skip_subtree()
            elif tag == "p":
                paragraphs.append([])
            elif paragraphs:
                paragraphs[-1].append(element.text or "" if tag == "t" else _SIGNS.get(tag, ""))

    def _block(self, paragraph: etree._Element, text: str) -> Block:
        style = value(paragraph, "{*}pPr/{*}pStyle")
        place = self.styles.list_place(style, paragraph)
        label = self.numbering.next_label(place, style) if place else ""
        level = outline_level(paragraph)
        level = self.styles.levels.get(style) if level is None else level
        if level is not None and len(text) < _LONGEST_HEADING:
            return Block(Kind.HEADING, f"{label} {text}".strip(), level)
        return Block(Kind.ITEM, text, marker=label or "-") if place else Block(Kind.TEXT, text)

    def _data_rows(self, table: etree._Element) -> tuple[tuple[str, ...], ...]:
        """The rows of a table; nothing for one that lays out a page: a single column, or essays in its cells."""
        rows = tuple(
            tuple(" ".join(self._cell(cell)) for cell in row.iterfind("{*}tc")) for row in table.iterfind("{*}tr")
        )
        cells = [cell for row in rows for cell in row]
        is_data = max(map(len, rows), default=0) > 1 and max(map(len, cells), default=0) <= _LONGEST_CELL
        return rows if is_data else ()

    def _cell(self, cell: etree._Element) -> Iterator[str]:
        for block in self.blocks(cell):
            yield f"{block.marker} {block.text}" if block.kind is Kind.ITEM else block.text


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and attribute(vanish, "val") not in _OFF
