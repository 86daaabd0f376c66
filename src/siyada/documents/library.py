"""The library: collections of documents, every version of each, and the passages that are searched.

Same bytes, same version: storing them again changes nothing. Other bytes make a new version, which is searched from
then on; the old one stays, so that what quoted it can still be checked. Each change bears a number, in order, by which
an index follows. What is read here is one state, whatever is being written meanwhile.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import func, insert, select, update

from siyada.documents import rows, storing
from siyada.documents.rows import Prepared, Problem, StoredVersion
from siyada.errors import DocumentError, UserError
from siyada.storage import Database
from siyada.storage.tables import changes, collections, documents, passages, problems, versions
from siyada.types import Change, DocumentInfo, Passage, PassageId, Quote

CACHED_VERSIONS = 256
"""Versions kept in memory for the check: an answer looks at a handful."""
_BATCH = 500
"""Rows a statement: SQLite accepts at least 999 values (SQLITE_MAX_VARIABLE_NUMBER before 3.32)."""


class Library:
    """The documents of one database. Serves many threads; lives as long as its database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._text = lru_cache(maxsize=CACHED_VERSIONS)(self._load_version)

    # Writing

    def store(self, collection: str, batch: Sequence[Prepared]) -> int:
        """Store documents of different ids in one transaction; returns how many changed the library, durably."""
        with self._database.write() as connection:
            number = storing.collection_number(connection, collection, create=True)
            stored = storing.store_batch(connection, collection, number, batch)
            connection.execute(storing.forget_problems(number, [prepared.id for prepared in batch]))
        self._text.cache_clear()
        return stored

    def report(self, collection: str, failed: Mapping[str, DocumentError]) -> None:
        """Remember what could not be read (at least one item), until it is read."""
        with self._database.write() as connection:
            number = storing.collection_number(connection, collection, create=True)
            connection.execute(storing.forget_problems(number, list(failed)))
            connection.execute(insert(problems), [storing.problem_row(number, *each) for each in failed.items()])

    def remove(self, collection: str, document: str) -> None:
        """Take a document out of search. Its versions stay, so that old citations can be checked. Raises UserError."""
        with self._database.write() as connection:
            number = storing.collection_number(connection, collection, create=False)
            here = (documents.c.collection == number) & (documents.c.id == document)
            row = connection.execute(select(documents).where(here)).one_or_none()
            if row is None or row.version is None:
                raise UserError(
                    "There is no document {document!r} in {collection!r}.",
                    hint="List the documents with: siyada documents list {collection}",
                    document=document,
                    collection=collection,
                )
            connection.execute(insert(changes).values(version=row.version, removed=True))
            connection.execute(update(documents).where(documents.c.number == row.number).values(version=None))
        self._text.cache_clear()

    # Reading

    def collections(self) -> dict[str, int]:
        """The names of the collections and how many documents each holds."""
        counted = (
            select(collections.c.name, func.count(documents.c.version))
            .outerjoin(documents, documents.c.collection == collections.c.number)
            .group_by(collections.c.name)
            .order_by(collections.c.name)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(counted)}

    def documents(self, collection: str) -> list[DocumentInfo]:
        """The documents of a collection that are searched, by id. Raises UserError for an unknown name."""
        counted = select(func.count()).where(passages.c.version == versions.c.number).scalar_subquery()
        listed = (
            select(documents.c.id.label("document"), versions, counted.label("passages"))
            .join(versions, versions.c.number == documents.c.version)
            .order_by(documents.c.id)
        )
        with self._database.read() as connection:
            number = storing.collection_number(connection, collection, create=False)
            return [
                rows.info_from(collection, row)
                for row in connection.execute(listed.where(documents.c.collection == number))
            ]

    def known(self, collection: str) -> dict[str, str]:
        """The current version of each document of a collection; empty where there is no such collection."""
        current = (
            select(documents.c.id, versions.c.id)
            .join(versions, versions.c.number == documents.c.version)
            .join(collections, collections.c.number == documents.c.collection)
            .where(collections.c.name == collection)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(current)}

    def problems(self, collection: str) -> list[Problem]:
        """What could not be read in a collection when it was last tried."""
        with self._database.read() as connection:
            number = storing.collection_number(connection, collection, create=False)
            listed = select(problems).where(problems.c.collection == number).order_by(problems.c.item)
            return [rows.problem_from(collection, row) for row in connection.execute(listed)]

    def version(self, collection: str, document: str, version: str) -> StoredVersion | None:
        """A version of a document, current or not; None where there never was one."""
        return self._text(collection, document, version)

    def stored(self, quote: Quote) -> StoredVersion | None:
        """The version that a quote names."""
        return self._text(quote.collection, quote.document, quote.version)

    def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """The passages with these ids that are searched now, in the order of the ids."""
        found: dict[str, Passage] = {}
        with self._database.read() as connection:
            for first in range(0, len(ids), _BATCH):
                some = rows.select_passages().where(
                    passages.c.id.in_(ids[first : first + _BATCH]), documents.c.version == versions.c.number
                )
                found.update((row.id, rows.passage_from(row)) for row in connection.execute(some))
        return [found[each] for each in ids if each in found]

    @property
    def sequence(self) -> int:
        """The number of the last change."""
        with self._database.read() as connection:
            return connection.scalar(select(func.max(changes.c.sequence))) or 0

    def changes_since(self, sequence: int) -> Iterator[Change]:
        """The changes after a number, in order, as one state of the library."""
        with self._database.read() as connection:
            later = rows.select_changes().where(changes.c.sequence > sequence)
            steps = itertools.groupby(connection.execute(later), key=lambda row: (row.sequence, row.removed))
            for (number, removed), held in steps:
                found = tuple(rows.passage_from(row) for row in held if row.id is not None)
                if removed:
                    yield Change(number, tuple(passage.id for passage in found), ())
                else:
                    yield Change(number, (), found)

    def _load_version(self, collection: str, document: str, version: str) -> StoredVersion | None:
        named = (
            select(versions, documents.c.version.label("current"))
            .join(documents, documents.c.number == versions.c.document)
            .join(collections, collections.c.number == documents.c.collection)
            .where(collections.c.name == collection, documents.c.id == document, versions.c.id == version)
        )
        with self._database.read() as connection:
            row = connection.execute(named).one_or_none()
        return rows.version_from(collection, document, row) if row else None


__all__ = ["CACHED_VERSIONS", "Library"]
