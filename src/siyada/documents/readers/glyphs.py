"""The glyphs of a PDF page with their places, as pdfium knows them.

pdfium's own order of characters is not used: it guesses at right-to-left text and is wrong as often as right.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

_REPLACEMENTS = {"\x02": "-", "\xad": "-", "\xa0": " ", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•"}
"""pdfium writes a hyphen at a line's end as U+0002; Word's bullets come from symbol fonts."""
# Ligatures that stand for several letters; pdfium may give these in either order.
_LIGATURES = frozenset({"لا", "لأ", "لإ", "لآ", "الله", "لله", "محمد", "ريال"})
_BAND = 20.0
"""Points; marks stand less than this from the baseline of their letter."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """What is drawn at one place: a letter with its marks, or a ligature. Points, y upwards."""

    text: str
    start: float
    """Where the pen stood before drawing it."""
    end: float
    """Where the pen stood after, or the right edge of the ink where that is unknown."""
    ink: tuple[float, float]
    """Left and right edge of what is drawn."""
    baseline: float
    em: float
    """The size of its font on the page."""


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The glyphs of a page; spaces among them are hints, for producers misplace them."""

    glyphs: tuple[Glyph, ...]
    unmapped: int
    """How many glyphs have no text, because the font does not say what they are."""
    invisible: bool
    """Whether most of the text is not drawn: it was laid under a scan by an OCR program."""


