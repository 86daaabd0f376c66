"""Presentations (ECMA-376): a page a slide, in the order of the show, with titles as headings and speakers' notes.

Read here and not by a library: kreuzberg 4.10 numbers slides by the names of their files, not by their order.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.package import local_name, open_package, package_metadata, read_part, targets
from siyada.documents.sniff import PPTX
from siyada.types import Reading

_SHOW = "ppt/presentation.xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Placeholders that repeat on every slide.
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The text of the slides with the title, author and date of the show."""
    del name
    manuscript = Manuscript()
    with open_package(data, limits) as package:
        for slide in _slides(package, limits):
            _write_shapes(read_part(package, slide, limits), manuscript)
            for part in targets(package, slide, limits).values():
                if "/notesSlides/" in f"/{part}":
                    _write_shapes(read_part(package, part, limits), manuscript)
            manuscript.end_page()
        metadata = package_metadata(package, limits)
    return manuscript.reading(PPTX, title=metadata.pop("title", ""), metadata=metadata)


def _slides(package: zipfile.ZipFile, limits: Limits) -> Iterator[str]:
    """The parts of the slides in the order of the show."""
    parts = targets(package, _SHOW, limits)
    for slide in read_part(package, _SHOW, limits).iter("{*}sldId"):
        part = parts.get(slide.get(_ID) or slide.get(_STRICT_ID) or "")
        if part:
            yield part


def _write_shapes(root: etree._Element, manuscript: Manuscript) -> None:
    for shape in root.iter("{*}sp", "{*}graphicFrame"):
        placeholder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
        role = placeholder.get("type", "body") if placeholder is not None else ""
        if role in _FURNITURE:
            continue
        if local_name(shape) == "graphicFrame":
            for table in shape.iter("{*}tbl"):
                rows = [
                    [" ".join(_paragraphs(cell)) for cell in row.iterfind("{*}tc")] for row in table.iterfind("{*}tr")
                ]
                manuscript.table(rows)
        elif role in {"title", "ctrTitle"}:
            manuscript.heading(" ".join(_paragraphs(shape)), 1)
        else:
            for paragraph in _paragraphs(shape):
                manuscript.write(paragraph)


def _paragraphs(shape: etree._Element) -> Iterator[str]:
    for paragraph in shape.iter("{*}p"):
        text = "".join(_runs(paragraph)).strip()
        if text:
            yield text


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter("{*}t", "{*}br"):
        yield "\n" if local_name(element) == "br" else element.text or ""
