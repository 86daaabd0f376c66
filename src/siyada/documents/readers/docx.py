"""Word documents (ECMA-376): paragraphs, headings by their style's outline level, lists, tables, notes.

Read here and not by a library, because those at hand lose text: kreuzberg 4.10 drops `&`, `<`, tabs, and the headings
of documents whose styles are not named in English. Deleted revisions and hidden text are not shown and not read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from siyada.documents.readers.blocks import Block, Kind, write_blocks
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.package import has_part, local_name, open_package, package_metadata, read_part
from siyada.documents.sniff import DOCX
from siyada.types import Reading

_TITLE = 0
"""The level of the style `Title`, above every heading."""
_HEADING_NAME = re.compile(r"(?:heading|titre)\s*([1-9])\Z", re.IGNORECASE)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Properties, deleted text, the second copy of drawings for old programs, and field codes.
_UNREAD = frozenset({"pPr", "rPr", "sectPr", "del", "moveFrom", "Fallback", "instrText", "delText"})
_LONGEST_CELL = 2_000
_OFF = frozenset({"0", "false", "off"})


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The text of a document with its title, author and date; notes come after it."""
    del name
    manuscript = Manuscript()
    with open_package(data, limits) as package:
        levels = _style_levels(package, limits)
        for part in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
            if part == "word/document.xml" or has_part(package, part):
                write_blocks(_shifted([*_blocks(read_part(package, part, limits), levels)]), manuscript)
        metadata = package_metadata(package, limits)
    return manuscript.reading(DOCX, title=metadata.pop("title", ""), metadata=metadata)


def _shifted(blocks: list[Block]) -> list[Block]:
    """The blocks with levels from 1: a title pushes the headings below it."""
    if not any(block.kind is Kind.HEADING and block.level == _TITLE for block in blocks):
        return blocks
    return [replace(block, level=block.level + 1) if block.kind is Kind.HEADING else block for block in blocks]


def _blocks(root: etree._Element, levels: Mapping[str, int]) -> Iterator[Block]:
    """Paragraphs and tables in order; those of a text box come before the paragraph that it hangs on."""
    walk = etree.iterwalk(root, events=("start", "end"))
    paragraphs: list[list[str]] = []
    for event, element in walk:
        tag = local_name(element)
        if event == "end":
            if tag == "p" and (text := "".join(paragraphs.pop()).strip()):
                yield _block(element, text, levels)
        elif tag in _UNREAD or (tag == "r" and _is_hidden(element)):
            walk.skip_subtree()
        elif tag == "tbl" and (rows := _data_rows(element)):
            yield Block(Kind.TABLE, "", rows=rows)
            walk.skip_subtree()
        elif tag == "p":
            paragraphs.append([])
        elif paragraphs:
            paragraphs[-1].append(element.text or "" if tag == "t" else _SIGNS.get(tag, ""))


def _block(paragraph: etree._Element, text: str, levels: Mapping[str, int]) -> Block:
    style = _value(paragraph, "{*}pPr/{*}pStyle")
    outline = _value(paragraph, "{*}pPr/{*}outlineLvl")
    level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else levels.get(style)
    if level is not None and len(text) < 300:
        return Block(Kind.HEADING, text, level)
    is_item = paragraph.find("{*}pPr/{*}numPr") is not None
    return Block(Kind.ITEM if is_item else Kind.TEXT, text)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and _attribute(vanish, "val") not in _OFF


def _data_rows(table: etree._Element) -> tuple[tuple[str, ...], ...]:
    """The rows of a table; nothing for one that lays out a page: a single column, or essays in its cells."""
    rows = tuple(
        tuple(" ".join(block.text for block in _blocks(cell, {})) for cell in row.iterfind("{*}tc"))
        for row in table.iterfind("{*}tr")
    )
    cells = [cell for row in rows for cell in row]
    is_data = max(map(len, rows), default=0) > 1 and max(map(len, cells), default=0) <= _LONGEST_CELL
    return rows if is_data else ()


def _style_levels(package: zipfile.ZipFile, limits: Limits) -> dict[str, int]:
    """The heading level of each style that has one, its own or that of the style it is based on."""
    if not has_part(package, "word/styles.xml"):
        return {"Title": _TITLE, **{f"{name}{level}": level for level in range(1, 10) for name in ("Heading", "Titre")}}
    own: dict[str, int] = {}
    based_on: dict[str, str] = {}
    for style in read_part(package, "word/styles.xml", limits).iter("{*}style"):
        name = _attribute(style, "styleId")
        based_on[name] = _value(style, "{*}basedOn")
        level = _own_level(style)
        if level is not None:
            own[name] = level
    inherited = {name: _inherited(name, own, based_on) for name in based_on}
    return {name: level for name, level in inherited.items() if level is not None}


def _own_level(style: etree._Element) -> int | None:
    name, outline = _value(style, "{*}name"), _value(style, "{*}pPr/{*}outlineLvl")
    heading = _HEADING_NAME.match(name)
    if name.lower() == "title":
        return _TITLE
    if heading:
        return int(heading[1])
    return int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else None


def _inherited(name: str, own: Mapping[str, int], based_on: Mapping[str, str]) -> int | None:
    seen: set[str] = set()
    while name and name not in own and name not in seen:
        seen.add(name)
        name = based_on.get(name, "")
    return own.get(name)


def _value(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else _attribute(found, "val")


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name: transitional and strict documents differ in namespaces."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")
