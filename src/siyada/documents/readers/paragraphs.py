"""Paragraphs and headings from the lines of PDF pages: `write_pages`.

1. what stands at the edge of most pages is a running head and left out
2. lines larger than most are headings; the sizes in use give their levels
3. lines follow each other in one paragraph unless a gap, a list, or an early end parts them
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from siyada.documents.readers.columns import Line
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.visual import Direction

_HEADING = 1.15
"""Of the usual size: footnotes and captions differ less."""
_LONGEST_HEADING = 300
_LEADING = 1.4
"""Of the usual distance of lines: more is a gap between paragraphs."""
_LEADING_AFTER_SENTENCE = 1.2
"""The same where a sentence ended; lines that mix scripts stand unevenly, but not so much."""
_LEVELS = 6
_OPENS_ITEM = re.compile(
    r"\s*(?:[-–—•▪●○*]\s|\(?\w{1,3}[.)°-]\s|\d+(?:\.\d+)+\s|(?:article|art\.|المادة|الفصل|مادة)\s+\S)", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[.:;!?؟…؛]\s*[\"»”’)]*\Z")
_SPLIT_WORD = re.compile(r"[a-zà-ÿ]-\Z")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|صفحة|الصفحة|ص)?\W*\d{1,4}(?:\W+(?:sur|of|de|من)?\W*\d{1,4})?\W*\Z", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_EDGE = 2
"""Lines at the top and at the bottom of a page where running heads stand."""


@dataclass(slots=True)
class _Paragraph:
    text: str
    level: int | None
    last: Line


def write_pages(pages: Sequence[Sequence[Line] | str], manuscript: Manuscript) -> None:
    """Write down pages of lines; a page that OCR read is a text already."""
    drawn = [page for page in pages if not isinstance(page, str)]
    levels = _heading_levels(drawn)
    heads = _running_heads(drawn)
    for page in pages:
        if isinstance(page, str):
            manuscript.write(page)
        else:
            for number, paragraph in enumerate(_paragraphs(_body(page, heads), levels)):
                _write(paragraph, manuscript, first=number == 0)
        manuscript.end_page()


def _write(paragraph: _Paragraph, manuscript: Manuscript, *, first: bool) -> None:
    if paragraph.level is not None:
        manuscript.heading(paragraph.text, paragraph.level)
    elif first and not manuscript.ends_sentence() and not _OPENS_ITEM.match(paragraph.text):
        manuscript.write(paragraph.text, separator="\n")  # the sentence runs on over the page
    else:
        manuscript.write(paragraph.text)


def _heading_levels(pages: Sequence[Sequence[Line]]) -> dict[float, int]:
    """The level of each size of letters that is a heading's, the largest first."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[_size(line)] += line.letters
    if not sizes:
        return {}
    usual = sizes.most_common(1)[0][0]
    large = sorted((size for size in sizes if size >= _HEADING * usual), reverse=True)
    return {size: min(level, _LEVELS) for level, size in enumerate(large, start=1)}


def _size(line: Line) -> float:
    return round(line.em * 2) / 2


def _running_heads(pages: Sequence[Sequence[Line]]) -> set[str]:
    """The lines, their figures masked, that stand at the edge of half of the pages and more."""
    seen: Counter[str] = Counter()
    for page in pages:
        edge = _edge(page)
        seen.update({_masked(line) for line in (*page[:edge], *page[len(page) - edge :])})
    return {text for text, count in seen.items() if count >= max(3, len(pages) / 2)}


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", line.text).strip()


def _edge(page: Sequence[Line]) -> int:
    """How many lines at either end may be a running head; one of the page's own always lies between."""
    return min(_EDGE, (len(page) - 1) // 2)


def _body(page: Sequence[Line], heads: set[str]) -> list[Line]:
    """The lines of a page without running heads and page numbers."""
    edge, last = _edge(page), len(page) - 1
    return [
        line
        for number, line in enumerate(page)
        if edge <= number <= last - edge or not _is_head(line, heads, outermost=number in {0, last})
    ]


def _is_head(line: Line, heads: set[str], *, outermost: bool) -> bool:
    if outermost and _PAGE_NUMBER.match(line.text):
        return True
    # "Article 5" may open every page.
    return _masked(line) in heads and _OPENS_ITEM.match(line.text) is None


def _paragraphs(lines: Sequence[Line], levels: Mapping[float, int]) -> Iterator[_Paragraph]:
    usual = _usual_leading(lines)
    current: _Paragraph | None = None
    for line in lines:
        level = None if line.is_table or len(line.text) > _LONGEST_HEADING else levels.get(_size(line))
        if current and current.level == level and not _is_parted(current.last, line, usual):
            current.text = _joined(current.text, current.last, line)
            current.last = line
            continue
        if current:
            yield current
        current = _Paragraph(line.text, level, line)
    if current:
        yield current


def _usual_leading(lines: Sequence[Line]) -> float:
    """The distance of lines within a paragraph: a low quartile, for some pages have more paragraphs than lines."""
    distances = [above.baseline - below.baseline for above, below in pairwise(lines) if above.column == below.column]
    positive = sorted(distance for distance in distances if distance > 0)
    return positive[len(positive) // 4] if positive else 0.0


def _is_parted(above: Line, below: Line, usual: float) -> bool:
    """Whether a paragraph ends between two lines."""
    distance = above.baseline - below.baseline
    if above.column != below.column or above.is_table or below.is_table or distance <= 0:
        return True
    ended = _ENDS_SENTENCE.search(above.text) is not None
    if distance > (_LEADING_AFTER_SENTENCE if ended else _LEADING) * max(usual, 1.2 * below.em):
        return True
    early = _ends_early(above, below)
    other_script = above.direction != below.direction and below.letters > 20
    return (ended and early) or ((ended or early) and _OPENS_ITEM.match(below.text) is not None) or other_script


def _ends_early(above: Line, below: Line) -> bool:
    """Whether the first word of the next line would have fitted on the line before it."""
    left, right = above.margins
    room = above.left - left if above.direction is Direction.RIGHT_TO_LEFT else right - above.right
    word = len(below.text.partition(" ")[0]) / max(1, len(below.text)) * (below.right - below.left)
    return room > word + above.em


def _joined(text: str, above: Line, below: Line) -> str:
    if _SPLIT_WORD.search(text) and below.text[:1].islower():
        return text[:-1] + below.text
    return text + ("\n" if _ends_early(above, below) else " ") + below.text
