"""The lines of a PDF page from the places of its glyphs: which stand on one line, where words part, how it is read.

    1. glyphs on one baseline make a row, with the small raised ones beside them
    2. a wide gap parts a row into cells, a narrow one into words
    3. each cell is put into reading order (`visual`)

Some programs draw right-to-left text from left to right, so that its letters stand as they are read; OCR programs lay
such words under a scan. A page like that is known by its words: ال begins them and ة and ى end them when read from the
left, where on other pages it is the other way round.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from siyada.documents.readers.glyphs import Glyph, PageGlyphs
from siyada.documents.readers.visual import Direction, logical_order, main_direction, outer_directions

_WORD_GAP = 0.12
"""Of the em, between pen positions: spaces are 0.2 to 0.33, kerning stays under 0.08."""
_HINTED_GAP = 0.05
"""Of the em, where the file itself has a space at that place."""
_CELL_GAP = 1.3
"""Of the em: justified lines seldom stretch a space beyond one."""
_SAME_BASELINE = 0.15
_RAISED = 0.5
"""Of the em: the highest a superscript stands."""
_DECISIVE = 0.7
"""The share of letters from which a page has one direction."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a row without a wide gap, in reading order. Points, y upwards."""

    text: str
    left: float
    right: float
    baseline: float
    em: float
    direction: Direction
    letters: int


class _Drawn(Enum):
    """How a page stores right-to-left text."""

    AS_SEEN = "the place of a letter is where a reader sees it"
    AS_READ = "letters and words follow each other from the left"
    WORDS_AS_READ = "words stand where a reader sees them, their letters follow each other from the left"


def read_rows(page: PageGlyphs) -> list[list[Cell]]:
    """The rows of a page from the top, each with its cells from the left."""
    rows = [[*_split(row)] for row in _rows(page.glyphs)]
    texts = [glyph for row in rows for cell in row for glyph in cell.texts]
    drawn = _drawn(texts, invisible=page.invisible)
    main = main_direction(texts, decisive=_DECISIVE)
    return [[cell.read(main, drawn) for cell in row] for row in rows if row]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, from the top; superscripts with the line they stand on."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        above = rows[-1][0] if rows else None
        if above and above.baseline - glyph.baseline <= _SAME_BASELINE * max(above.em, glyph.em):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    joined: list[list[Glyph]] = []
    for row in rows:
        if joined and _is_raised(joined[-1], row):
            joined[-1] = joined[-1] + row
        else:
            joined.append(row)
    return joined


def _is_raised(upper: Sequence[Glyph], lower: Sequence[Glyph]) -> bool:
    """Whether one of two rows is a superscript or a subscript in the other."""
    small, large = sorted((upper, lower), key=len)
    body, sign = large[0], small[0]
    inside = min(glyph.start for glyph in large) - body.em <= sign.start <= max(glyph.end for glyph in large) + body.em
    near = abs(upper[0].baseline - lower[0].baseline) <= _RAISED * body.em
    return near and inside and len(small) * 3 <= len(large) and sign.em < 0.9 * body.em


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A cell as it stands: its glyphs from the left, with a space where words part."""

    texts: tuple[str, ...]
    left: float
    right: float
    baseline: float
    em: float

    def read(self, main: Direction | None, drawn: _Drawn) -> Cell:
        """The cell in reading order; `main` is the page's direction, which decides for mixed lines."""
        direction = _direction(self.texts, main)
        text = _ORDERS[drawn](self.texts, direction)
        letters = sum(len(glyph) for glyph in self.texts)
        return Cell(text, self.left, self.right, self.baseline, self.em, direction, letters)


def _split(row: Sequence[Glyph]) -> Iterator[_Stretch]:
    """The cells of a row, from the left."""
    ordered = sorted(row, key=_place)
    inked = [glyph for glyph in ordered if glyph.text != " "]
    if not inked:
        return
    tracking = _tracking(inked)
    cell: list[Glyph] = []
    texts: list[str] = []
    hinted = False
    reach = inked[0].start
    for glyph in ordered:
        if glyph.text == " ":
            hinted = True
            continue
        em = max(glyph.em, cell[-1].em) if cell else glyph.em
        gap = (glyph.start - reach) / em - tracking
        if cell and gap > _CELL_GAP:
            yield _stretch(cell, texts)
            cell, texts = [], []
        elif cell and (gap > _WORD_GAP or (hinted and _is_parted(cell[-1], glyph, gap))):
            texts.append(" ")
        cell.append(glyph)
        texts.append(glyph.text)
        reach = max(reach, glyph.end)
        hinted = False
    yield _stretch(cell, texts)


def _place(glyph: Glyph) -> tuple[float, bool, bool, float]:
    """The order from the left. Where a lam and an alef share a place, the alef is the left one."""
    return glyph.start, glyph.text != " ", glyph.text[0] not in "اأإآ", glyph.ink[0]


def _is_parted(before: Glyph, after: Glyph, gap: float) -> bool:
    return max(gap, (after.ink[0] - before.ink[1]) / after.em) > _HINTED_GAP


def _tracking(glyphs: Sequence[Glyph]) -> float:
    """The gap between letters that are spaced out for looks, in ems; 0 for ordinary lines."""
    gaps = [(after.start - before.end) / after.em for before, after in pairwise(glyphs)]
    usual = statistics.median(gaps) if len(gaps) >= 8 else 0.0
    return usual if 0.03 < usual < 0.3 else 0.0


def _stretch(cell: Sequence[Glyph], texts: Sequence[str]) -> _Stretch:
    body = max(cell, key=lambda glyph: glyph.em)
    left, right = min(glyph.ink[0] for glyph in cell), max(glyph.ink[1] for glyph in cell)
    return _Stretch(tuple(texts), left, right, body.baseline, body.em)


def _direction(texts: Sequence[str], main: Direction | None) -> Direction:
    """A line that begins and ends in one script is of its direction; a mixed one follows the page, or its majority."""
    most = main_direction(texts)
    outer = outer_directions(texts)
    if len(outer) == 1 and most in outer:
        return outer.pop()
    return main or most or Direction.LEFT_TO_RIGHT


def _drawn(texts: Iterable[str], *, invisible: bool) -> _Drawn:
    """How the right-to-left words of a page are stored, by the votes of those that tell."""
    votes = 0
    for arabic, letters in groupby(texts, key=lambda text: "\u0620" <= text[0] <= "\u064a"):
        word = "".join(letters) if arabic else ""
        if len(word) > 2:
            votes += word.startswith("ال") + word.endswith(("ة", "ى"))
            votes -= word.endswith("لا") + word.startswith(("ة", "ى"))
    if votes <= 0:
        return _Drawn.AS_SEEN
    return _Drawn.WORDS_AS_READ if invisible else _Drawn.AS_READ


def _by_words(texts: Sequence[str], direction: Direction) -> str:
    """Words from the right, letters from the left; in a left-to-right line all from the left."""
    words = "".join(texts).split(" ")
    return " ".join(reversed(words) if direction is Direction.RIGHT_TO_LEFT else words)


_ORDERS = {
    _Drawn.AS_SEEN: logical_order,
    _Drawn.AS_READ: lambda texts, _: "".join(texts),
    _Drawn.WORDS_AS_READ: _by_words,
}
