"""How documents are written into the tables: a batch in a dozen statements, whatever its size."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Delete, Row, bindparam, delete, insert, select, update

from siyada.documents.passages import Cut
from siyada.documents.rows import Prepared
from siyada.errors import DocumentError, UserError
from siyada.storage.tables import changes, collections, documents, passages, problems, versions


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def collection_number(connection: Connection, name: str, *, create: bool) -> int:
    """The number of the collection of that name. Raises UserError where there is none and `create` is false."""
    number: int | None = connection.scalar(select(collections.c.number).where(collections.c.name == name))
    if number is not None:
        return number
    if create:
        number = connection.execute(insert(collections).values(name=name).returning(collections.c.number)).scalar_one()
        return int(number)
    raise UserError(
        "There is no collection {name!r}.", hint="List the collections with: siyada documents list", name=name
    )


def store_batch(connection: Connection, name: str, collection: int, batch: Sequence[Prepared]) -> int:
    """Store documents of the collection of that name and number; how many of them changed the library.

    A dozen statements for a batch, whatever its size. No two documents of a batch may have the same id.
    """
    held = _held_documents(connection, collection, batch)
    known = _held_versions(connection, held, batch)
    fresh = [prepared for prepared in batch if (held[prepared.id].number, prepared.version) not in known]
    if fresh:
        connection.execute(insert(versions), [_version_row(held[each.id].number, each) for each in fresh])
        known = _held_versions(connection, held, batch)
    rows = [
        _passage_row(name, known[held[each.id].number, each.version], each, cut) for each in fresh for cut in each.cuts
    ]
    if rows:
        connection.execute(insert(passages), rows)
    moved = [(held[each.id], known[held[each.id].number, each.version]) for each in batch]
    return _make_current(connection, [(document, number) for document, number in moved if document.version != number])


def _held_documents(connection: Connection, collection: int, batch: Sequence[Prepared]) -> dict[str, Row[Any]]:
    """The documents of a batch by id; those that are new are added."""
    here = (documents.c.collection == collection) & documents.c.id.in_([prepared.id for prepared in batch])
    held = {row.id: row for row in connection.execute(select(documents).where(here))}
    missing = [{"collection": collection, "id": prepared.id} for prepared in batch if prepared.id not in held]
    if not missing:
        return held
    connection.execute(insert(documents), missing)
    return {row.id: row for row in connection.execute(select(documents).where(here))}


def _held_versions(
    connection: Connection, held: Mapping[str, Row[Any]], batch: Sequence[Prepared]
) -> dict[tuple[int, str], int]:
    """The numbers of the versions of a batch that are stored, by the number of their document and their id."""
    named = versions.c.document.in_([held[prepared.id].number for prepared in batch])
    stored = select(versions.c.document, versions.c.id, versions.c.number).where(named)
    return {(row.document, row.id): row.number for row in connection.execute(stored)}


def _make_current(connection: Connection, moved: Sequence[tuple[Row[Any], int]]) -> int:
    """Let these versions be searched, and tell the index by the changes."""
    if not moved:
        return 0
    steps = [
        {"version": version, "removed": removed}
        for document, number in moved
        for version, removed in ((document.version, True), (number, False))
        if version is not None
    ]
    connection.execute(insert(changes), steps)
    current = update(documents).where(documents.c.number == bindparam("document")).values(version=bindparam("current"))
    connection.execute(current, [{"document": document.number, "current": number} for document, number in moved])
    return len(moved)


def _version_row(document: int, prepared: Prepared) -> dict[str, object]:
    reading = prepared.reading
    return {
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


def forget_problems(collection: int, items: Sequence[str]) -> Delete:
    """Forgets what went wrong with items."""
    return delete(problems).where(problems.c.collection == collection, problems.c.item.in_(items))
