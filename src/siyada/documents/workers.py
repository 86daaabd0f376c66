"""Reads documents in processes of their own, so that one that crashes, hangs or swells takes only itself down.

Each worker is given a batch of items and answers item by item. One that does not answer in time, or dies, is replaced;
the item it was at is reported, the rest of its batch goes to its successor. Results come in the order of the items.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import resource
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

from siyada.errors import DocumentError, SiyadaError

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 32
"""Items sent at once: fewer and the pipe costs more than the reading of small records."""
MEMORY_BYTES = 3_000_000_000
"""Address space of a worker: a bomb that unpacks beyond it is refused by the system."""
_context = multiprocessing.get_context("spawn")


@dataclass(eq=False)
class _Worker(Generic[Item]):
    """A reading process, the items it still owes, and when it was last heard."""

    process: SpawnProcess
    pipe: Connection
    owed: deque[tuple[int, Item]] = field(default_factory=deque)
    heard: float = field(default_factory=time.monotonic)


def read_apart(
    items: Iterable[Item], work: Callable[[Item], Result], *, workers: int, timeout_s: float
) -> Iterator[tuple[Item, Result | SiyadaError]]:
    """Each item with what `work` made of it, or with the error that befell it, in order.

    `work` and the items are pickled; `work` raises SiyadaError for what it expects to fail. Closing the iterator ends
    the processes.
    """
    pool = _Pool(iter(items), work, timeout_s)
    try:
        yield from pool.results(workers)
    finally:
        pool.close()


class _Pool(Generic[Item, Result]):
    """The workers of one run and what they have done so far."""

    def __init__(self, items: Iterator[Item], work: Callable[[Item], Result], timeout_s: float) -> None:
        self._items = enumerate(items)
        self._work = work
        self._timeout_s = timeout_s
        self._workers: list[_Worker[Item]] = []
        self._done: dict[int, tuple[Item, Result | SiyadaError]] = {}

    def results(self, workers: int) -> Iterator[tuple[Item, Result | SiyadaError]]:
        following = 0
        for _ in range(workers):
            if not self._start(deque()):
                break
        while self._workers or self._done:
            while following in self._done:
                yield self._done.pop(following)
                following += 1
            self._listen()

    def close(self) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def _start(self, owed: deque[tuple[int, Item]]) -> bool:
        """A worker for what is owed, or for the next batch; False where nothing is left to do."""
        owed = owed or self._batch()
        if not owed:
            return False
        ours, theirs = _context.Pipe()
        process = _context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, owed)
        self._workers.append(worker)
        self._send(worker)
        return True

    def _batch(self) -> deque[tuple[int, Item]]:
        return deque(itertools.islice(self._items, BATCH))

    def _send(self, worker: _Worker[Item]) -> None:
        # A worker that is dead already is noticed when we listen to it.
        with contextlib.suppress(BrokenPipeError):
            worker.pipe.send([item for _, item in worker.owed])

    def _listen(self) -> None:
        ready = wait([worker.pipe for worker in self._workers], timeout=0.2)
        for worker in list(self._workers):
            if worker.pipe in ready:
                self._receive(worker)
            elif time.monotonic() - worker.heard > self._timeout_s:
                self._replace(worker, _too_slow(self._timeout_s))

    def _receive(self, worker: _Worker[Item]) -> None:
        try:
            message: tuple[Result | SiyadaError] | None = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._replace(worker, _crashed(worker.process))
            return
        worker.heard = time.monotonic()
        if message is None:  # it has imported what it needs; the time of its first item begins
            return
        number, item = worker.owed.popleft()
        self._done[number] = (item, message[0])
        if not worker.owed:
            worker.owed = self._batch()
            if worker.owed:
                self._send(worker)
            else:
                self._workers.remove(worker)
                _end(worker)

    def _replace(self, worker: _Worker[Item], error: DocumentError) -> None:
        """Report the item the worker was at, and let another do the rest."""
        self._workers.remove(worker)
        _end(worker)
        number, item = worker.owed.popleft()
        self._done[number] = (item, error)
        self._start(worker.owed)


def _serve(pipe: Connection, work: Callable[[Item], Result]) -> None:
    """The life of a worker."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        pipe.send(None)
        while True:
            for item in pipe.recv():
                pipe.send((_attempt(work, item),))


def _attempt(work: Callable[[Item], Result], item: Item) -> Result | SiyadaError:
    try:
        return work(item)
    except SiyadaError as error:
        return error
    except MemoryError:
        return DocumentError("It needs more memory than one document may have.", hint="Split it and add the parts.")
    except Exception as error:  # noqa: BLE001  # damaged input must end in our error, whatever a library raises
        kind = f"{type(error).__name__}: {error}"[:200]
        return DocumentError("It could not be read: {reason}.", hint="Save it anew, or in another format.", reason=kind)


def _crashed(process: SpawnProcess) -> DocumentError:
    process.join(timeout=1)
    return DocumentError(
        "Its reader crashed (exit {code}).", hint="Save it anew, or in another format.", code=process.exitcode
    )


def _too_slow(timeout_s: float) -> DocumentError:
    return DocumentError(
        "It took longer than {seconds} s to read.",
        hint="Split it, or raise SIYADA_READING_TIMEOUT_S.",
        seconds=f"{timeout_s:g}",
    )


def _end(worker: _Worker[Item]) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


__all__ = ["read_apart"]
