"""PDF (ISO 32000): text in the order it is read, whatever order the producer stored it in.

The way from a page to its text, a module a step:

    glyphs        what is drawn where, from pdfium
    lines         which glyphs make lines and words, and in which order they are read
    columns       in which order the lines are read
    paragraphs    which lines make paragraphs and headings

A page that shows a picture and no text, or text that its fonts do not name, goes through OCR (`ocr`); where that is not
to be had, its number is reported as unread.
"""

from __future__ import annotations

import ctypes
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from siyada.documents.readers.columns import Line, order_lines
from siyada.documents.readers.glyphs import PageGlyphs, read_glyphs
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.lines import read_rows
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.ocr import recognise
from siyada.documents.readers.paragraphs import write_pages
from siyada.documents.sniff import PDF
from siyada.errors import DocumentError
from siyada.types import Reading

_FEW = 16
"""Glyphs that a scan may bear: a stamp, a page number."""
_PICTURE = 0.3
"""Of the page: a picture from which text is expected."""
_OUTLINES = 400
"""Drawn paths that are letters turned into outlines."""
_OCR_DPI = 200
_NO_TITLE = re.compile(r"(?:microsoft|untitled|sans titre|document\s*\d*\Z|.*\.\w{2,5}\Z)", re.IGNORECASE)
_NOBODY = re.compile(r"(?:anonymous|unknown|inconnu|user|admin\w*)\Z", re.IGNORECASE)
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The text with its pages, headings, title, author and date; pages that could not be read by number."""
    del name
    manuscript = Manuscript()
    with _open(data) as document:
        if len(document) > limits.pages:
            raise DocumentError("It has {pages} pages.", hint="Split it.", pages=len(document))
        reader = _PageReader(document, limits)
        pages = [reader.read(number) for number in range(1, len(document) + 1)]
        said = document.get_metadata_dict(skip_empty=True)
    write_pages(pages, manuscript)
    title = said.get("Title", "")
    created = _CREATED.match(said.get("CreationDate", ""))
    author = said.get("Author", "")
    metadata = {
        "author": "" if _NOBODY.match(author) else author,
        "date": "-".join(created.groups()) if created else "",
    }
    return manuscript.reading(
        PDF, title="" if _NO_TITLE.match(title) else title, unread_pages=reader.unread, metadata=metadata
    )


@contextmanager
def _open(data: bytes) -> Iterator[PdfDocument]:
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise DocumentError("The PDF is locked by a password.", hint="Save it without a password.") from error
        raise DocumentError("The PDF is damaged.", hint="Fetch it again, or print it anew as PDF.") from error
    try:
        yield document
    finally:
        document.close()


class _PageReader:
    """Reads page after page and keeps account of the time that OCR took."""

    def __init__(self, document: PdfDocument, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._ocr_left_s = limits.ocr_document_s
        self.unread: list[int] = []

    def read(self, number: int) -> list[Line] | str:
        """The lines of a page, or its text where OCR read it; an unread page is empty or what little it has."""
        try:
            page = self._document[number - 1]
        except PdfiumError:
            self.unread.append(number)
            return []
        try:
            glyphs = read_glyphs(page)
            if not _is_picture(page, glyphs):
                return _lines(glyphs)
            text = self._recognise(page)
        except PdfiumError:
            self.unread.append(number)
            return []
        finally:
            page.close()
        if text is None:
            self.unread.append(number)
            return _lines(glyphs)
        return text

    def _recognise(self, page: PdfPage) -> str | None:
        if self._ocr_left_s <= 0:
            return None
        began = time.monotonic()
        text = recognise(_rendered(page), self._limits.ocr_command, min(self._limits.ocr_timeout_s, self._ocr_left_s))
        self._ocr_left_s -= time.monotonic() - began
        return text


def _lines(page: PageGlyphs) -> list[Line]:
    """The lines of a page, those that stand on their side after the others."""
    lines = order_lines(read_rows(page.upright, invisible=page.invisible))
    if page.invisible and lines:
        # OCR guesses at sizes; they make no headings.
        em = statistics.median(line.em for line in lines)
        lines = [replace(line, em=em) for line in lines]
    turned = [order_lines(read_rows(side)) for side in page.turned]
    last = lines[-1].column + 1 if lines else 0
    return lines + [replace(line, column=last + number) for number, side in enumerate(turned) for line in side]


def _is_picture(page: PdfPage, glyphs: PageGlyphs) -> bool:
    """Whether a page's text must be read from its looks: it has none, or one that its fonts do not name."""
    if glyphs.unmapped > len(glyphs.upright):
        return True
    return len(glyphs.upright) < _FEW and _shows_text(page)


def _shows_text(page: PdfPage) -> bool:
    """Whether pictures cover much of a page, or so many paths are drawn on it that they may be letters."""
    covered, outlines = 0.0, 0
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        outlines += item.type == pdfium.FPDF_PAGEOBJ_PATH
    width, height = page.get_size()
    return covered > _PICTURE * width * height or outlines > _OUTLINES


def _rendered(page: PdfPage) -> bytes:
    """The page as a grey picture in PNM, which needs no library to write."""
    width, height = page.get_size()
    # A page of ten metres would fill the memory.
    scale = min(_OCR_DPI / 72, 6000 / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
        grey = b"".join(rows[at : at + bitmap.width] for at in range(0, len(rows), bitmap.stride))
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + grey
    finally:
        bitmap.close()
