"""The values of the library, and how they are read out of the tables."""

from __future__ import annotations

import bisect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Select, select

from siyada.documents.passages import Cut
from siyada.errors import DocumentError
from siyada.storage.tables import changes, collections, documents, passages, versions
from siyada.types import DocumentId, DocumentInfo, Page, Passage, PassageId, Reading, VersionId


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document read and cut, ready to be stored."""

    id: DocumentId
    version: VersionId
    source: str
    reading: Reading
    cuts: tuple[Cut, ...]


@dataclass(frozen=True)
class StoredVersion:
    """One version of a document as it was read. Never changes."""

    collection: str
    document: DocumentId
    id: VersionId
    title: str
    language: str
    media_type: str
    source: str
    ingested: str
    text: str
    pages: tuple[Page, ...]
    unread_pages: tuple[int, ...]
    current: bool
    """False where a newer version is searched instead, or the document was removed."""
    removed: bool
    metadata: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.start for page in self.pages]

    def page_at(self, position: int) -> int | None:
        """The number of the page that holds a position; None where the format has no pages."""
        if not self.pages:
            return None
        return self.pages[max(0, bisect.bisect_right(self._page_starts, position) - 1)].number


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, and why."""

    collection: str
    item: str
    error: DocumentError
    seen: str


def problem_from(collection: str, row: Row[Any]) -> Problem:
    """The problem that a row holds."""
    error = DocumentError(row.message, hint=row.hint, **json.loads(row.places))
    return Problem(collection, row.item, error, row.seen)


_PASSAGE = (
    passages.c.id, passages.c.start, passages.c.end, passages.c.page, passages.c.heading, passages.c.language,
    passages.c.text, versions.c.id.label("version"), versions.c.title, documents.c.id.label("document"),
    collections.c.name.label("collection"),
)  # fmt: skip


def select_passages() -> Select[Any]:
    """The passages of every version, with what stands around them."""
    return (
        select(*_PASSAGE)
        .join(versions, versions.c.number == passages.c.version)
        .join(documents, documents.c.number == versions.c.document)
        .join(collections, collections.c.number == documents.c.collection)
        .order_by(passages.c.number)
    )


def select_changes() -> Select[Any]:
    """Every change in order, a row a passage of the version it is about (one without passage where it has none)."""
    return (
        select(changes.c.sequence, changes.c.removed, *_PASSAGE)
        .join(versions, versions.c.number == changes.c.version)
        .join(documents, documents.c.number == versions.c.document)
        .join(collections, collections.c.number == documents.c.collection)
        .outerjoin(passages, passages.c.version == versions.c.number)
        .order_by(changes.c.sequence, passages.c.number)
    )


def passage_from(row: Row[Any]) -> Passage:
    """The passage that a row of `select_passages` holds."""
    return Passage(
        id=PassageId(row.id),
        collection=row.collection,
        document=DocumentId(row.document),
        version=VersionId(row.version),
        title=row.title,
        text=row.text,
        start=row.start,
        end=row.end,
        page=row.page,
        heading=tuple(json.loads(row.heading)),
        language=row.language,
    )


def info_from(collection: str, row: Row[Any]) -> DocumentInfo:
    """The document that a row of the listing holds."""
    return DocumentInfo(
        collection=collection,
        id=DocumentId(row.document),
        version=VersionId(row.id),
        title=row.title,
        language=row.language,
        media_type=row.media_type,
        source=row.source,
        ingested=row.ingested,
        passages=row.passages,
        unread_pages=tuple(json.loads(row.unread_pages)),
    )


def version_from(collection: str, document: str, row: Row[Any]) -> StoredVersion:
    """The version that a row holds."""
    return StoredVersion(
        collection=collection,
        document=DocumentId(document),
        id=VersionId(row.id),
        title=row.title,
        language=row.language,
        media_type=row.media_type,
        source=row.source,
        ingested=row.ingested,
        text=row.text,
        pages=tuple(Page(*page) for page in json.loads(row.pages)),
        unread_pages=tuple(json.loads(row.unread_pages)),
        current=row.current == row.number,
        removed=row.current is None,
        metadata=json.loads(row.metadata),
    )
