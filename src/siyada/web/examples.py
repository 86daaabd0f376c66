"""Questions to begin with: those of the sample documents where they are in the library, else its own headings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import or_, select

from siyada.catalogues import interface_language
from siyada.compose import House
from siyada.storage.tables import documents, passages
from siyada.web.rendering import Written, written

SAMPLES = Path(__file__).parent.parent / "samples"
COLLECTION = "commune"
"""The collection of the sample documents."""
SHOWN = 4
_READ = 400
"""Headings looked at: enough to find some in each language."""


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    language: str
    relevant: frozenset[str]


class Examples:
    """The questions to begin with, by interface language. They are looked up again when the library changes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._found: tuple[int, list[Written]] = (-1, [])

    def of(self, language: str) -> list[Written]:
        """Some questions that the library answers, in an interface language where there are any."""
        sequence = self._house.library.sequence
        if self._found[0] != sequence:
            self._found = (sequence, [*self._of_samples(), *self._of_headings()])
        questions = self._found[1]
        own = [each for each in questions if interface_language(each.language or "und") == language]
        return (own or questions)[:SHOWN]

    def _of_samples(self) -> Iterator[Written]:
        known = self._house.library.known(COLLECTION).keys()
        for asked in _samples():
            if asked.relevant and asked.relevant <= known:
                yield written(asked.text, asked.language)

    def _of_headings(self) -> Iterator[Written]:
        """Headings that are questions."""
        asks = or_(passages.c.heading.like('%?"]'), passages.c.heading.like('%؟"]'))
        searched = (
            select(passages.c.heading, passages.c.language)
            .join(documents, documents.c.version == passages.c.version)
            .where(asks)
            .distinct()
            .limit(_READ)
        )
        with self._house.database.read() as connection:
            for row in connection.execute(searched):
                heading = json.loads(row.heading)[-1]
                if 15 <= len(heading) <= 120:
                    yield written(heading, row.language)


@cache
def _samples() -> tuple[_Asked, ...]:
    path = SAMPLES / "questions.jsonl"
    lines: list[Mapping[str, object]] = []
    if path.is_file():
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(_asked(line) for line in lines)


def _asked(line: Mapping[str, object]) -> _Asked:
    relevant = line["relevant"]
    names = frozenset(str(name) for name in relevant) if isinstance(relevant, list) else frozenset()
    return _Asked(str(line["question"]), str(line["lang"]), names)


__all__ = ["COLLECTION", "SAMPLES", "Examples"]
