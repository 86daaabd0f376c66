"""Where things stand on the site. Names of documents hold anything, so they travel as parameters, escaped."""

from __future__ import annotations

from urllib.parse import urlencode

from siyada.types import Span


def answer_address(answer_id: str) -> str:
    """The page of an answer, below the language."""
    return f"/answers/{answer_id}"


def documents_address(collection: str, page: int = 1) -> str:
    """The list of a collection's documents, below the language."""
    return "/documents?" + urlencode({"collection": collection} | ({"page": page} if page > 1 else {}))


def source_address(collection: str, document: str, version: str, quote: Span | None = None, answer: str = "") -> str:
    """The text of a version, below the language; with a quote marked, and the way back to an answer."""
    named: dict[str, str | int] = {"collection": collection, "document": document, "version": version}
    if quote:
        named |= {"start": quote.start, "end": quote.end}
    if answer:
        named["answer"] = answer
    return f"/source?{urlencode(named)}{'#quote' if quote else ''}"


__all__ = ["answer_address", "documents_address", "source_address"]
