"""How documents, versions and passages lie in the tables: into rows and out of them."""

from __future__ import annotations

import bisect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Delete, Row, Select, delete, insert, select, update

from siyada.documents.passages import Cut
from siyada.errors import DocumentError, UserError
from siyada.storage.tables import changes, collections, documents, passages, problems, versions
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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def collection_number(connection: Connection, name: str, *, create: bool) -> int:
    """The number of the collection of that name. Raises UserError where there is none and `create` is false."""
    number: int | None = connection.scalar(select(collections.c.number).where(collections.c.name == name))
    if number is not None:
        return number
    if create:
        return connection.execute(insert(collections).values(name=name).returning(collections.c.number)).scalar_one()
    raise UserError(
        "There is no collection {name!r}.", hint="List the collections with: siyada documents list", name=name
    )


def store_document(connection: Connection, name: str, collection: int, prepared: Prepared) -> bool:
    """Store one document of the collection of that name and number; whether the library changed."""
    here = (documents.c.collection == collection) & (documents.c.id == prepared.id)
    document = connection.execute(select(documents).where(here)).one_or_none()
    if document is None:
        added = insert(documents).values(collection=collection, id=prepared.id).returning(documents)
        document = connection.execute(added).one()
    known = (versions.c.document == document.number) & (versions.c.id == prepared.version)
    number: int | None = connection.scalar(select(versions.c.number).where(known))
    if number is not None and number == document.version:
        return False
    if number is None:
        number = _store_version(connection, name, document.number, prepared)
    if document.version is not None:
        connection.execute(insert(changes).values(version=document.version, removed=True))
    connection.execute(insert(changes).values(version=number, removed=False))
    connection.execute(update(documents).where(documents.c.number == document.number).values(version=number))
    return True


def _store_version(connection: Connection, collection: str, document: int, prepared: Prepared) -> int:
    reading = prepared.reading
    row = {
        "document": document,
        "id": prepared.version,
        "title": reading.title,
        "language": reading.language,
        "media_type": reading.media_type,
        "source": prepared.source,
        "ingested": _now(),
        "text": reading.text,
        "pages": json.dumps([(page.number, page.start, page.end) for page in reading.pages]),
        "unread_pages": json.dumps(reading.unread_pages),
        "metadata": json.dumps(dict(reading.metadata), ensure_ascii=False),
    }
    number: int = connection.execute(insert(versions).values(row).returning(versions.c.number)).scalar_one()
    rows = [_passage_row(collection, number, prepared, cut) for cut in prepared.cuts]
    if rows:
        connection.execute(insert(passages), rows)
    return number


def _passage_row(collection: str, version: int, prepared: Prepared, cut: Cut) -> dict[str, object]:
    return {
        "id": f"{collection}/{prepared.id}@{prepared.version[:12]}:{cut.start}-{cut.end}",
        "version": version,
        "start": cut.start,
        "end": cut.end,
        "page": cut.page,
        "heading": json.dumps(cut.heading, ensure_ascii=False),
        "language": cut.language,
        "text": prepared.reading.text[cut.start : cut.end],
    }


def problem_row(collection: int, item: str, error: DocumentError) -> dict[str, object]:
    """The row of a problem."""
    return {
        "collection": collection,
        "item": item,
        "message": error.message,
        "hint": error.hint_message,
        "places": json.dumps(error.values, ensure_ascii=False),
        "seen": _now(),
    }


def problem_of(collection: int, item: str) -> Delete:
    """Forgets what went wrong with an item."""
    return delete(problems).where(problems.c.collection == collection, problems.c.item == item)


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
