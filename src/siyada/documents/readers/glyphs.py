"""The glyphs of a PDF page with their places, as pdfium knows them.

pdfium's own order of characters is not used: it guesses at right-to-left text and is wrong as often as right.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

_REPLACEMENTS = {"\x02": "-", "\xad": "-", "\xa0": " ", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•"}
"""pdfium writes a hyphen at a line's end as U+0002; Word's bullets come from symbol fonts."""
# Ligatures that stand for several letters; pdfium may give these in either order.
_LIGATURES = frozenset({"لا", "لأ", "لإ", "لآ", "الله", "لله", "محمد", "ريال"})
_IN_NUMBERS = frozenset("0123456789٠١٢٣٤٥٦٧٨٩.,:/-")
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

    upright: tuple[Glyph, ...]
    turned: tuple[tuple[Glyph, ...], ...]
    """What stands at right angles to most of the page, each direction for itself, its places turned upright."""
    unmapped: int
    """How many glyphs have no text, because the font does not say what they are."""
    invisible: bool
    """Whether most of the text is not drawn: it was laid under a scan by an OCR program."""


@dataclass(frozen=True, slots=True)
class _Char:
    """A character as pdfium gives it. Boxes are left, right, bottom, top."""

    text: str
    box: tuple[float, float, float, float]
    """Of its ink."""
    loose: tuple[float, float, float, float]
    """Of its advance, or of its ink where pdfium does not know that."""
    origin: tuple[float, float]
    em: float
    quarter: int
    """Quarter turns anticlockwise."""


def read_glyphs(page: PdfPage) -> PageGlyphs:
    """The glyphs of a page, upright first, however the page is turned."""
    text_page = page.get_textpage()
    try:
        reader = _CharReader(text_page)
        chars = [char for index in range(text_page.count_chars()) if (char := reader.read(index))]
    finally:
        text_page.close()
    chars = [*_numbers_righted(chars)]
    quarters = [quarter for quarter, _ in Counter(char.quarter for char in chars).most_common()]
    sides = [tuple(_joined([_upright(char) for char in chars if char.quarter == quarter])) for quarter in quarters]
    invisible = reader.invisible * 2 > len(chars) > 0
    return PageGlyphs(sides[0] if sides else (), tuple(sides[1:]), reader.unmapped, invisible)


class _CharReader:
    """Asks pdfium for one character after the other, with the same buffers."""

    def __init__(self, text_page: PdfTextPage) -> None:
        self._page = text_page.raw
        self._edges = [ctypes.c_double() for _ in range(6)]
        self._loose = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._hidden = False
        self.unmapped = 0
        self.invisible = 0

    def read(self, index: int) -> _Char | None:
        """The character at an index; None for one that pdfium made up or the font does not name."""
        if pdfium.FPDFText_IsGenerated(self._page, index) == 1:
            return None
        text = _readable(pdfium.FPDFText_GetUnicode(self._page, index))
        if not text:
            self.unmapped += 1
            return None
        left, right, bottom, top, x, y = self._edges
        pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        box = (left.value, right.value, bottom.value, top.value)
        if text == " " and box[0] == box[1]:
            return None  # pdfium made these up too, in places of no meaning
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(self._page, index, self._loose)
        pdfium.FPDFText_GetMatrix(self._page, index, self._matrix)
        self._count_invisible(index)
        em = pdfium.FPDFText_GetFontSize(self._page, index) * math.hypot(self._matrix.c, self._matrix.d)
        # The upward direction tells a turned letter from one in a mirror, as OCR programs write Arabic.
        quarter = round(math.atan2(-self._matrix.c, self._matrix.d) / (math.pi / 2)) % 4
        loose = (self._loose.left, self._loose.right, self._loose.bottom, self._loose.top)
        return _Char(text, box, loose, (x.value, y.value), em, quarter)

    def _count_invisible(self, index: int) -> None:
        if index % 16 == 0:  # a sample is enough
            drawn = pdfium.FPDFText_GetTextObject(self._page, index)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
            self._hidden = mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        self.invisible += self._hidden


@lru_cache(maxsize=4096)
def _readable(code: int) -> str:
    """The text of a code point: presentation forms resolved, symbols of known fonts named; empty for the rest."""
    sign = _REPLACEMENTS.get(chr(code), chr(code))
    if "\ufb00" <= sign <= "\ufdff" or "\ufe70" <= sign <= "\ufeff":
        # The isolated forms of marks resolve to a space with the mark.
        return unicodedata.normalize("NFKC", sign).replace(" ", "")
    unreadable = unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn", "Cf"} or sign == "\ufffd"
    return "" if unreadable else " " if sign.isspace() else sign


def _numbers_righted(chars: Iterable[_Char]) -> Iterator[_Char]:
    """The characters, the digits of a mirrored number in the places where a reader expects them: from the left."""
    for is_number, group in groupby(chars, key=lambda char: _is_mirrored(char) and char.text in _IN_NUMBERS):
        number = [*group]
        if not is_number:
            yield from number
            continue
        # A point after the last digit ends the sentence and not the number.
        length = max((index + 1 for index, char in enumerate(number) if char.text.isdigit()), default=0)
        for char, place in zip(number, [*reversed(number[:length]), *number[length:]], strict=True):
            yield replace(place, text=char.text)


def _is_mirrored(char: _Char) -> bool:
    """Whether a letter is drawn leftwards of its origin, as OCR programs write Arabic."""
    return char.quarter == 0 and char.origin[0] >= char.box[1] > char.box[0]


def _upright(char: _Char) -> _Char:
    """A character turned clockwise until it stands upright, its advance beginning at the left."""
    if _is_mirrored(char):
        return replace(char, origin=(char.box[0], char.origin[1]))
    if char.quarter == 0:
        return char
    box, loose = _turned(char.box, char.quarter), _turned(char.loose, char.quarter)
    return replace(char, box=box, loose=loose, origin=_turn(char.origin, char.quarter))


def _turned(box: tuple[float, float, float, float], quarter: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = box
    (x, y), (other_x, other_y) = _turn((left, bottom), quarter), _turn((right, top), quarter)
    return min(x, other_x), max(x, other_x), min(y, other_y), max(y, other_y)


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
                glyphs[-1], text=_ligature(glyphs[-1].text, char.text), end=max(glyphs[-1].end, char.loose[1])
            )
            continue
        boxes.append(char.box)
        glyphs.append(Glyph(char.text, char.origin[0], char.loose[1], char.box[:2], char.origin[1], char.em))
    return _with_marks(glyphs, marks) if marks else glyphs


def _ligature(first: str, second: str) -> str:
    backwards = second + first
    return backwards if backwards in _LIGATURES else first + second


def _with_marks(glyphs: list[Glyph], marks: list[_Char]) -> list[Glyph]:
    """The glyphs with each mark written after the letter that it stands above or below."""
    near: defaultdict[int, list[int]] = defaultdict(list)
    for number, glyph in enumerate(glyphs):
        if glyph.text != " ":
            near[int(glyph.baseline // _BAND)].append(number)
    gained: defaultdict[int, list[str]] = defaultdict(list)
    for mark in marks:
        band = int(mark.origin[1] // _BAND)
        beside = [*near[band - 1], *near[band], *near[band + 1]]
        base = min(beside, key=lambda number: _distance(glyphs[number], mark), default=None)
        if base is not None:
            gained[base].append(mark.text)
    for number, texts in gained.items():
        glyphs[number] = replace(glyphs[number], text=_marked(glyphs[number].text, texts))
    return glyphs


def _distance(glyph: Glyph, mark: _Char) -> float:
    """How far a mark stands from a letter: nothing where pdfium cut one glyph in two, little under its middle."""
    if mark.origin == (glyph.start, glyph.baseline):
        return 0.0
    x = (mark.box[0] + mark.box[1]) / 2
    left, right = glyph.ink
    return (
        max(left - x, x - right, 0.0) + abs(glyph.baseline - mark.origin[1]) + abs((left + right) / 2 - x) / 100 + 0.01
    )


def _marked(letter: str, marks: list[str]) -> str:
    # The doubling mark is written before the vowel.
    ordered = "".join(sorted(marks, key=lambda mark: mark != "\u0651"))
    vowels = all("\u064b" <= mark <= "\u0652" for mark in marks)
    return letter + ordered if vowels else unicodedata.normalize("NFC", letter + ordered)
