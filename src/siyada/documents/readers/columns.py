"""The order in which the rows of a PDF page are read: column after column where there are two, else row after row."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from siyada.documents.readers.lines import Cell
from siyada.documents.readers.visual import Direction

_LINES = 4
"""The lines of the shortest column."""
_LETTERS = 14
"""Letters in a usual line of a column; cells of a table are shorter."""
_WIDTH = 0.2
"""Of the text's width: the narrowest column."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in its column. Points, y upwards."""

    text: str
    left: float
    right: float
    baseline: float
    em: float
    direction: Direction
    letters: int
    column: int = 0
    """Lines of one column of one stretch of the page share a number."""
    margins: tuple[float, float] = (0.0, 0.0)
    """The edges of the column."""
    is_table: bool = False
    """Whether it was put together from cells that stand apart."""


def order_lines(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a page in the order in which they are read."""
    lines: list[Line] = []
    for column, part in enumerate(_parts(rows)):
        kept = [row for row in part if row]
        found = [_line(row, column, is_table=_is_table(kept, number)) for number, row in enumerate(kept)]
        left, right = min((line.left for line in found), default=0.0), max((line.right for line in found), default=0.0)
        lines.extend(replace(line, margins=(left, right)) for line in found)
    return lines


def _parts(rows: Sequence[Sequence[Cell]]) -> Iterator[Sequence[Sequence[Cell]]]:
    """The rows, cut where columns begin and end, and each column for itself."""
    found = _columns(rows)
    if found is None:
        yield rows
        return
    start, end, gutter = found
    if start:
        yield from _parts(rows[:start])
    left = [[cell for cell in row if cell.right <= gutter] for row in rows[start:end]]
    right = [[cell for cell in row if cell.left >= gutter] for row in rows[start:end]]
    yield from (right, left) if _is_from_right(rows[start:end]) else (left, right)
    if end < len(rows):
        yield from _parts(rows[end:])


def _columns(rows: Sequence[Sequence[Cell]]) -> tuple[int, int, float] | None:
    """The longest stretch of rows (start, end) that a gutter parts into two columns of text, and where it lies."""
    best: tuple[int, int, float] | None = None
    most = _LINES - 1
    for gutter in sorted(_gutters(rows)):
        for start, end in _uncrossed(rows, gutter):
            cells = [cell for row in rows[start:end] for cell in row]
            left, right = (
                [cell for cell in cells if cell.right <= gutter],
                [cell for cell in cells if cell.left >= gutter],
            )
            lines = min(len(left), len(right))
            if lines > most and _are_columns(left, right):
                best, most = (start, end, gutter), lines
    return best


def _gutters(rows: Sequence[Sequence[Cell]]) -> set[float]:
    """Where a gutter may lie: between cells of one row, or of two rows so near that they stand beside each other."""
    found: set[float] = set()
    for row, below in pairwise([*rows, []]):
        beside = [*row, *(cell for cell in below if row[0].baseline - cell.baseline < cell.em)]
        for before, after in pairwise(sorted(beside, key=lambda cell: cell.left)):
            if before.right < after.left:
                # Steps of six points: gutters are wider, and fewer are tried.
                found.add(round((before.right + after.left) / 2 / 6) * 6.0)
    return found


def _uncrossed(rows: Sequence[Sequence[Cell]], gutter: float) -> Iterator[tuple[int, int]]:
    """The stretches of rows in which no cell lies across the gutter."""
    start = 0
    for number, row in enumerate(rows):
        if any(cell.left < gutter < cell.right for cell in row):
            if start < number:
                yield start, number
            start = number + 1
    if start < len(rows):
        yield start, len(rows)


def _are_columns(left: Sequence[Cell], right: Sequence[Cell]) -> bool:
    """Whether both sides of a gutter are running text beside each other, and not a table or a margin."""
    width = max(cell.right for cell in right) - min(cell.left for cell in left)
    return _share_height(left, right) and all(
        statistics.median(cell.letters for cell in side) >= _LETTERS
        and max(cell.right for cell in side) - min(cell.left for cell in side) >= _WIDTH * width
        for side in (left, right)
    )


def _share_height(left: Sequence[Cell], right: Sequence[Cell]) -> bool:
    """Whether the shorter side stands beside the taller one for most of its height."""
    spans = [(side[-1].baseline, side[0].baseline) for side in (left, right)]
    shared = min(top for _, top in spans) - max(bottom for bottom, _ in spans)
    return shared > 0.5 * min(top - bottom for bottom, top in spans)


def _is_from_right(rows: Sequence[Sequence[Cell]]) -> bool:
    votes = [
        cell.letters if cell.direction is Direction.RIGHT_TO_LEFT else -cell.letters for row in rows for cell in row
    ]
    return sum(votes) > 0


def _is_table(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    """Whether a row has cells: three or more, or two where a row beside it has two; else a line was only stretched."""
    beside = rows[max(0, number - 1) : number + 2]
    return len(rows[number]) > 2 or (len(rows[number]) == 2 and sum(len(row) > 1 for row in beside) > 1)


def _line(row: Sequence[Cell], column: int, *, is_table: bool) -> Line:
    """A row, its cells in the order of its direction."""
    from_right = _is_from_right([row])
    body = max(row, key=lambda cell: cell.letters)
    return Line(
        text=" ".join(cell.text for cell in (reversed(row) if from_right else row)),
        left=row[0].left,
        right=max(cell.right for cell in row),
        baseline=body.baseline,
        em=body.em,
        direction=Direction.RIGHT_TO_LEFT if from_right else Direction.LEFT_TO_RIGHT,
        letters=sum(cell.letters for cell in row),
        column=column,
        is_table=is_table,
    )
