"""Ingestion: from paths to passages in the library, as a job that may be killed at any moment and run again.

    1. `sources` names the items; what cannot even be named is a failure
    2. worker processes read and cut each item, unless its bytes are those the library holds already
    3. batches are stored, a transaction each; what a step reports as stored is durable

Running it again over the same items ends in the same library: what was stored is recognised by its bytes and skipped.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from siyada.documents.item import Failure, Item
from siyada.documents.library import Library
from siyada.documents.passages import cut_passages
from siyada.documents.readers import Limits, read
from siyada.documents.rows import Prepared
from siyada.documents.workers import read_apart
from siyada.errors import DocumentError, SiyadaError
from siyada.types import DocumentId, Identify, SplitSentences, VersionId

BATCH = 200
"""Documents a transaction: a sync of the disk costs more than writing a document."""
BATCH_S = 1.0
"""Seconds after which a smaller batch is stored, so that progress is kept."""


class Outcome(StrEnum):
    """What became of an item."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one item; the library holds it already when it is told."""

    item: str
    outcome: Outcome
    error: DocumentError | None = None
    unread_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """An item, and the version of it that the library holds."""

    item: Item
    known: str


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What an ingestion needs; the callables are pickled by name for the worker processes."""

    library: Library
    split_sentences: SplitSentences
    identify: Identify
    limits: Limits
    timeout_s: float
    workers: int = 0
    """0: one a core."""

    def run(self, collection: str, items: Iterable[Item | Failure]) -> Generator[Step, None, None]:
        """Ingest items; yields a step for each once it is durable. Closing the iterator stops the job cleanly."""
        queue = _Queue(items, self.library.known(collection))
        work = partial(_prepare, limits=self.limits, split_sentences=self.split_sentences, identify=self.identify)
        batch = _Batch(self.library, collection)
        for task, result in read_apart(
            queue, work, workers=self.workers or os.cpu_count() or 1, timeout_s=self.timeout_s
        ):
            yield from batch.add(queue.take_failures())
            yield from batch.add([(task.item.id, result)])
        yield from batch.add(queue.take_failures())
        yield from batch.store()


class _Queue:
    """The tasks of one run; failures that the sources met on the way are kept aside."""

    def __init__(self, items: Iterable[Item | Failure], known: Mapping[str, str]) -> None:
        self._items = items
        self._known = known
        self._seen: set[str] = set()
        self._failures: list[tuple[str, SiyadaError]] = []

    def __iter__(self) -> Iterator[_Task]:
        for item in self._items:
            if isinstance(item, Failure):
                self._failures.append((item.id, item.error))
            elif item.id in self._seen:
                self._failures.append((item.id, _twice(item)))
            else:
                self._seen.add(item.id)
                yield _Task(item, self._known.get(item.id, ""))

    def take_failures(self) -> list[tuple[str, SiyadaError]]:
        failures, self._failures = self._failures, []
        return failures


def _twice(item: Item) -> DocumentError:
    return DocumentError(
        "The name {id!r} stands twice; the first was kept.",
        hint="Give each document a name of its own, or ingest their common folder.",
        id=item.id,
    )


class _Batch:
    """What waits to be stored together."""

    def __init__(self, library: Library, collection: str) -> None:
        self._library = library
        self._collection = collection
        self._prepared: list[Prepared] = []
        self._failed: dict[str, DocumentError] = {}
        self._steps: list[Step] = []
        self._began = time.monotonic()

    def add(self, results: Iterable[tuple[str, Prepared | SiyadaError | None]]) -> Iterator[Step]:
        for item, result in results:
            self._steps.append(self._sort(item, result))
        if len(self._steps) >= BATCH or time.monotonic() - self._began > BATCH_S:
            yield from self.store()

    def _sort(self, item: str, result: Prepared | SiyadaError | None) -> Step:
        if result is None:
            return Step(item, Outcome.UNCHANGED)
        if isinstance(result, SiyadaError):
            error = DocumentError(result.message, hint=result.hint_message, **result.values)
            self._failed[item] = error
            return Step(item, Outcome.FAILED, error)
        self._prepared.append(result)
        return Step(item, Outcome.STORED, unread_pages=result.reading.unread_pages)

    def store(self) -> Iterator[Step]:
        if self._prepared:
            self._library.store(self._collection, self._prepared)
        if self._failed:
            self._library.report(self._collection, self._failed)
        steps, self._steps = self._steps, []
        self._prepared, self._failed = [], {}
        self._began = time.monotonic()
        yield from steps


def _prepare(task: _Task, *, limits: Limits, split_sentences: SplitSentences, identify: Identify) -> Prepared | None:
    """The document read and cut; None where the library holds these bytes already. Runs in a worker."""
    data = task.item.load()
    version = hashlib.sha256(data).hexdigest()
    if version == task.known:
        return None
    reading = read(data, name=task.item.name, limits=limits, declared=task.item.declared)
    reading = replace(
        reading,
        title=reading.title or task.item.title or task.item.name,
        language=task.item.language if reading.language == "und" else reading.language,
        metadata={**task.item.metadata, **reading.metadata},
    )
    cuts = tuple(cut_passages(reading, split_sentences, identify))
    return Prepared(DocumentId(task.item.id), VersionId(version), task.item.source, reading, cuts)


__all__ = ["Ingestion", "Outcome", "Step"]
