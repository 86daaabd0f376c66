"""Citations: from a draft's claims to checked ones. Deterministic, needs no model, knows no storage."""

from siyada.citations.check import CitationCheck, FindStored, StoredText
from siyada.citations.figure import Figure, missing_figures
from siyada.citations.figures import FigureReader, find_figures
from siyada.citations.quotes import locate_quote

__all__ = [
    "CitationCheck",
    "Figure",
    "FigureReader",
    "FindStored",
    "StoredText",
    "find_figures",
    "locate_quote",
    "missing_figures",
]