@dataclass(frozen=True, slots=True)
class _Char:
    """A character as pdfium gives it."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    end: float
    em: float


def read_glyphs(page: PdfPage) -> PageGlyphs:
    """The glyphs of a page, turned upright where most of its text stands on its side."""
    text_page = page.get_textpage()
    try:
        reader = _CharReader(text_page)
        chars = [char for index in range(text_page.count_chars()) if (char := reader.read(index))]
        quarter = reader.quarter()
        invisible = reader.invisible * 2 > len(chars) > 0
    finally:
        text_page.close()
    upright = [_turned(char, quarter) for char in chars] if quarter else chars
    return PageGlyphs(tuple(_joined(upright)), reader.unmapped, invisible)


class _CharReader:
    """Asks pdfium for one character after the other, with the same buffers."""

    def __init__(self, text_page: PdfTextPage) -> None:
        self._page = text_page.raw
        self._edges = [ctypes.c_double() for _ in range(6)]
        self._loose = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._quarters: Counter[int] = Counter()
        self._size = self._scale = 0.0
        self._hidden = False
        self.unmapped = 0
        self.invisible = 0

    def read(self, index: int) -> _Char | None:
        """The character at an index; None for one that pdfium made up or the font does not name."""
        code = pdfium.FPDFText_GetUnicode(self._page, index)
        if pdfium.FPDFText_IsGenerated(self._page, index) == 1:
            return None
        text = _readable(code)
        if not text:
            self.unmapped += code != 0xAD
            return None
        left, right, bottom, top, x, y = self._edges
        pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        box = (left.value, right.value, bottom.value, top.value)
        return _Char(text, box, (x.value, y.value), self._end(index, box), self._em(index))

    def quarter(self) -> int:
        """How many quarter turns, anticlockwise, most of the text makes."""
        return self._quarters.most_common(1)[0][0] if self._quarters else 0

    def _end(self, index: int, box: tuple[float, float, float, float]) -> float:
        """The right edge of the advance; pdfium knows it where the loose box is higher than the ink."""
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._loose)
        known = self._loose.top > box[3] + 0.01 or self._loose.bottom < box[2] - 0.01
        return float(self._loose.right) if known else box[1]

    def _em(self, index: int) -> float:
        size = pdfium.FPDFText_GetFontSize(self._page, index)
        # Asked once a run: the matrix rarely changes where the size does not.
        if size != self._size or index % 16 == 0:
            pdfium.FPDFText_GetMatrix(self._page, index, self._matrix)
            self._size, self._scale = size, math.hypot(self._matrix.c, self._matrix.d)
            self._quarters[round(math.atan2(self._matrix.b, self._matrix.a) / (math.pi / 2)) % 4] += 1
            drawn = pdfium.FPDFText_GetTextObject(self._page, index)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
            self._hidden = mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        self.invisible += self._hidden
        return size * self._scale


def _readable(code: int) -> str:
    """The text of a code point: presentation forms resolved, symbols of known fonts named; empty for the rest."""
    sign = _REPLACEMENTS.get(chr(code), chr(code))
    if "\ufb00" <= sign <= "\ufdff" or "\ufe70" <= sign <= "\ufeff":
        # The isolated forms of marks resolve to a space with the mark.
        return unicodedata.normalize("NFKC", sign).replace(" ", "")
    unreadable = unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn", "Cf"} or sign == "\ufffd"
    return "" if unreadable else " " if sign.isspace() else sign


def _turned(char: _Char, quarter: int) -> _Char:
    """A character on a page turned clockwise, so that its text runs from left to right again."""
    left, right, bottom, top = char.box
    corners = [_turn(point, quarter) for point in ((left, bottom), (right, top))]
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return _Char(char.text, (xs[0], xs[1], ys[0], ys[1]), _turn(char.origin, quarter), xs[1], char.em)


def _turn(point: tuple[float, float], quarter: int) -> tuple[float, float]:
    x, y = point
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter]


def _joined(chars: list[_Char]) -> list[Glyph]:
    """Glyphs: characters of one ligature joined, and marks put after the letter they stand on."""
    marks = [char for char in chars if unicodedata.combining(char.text[0])]
    glyphs: list[Glyph] = []
    boxes: list[tuple[float, float, float, float]] = []
    for char in chars:
        if unicodedata.combining(char.text[0]) or char.text == "\u0640":  # a tatweel only stretches a word
            continue
        if boxes and boxes[-1] == char.box and glyphs[-1].start == char.origin[0] and char.box[1] > char.box[0]:
            glyphs[-1] = replace(
                glyphs[-1], text=_ligature(glyphs[-1].text, char.text), end=max(glyphs[-1].end, char.end)
            )
            continue
        boxes.append(char.box)
        glyphs.append(Glyph(char.text, char.origin[0], char.end, char.box[:2], char.origin[1], char.em))
    return _with_marks(glyphs, marks)


def _ligature(first: str, second: str) -> str:
    backwards = second + first
    return backwards if backwards in _LIGATURES or first[0] in "اأإآ" and second == "ل" else first + second


def _with_marks(glyphs: list[Glyph], marks: list[_Char]) -> list[Glyph]:
    """The glyphs with each mark written after the letter that it stands above or below."""
    near: defaultdict[int, list[int]] = defaultdict(list)
    for number, glyph in enumerate(glyphs):
        near[int(glyph.baseline // _BAND)].append(number)
    gained: defaultdict[int, list[str]] = defaultdict(list)
    for mark in marks:
        x, band = (mark.box[0] + mark.box[1]) / 2, int(mark.origin[1] // _BAND)
        beside = [*near[band - 1], *near[band], *near[band + 1]]
        base = min(beside, key=lambda number: _distance(glyphs[number], x, mark.origin[1]), default=None)
        if base is not None:
            gained[base].append(mark.text)
    for number, texts in gained.items():
        glyphs[number] = replace(glyphs[number], text=_marked(glyphs[number].text, texts))
    return glyphs


def _distance(glyph: Glyph, x: float, y: float) -> float:
    """How far a mark stands from a letter; a letter under its middle is the nearest."""
    left, right = glyph.ink
    return max(left - x, x - right, 0.0) + abs(glyph.baseline - y) + abs((left + right) / 2 - x) / 100


def _marked(letter: str, marks: list[str]) -> str:
    # The doubling mark is written before the vowel.
    ordered = "".join(sorted(marks, key=lambda mark: mark != "\u0651"))
    vowels = all("\u064b" <= mark <= "\u0652" for mark in marks)
    return letter + ordered if vowels else unicodedata.normalize("NFC", letter + ordered)
