"""A stored text in memory, and the check with the real language parts."""

from __future__ import annotations

import pytest
from citation_texts import MakeCheck, MakeClaim, MemoryText

from siyada.citations import CitationCheck, FigureReader
from siyada.language import analyse, identify, normalise
from siyada.types import Claim, DocumentId, Quote, VersionId


@pytest.fixture(scope="session")
def figures() -> FigureReader:
    """The figure reader over the real normalisation."""
    return FigureReader(normalise)


@pytest.fixture
def make_check(figures: FigureReader) -> MakeCheck:
    """A check over one stored document, `guide`, version `v1`."""

    def make(text: str) -> CitationCheck:
        stored = {("guide", "v1"): MemoryText(text)}

        def find(quote: Quote) -> MemoryText | None:
            return stored.get((quote.document, quote.version))

        return CitationCheck(find, normalise, analyse, identify, figures)

    return make


@pytest.fixture
def make_claim() -> MakeClaim:
    """A claim with one quote of `guide`."""

    def make(text: str, quote: str, *, start: int = 0, version: str = "v1") -> Claim:
        place = Quote(quote, "c", DocumentId("guide"), VersionId(version), None, start, start + len(quote))
        return Claim(text, (place,))

    return make
