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

from siyada.documents.readers.glyphs import Glyph
from siyada.documents.readers.visual import Direction, logical_order, main_direction, outer_directions, turn_brackets

_WORD_GAP = 0.12
"""Of the em, between pen positions: spaces are 0.2 to 0.33, kerning stays under 0.08."""
_HINTED_GAP = 0.05
"""Of the em, where the file itself has a space at that place."""
_CELL_GAP = 0.9
"""Of the em: justified lines seldom stretch a space so far, and never several in a row."""
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


def read_rows(glyphs: Sequence[Glyph], *, invisible: bool = False) -> list[list[Cell]]:
    """The rows of upright glyphs from the top, each with its cells from the left."""
    rows = [[*_split(row)] for row in _rows(glyphs)]
    texts = [glyph for row in rows for cell in row for glyph in cell.texts]
    drawn = _drawn(texts, invisible=invisible)
    main = main_direction(texts, decisive=_DECISIVE)
    read: list[list[Cell]] = []
    for row in filter(None, rows):
        above = read[-1][0].direction if read else None
        read.append([cell.read(main or above, drawn) for cell in row])
    return read


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
            small, large = sorted((joined[-1], row), key=len)
            joined[-1] = large + small
        else:
            joined.append(row)
    return joined


def _is_raised(upper: Sequence[Glyph], lower: Sequence[Glyph]) -> bool:
    """Whether one of two rows is a superscript in the other, or a letter placed by the mark above it."""
    small, large = sorted((upper, lower), key=len)
    body, sign = large[0], small[0]
    inside = min(glyph.start for glyph in large) - body.em <= sign.start <= max(glyph.end for glyph in large) + body.em
    return abs(body.baseline - sign.baseline) <= _RAISED * body.em and inside and len(small) * 3 <= len(large)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A cell as it stands: its glyphs from the left, with a space where words part."""

    texts: tuple[str, ...]
    left: float
    right: float
    baseline: float
    em: float

    def read(self, main: Direction | None, drawn: _Drawn) -> Cell:
        """The cell in reading order; `main`, the direction of the page or the line above, decides for mixed lines."""
        direction = _direction(self.texts, main)
        text = _ORDERS[drawn](self.texts, direction)
        letters = sum(len(glyph) for glyph in self.texts)
        return Cell(text, self.left, self.right, self.baseline, self.em, direction, letters)


def _split(row: Sequence[Glyph]) -> Iterator[_Stretch]:
    """The cells of a row, from the left."""
    ordered = _from_left(row)
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


def _from_left(row: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs from the left. A lam and an alef drawn into each other are a ligature, whose alef is the left one."""
    ordered = sorted(row, key=lambda glyph: (glyph.start, glyph.ink[0]))
    for index, (left, right) in enumerate(pairwise(ordered)):
        if left.text[0] == "ل" and right.text[0] in "اأإآ" and _overlap(left, right) > 0.5:
            ordered[index : index + 2] = right, left
    return ordered


def _overlap(one: Glyph, other: Glyph) -> float:
    """How much of the narrower of two glyphs lies over the other, 0 to 1."""
    shared = min(one.ink[1], other.ink[1]) - max(one.ink[0], other.ink[0])
    return shared / max(0.01, min(one.ink[1] - one.ink[0], other.ink[1] - other.ink[0]))


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
    """A line that begins and ends in one script has its direction; a mixed one that of its page or the line above."""
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
    return turn_brackets(" ".join(reversed(words) if direction is Direction.RIGHT_TO_LEFT else words))


_ORDERS = {
    _Drawn.AS_SEEN: logical_order,
    _Drawn.AS_READ: lambda texts, _: turn_brackets("".join(texts)),
    _Drawn.WORDS_AS_READ: _by_words,
}
