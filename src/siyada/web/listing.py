"""What the library holds, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from siyada.catalogues import Catalogue, translate_error
from siyada.compose import House
from siyada.types import DocumentInfo
from siyada.web.addresses import documents_address, source_address
from siyada.web.rendering import Written, titled

SHOWN = 100
"""Documents a page: a few kilobytes, also over a slow line."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list."""

    title: Written
    info: DocumentInfo
    address: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read, and why, in the reader's language."""

    item: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The collections, and a page of the documents of one of them."""

    collections: Mapping[str, int]
    collection: str | None
    documents: Sequence[Listed]
    problems: Sequence[Unread]
    page: int
    pages: int

    @property
    def here(self) -> str:
        """The address of the page, below the language."""
        return documents_address(self.collection, self.page) if self.collection else "/documents"

    def at(self, page: int) -> str:
        """The address of another page of it."""
        return documents_address(self.collection or "", page)


def view_listing(house: House, words: Catalogue, collection: str | None, page: str) -> Listing:
    """The list of a collection, or of the only one. Raises UserError for an unknown name."""
    collections = house.library.collections()
    if collection is None and len(collections) == 1:
        collection = next(iter(collections))
    if collection is None:
        return Listing(collections, None, (), (), 1, 1)
    found = house.library.documents(collection)
    pages = max(1, -(-len(found) // SHOWN))
    number = min(int(page), pages) if page.isdecimal() and 0 < len(page) < 8 else 1
    first = (max(number, 1) - 1) * SHOWN
    return Listing(
        collections=collections,
        collection=collection,
        documents=[_listed(info) for info in found[first : first + SHOWN]],
        problems=[
            Unread(problem.item, *translate_error(words, problem.error))
            for problem in house.library.problems(collection)
        ],
        page=max(number, 1),
        pages=pages,
    )


def _listed(info: DocumentInfo) -> Listed:
    address = source_address(info.collection, info.id, info.version)
    return Listed(titled(info.title or info.id, info.language), info, address)


__all__ = ["SHOWN", "Listed", "Listing", "Unread", "view_listing"]
