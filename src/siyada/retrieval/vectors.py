"""The vector index: one exact vector a passage, memory-mapped, always rebuildable from the library.

A generation is three files (vectors, languages and collections, keys) that are written once, flushed, and become the
index when a small `current.json` that names them is renamed into place; a reader keeps the generation it has open.
The number of the last change is committed with them. One process writes at a time; any number read meanwhile.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import numpy as np

from siyada.errors import StorageError
from siyada.retrieval.generation import Floats, Generation, empty_generation, highest_rows, make_generation, score_rows
from siyada.types import Change, Passage, PassageId

Encode = Callable[[Sequence[str]], Floats]
Progress = Callable[[int], None]
"""Told how many passages have their vector, as they get it."""

FORMAT = "vectors-1"
COMMITTED = 2_000
"""Passages between two commits: what a crash can cost."""
_CURRENT = "current.json"


class VectorIndex:
    """Finds passages by their meaning. Serves many threads; lives as long as its house."""

    def __init__(self, folder: Path, encode: Encode, *, model: str, size: int) -> None:
        self._folder = folder / FORMAT / model
        self._encode = encode
        self._size = size
        self._name = ""
        self._generation = empty_generation(size)
        with _ours(self._folder):
            for other in self._folder.parent.parent.glob("vectors-*/*"):
                if other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)

    # Searching

    def search(self, vector: Floats, *, collections: Sequence[str] = (), limit: int = 100) -> dict[PassageId, float]:
        """The passages nearest in meaning and their cosines less what their language alone explains, best first."""
        state = self._read()
        scores = score_rows(state, vector)
        if collections:
            wanted = [number for number, name in enumerate(state.names) if name in set(collections)]
            scores = np.where(np.isin(state.labels[:, 0], wanted), scores, -np.inf)
        best = highest_rows(scores, limit)
        return {PassageId(state.keys[row]): float(scores[row]) for row in best}

    def scores(self, vector: Floats, passages: Sequence[PassageId]) -> dict[PassageId, float]:
        """The same score for given passages; those without a vector yet are left out."""
        state = self._read()
        known = [passage for passage in passages if passage in state.rows]
        if not known:
            return {}
        rows = np.array([state.rows[passage] for passage in known])
        found = score_rows(state, vector, rows)
        return dict(zip(known, map(float, found), strict=True))

    # Following the library

    @property
    def sequence(self) -> int:
        """The number of the last change that the index holds."""
        return self._read().sequence

    def follow(
        self,
        changes_since: Callable[[int], Iterable[Change]],
        *,
        wait: bool = True,
        progress: Progress | None = None,
    ) -> None:
        """Take in what changed in the library, a commit every few thousand passages. Raises StorageError."""
        with self._turn(wait=wait) as ours:
            if ours:
                self._take_in(changes_since(self.sequence), progress)

    def rebuild(self, changes_since: Callable[[int], Iterable[Change]], *, progress: Progress | None = None) -> None:
        """Make the index anew from the library."""
        with self._turn(wait=True):
            self._commit(empty_generation(self._size))
            self._take_in(changes_since(0), progress)

    def _take_in(self, changes: Iterable[Change], progress: Progress | None) -> None:
        added: dict[str, Passage] = {}
        removed: set[str] = set()
        sequence, done = 0, 0
        for change in changes:
            sequence = change.sequence
            for gone in change.removed:
                added.pop(gone, None)
                removed.add(gone)
            added |= {passage.id: passage for passage in change.added}
            removed.difference_update(added)
            if len(added) >= COMMITTED:
                self._advance(sequence, added, removed)
                done += len(added)
                added, removed = {}, set()
                if progress:
                    progress(done)
        if sequence:
            self._advance(sequence, added, removed)
            if progress:
                progress(done + len(added))

    def _advance(self, sequence: int, added: Mapping[str, Passage], removed: set[str]) -> None:
        state = self._read()
        passages = list(added.values())
        fresh = self._encode([embedded_text(passage) for passage in passages])
        kept = np.array([key not in removed and key not in added for key in state.keys], dtype=bool)
        names = {name: number for number, name in enumerate(state.names)}
        labels = [
            [names.setdefault(name, len(names)) for name in (passage.collection, f"language:{passage.language}")]
            for passage in passages
        ]
        keys = (*(key for key, keep in zip(state.keys, kept, strict=True) if keep), *added)
        vectors = np.concatenate([state.vectors[kept], fresh.reshape(-1, self._size)])
        marked = np.concatenate([state.labels[kept], np.array(labels, dtype=np.int32).reshape(-1, 2)])
        self._commit(make_generation(sequence, keys, vectors, marked, tuple(names)))

    def _commit(self, state: Generation) -> None:
        with _ours(self._folder):
            name = next(f"{state.sequence}-{turn}" for turn in count() if not self._file(turn, state.sequence).exists())
            _write(self._folder / f"{name}.npy", lambda file: np.save(file, state.vectors))
            _write(self._folder / f"{name}.labels.npy", lambda file: np.save(file, state.labels))
            facts = {"sequence": state.sequence, "names": state.names, "keys": state.keys}
            _write(self._folder / f"{name}.json", lambda file: file.write(json.dumps(facts).encode()))
            current = self._folder / f"{_CURRENT}.{os.getpid()}"
            _write(current, lambda file: file.write(json.dumps({"generation": name}).encode()))
            current.replace(self._folder / _CURRENT)
            _flush_folder(self._folder)
            self._sweep(name)

    def _file(self, turn: int, sequence: int) -> Path:
        return self._folder / f"{sequence}-{turn}.npy"

    def _sweep(self, name: str) -> None:
        """Earlier generations go; who reads one still has it open."""
        for file in self._folder.iterdir():
            if file.name != _CURRENT and file.name.split(".")[0] != name:
                file.unlink(missing_ok=True)

    def _read(self) -> Generation:
        """The current generation, opened once."""
        for _ in range(3):
            with _ours(self._folder):
                name = self._current()
                if name == self._name:
                    return self._generation
                # A writer may have swept the generation between the two reads; the next name then holds.
                with suppress(FileNotFoundError):
                    self._generation, self._name = self._load(name), name
                    return self._generation
        return self._generation

    def _current(self) -> str:
        try:
            named: str = json.loads((self._folder / _CURRENT).read_text())["generation"]
        except FileNotFoundError:
            return ""
        return named

    def _load(self, name: str) -> Generation:
        if not name:
            return empty_generation(self._size)
        facts = json.loads((self._folder / f"{name}.json").read_text())
        vectors = np.load(self._folder / f"{name}.npy", mmap_mode="r")
        labels = np.load(self._folder / f"{name}.labels.npy")
        return make_generation(facts["sequence"], tuple(facts["keys"]), vectors, labels, tuple(facts["names"]))

    @contextmanager
    def _turn(self, *, wait: bool) -> Iterator[bool]:
        """Whether it is ours to write; the system frees the lock of a process that dies."""
        with _ours(self._folder), (self._folder.parent.parent / "vectors.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def embedded_text(passage: Passage) -> str:
    """What a passage's vector is made of: where it stands, and what it says."""
    return " ".join((passage.title, *passage.heading[-1:], passage.text))


def _write(path: Path, fill: Callable[..., object]) -> None:
    """The file is on the disk when this returns."""
    with path.open("wb") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _ours(folder: Path) -> Iterator[None]:
    """Errors of the disk and damaged files become StorageError."""
    try:
        yield
    except (OSError, ValueError, KeyError) as error:
        raise StorageError(
            "The index in {folder} could not be read or written: {reason}.",
            hint="Free some space if the disk is full; then run: siyada index rebuild",
            folder=folder,
            reason=error,
        ) from error


__all__ = ["COMMITTED", "Encode", "VectorIndex", "embedded_text"]
