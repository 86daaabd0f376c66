"""What a version's passages know of it: where its headings stand, and which language each stretch is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from siyada.compose import House
from siyada.documents import StoredVersion
from siyada.documents.rows import passage_from, select_passages
from siyada.storage.tables import collections, documents, versions
from siyada.types import Heading, Passage, Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text in one language; it lasts until the next one begins."""

    start: int
    language: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings and the stretches of a text, in order."""

    headings: tuple[Heading, ...] = ()
    stretches: tuple[Stretch, ...] = ()


def load_outline(house: House, version: StoredVersion) -> Outline:
    """The outline of a stored version."""
    of_version = select_passages().where(
        collections.c.name == version.collection,
        documents.c.id == version.document,
        versions.c.id == version.id,
    )
    with house.database.read() as connection:
        return outline_of(version.text, [passage_from(row) for row in connection.execute(of_version)])


def outline_of(text: str, passages: Sequence[Passage]) -> Outline:
    """The outline that the passages of a text, in order, give."""
    headings: list[Heading] = []
    stretches: list[Stretch] = []
    above: tuple[str, ...] = ()
    position = 0
    for passage in passages:
        begins = passage.start
        for span, level in _new_headings(text, above, passage, position):
            headings.append(Heading(span.start, span.end, level))
            begins = min(begins, span.start)
        if not stretches or stretches[-1].language != passage.language:
            stretches.append(Stretch(begins, passage.language))
        above, position = passage.heading, passage.end
    return Outline(tuple(headings), tuple(stretches))


def _new_headings(text: str, above: tuple[str, ...], passage: Passage, position: int) -> Sequence[tuple[Span, int]]:
    """The headings that stand above a passage and did not stand above the one before, where the text has them."""
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(above, passage.heading, strict=False))))
    found = []
    for level, heading in enumerate(passage.heading[shared:], start=shared + 1):
        # The blank lines below belong to the look of the heading, not to the text.
        line = re.compile(rf"^[ \t]*{re.escape(heading)}\n*", re.MULTILINE).search(text, position, passage.end)
        if heading and line:
            found.append((Span(*line.span()), level))
            position = line.end()
    return found


__all__ = ["Outline", "Stretch", "load_outline", "outline_of"]
