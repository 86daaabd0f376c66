"""The lexical index: BM25 over the words of passages, in a folder, always rebuildable from the library.

It follows the library's changes by their number, which it commits together with the passages: after a crash it knows
exactly where it stands. One process writes at a time; any number read meanwhile. Texts are analysed by Siyada, so the
engine (tantivy) sees finished words; a question never reaches its query parser.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from siyada.errors import StorageError
from siyada.retrieval.coverage import Coverage
from siyada.retrieval.query import QueryBuilder, Weights
from siyada.retrieval.rarity import Rarity
from siyada.retrieval.slots import Concepts, Slot, Vary, read_slots
from siyada.types import Analyse, Change, Hit, Passage, PassageId, Question

LoadPassages = Callable[[Sequence[PassageId]], Sequence[Passage]]
References = Callable[[str], Sequence[str]]
"""The articles and laws that a text names, as keys ("article:16", "law:09-08")."""

FORMAT = "words-1"
"""Raised with every change of the schema or of the analysis; an index of another format is rebuilt."""
HEAP_BYTES = 64_000_000
_SEQUENCE_KEY = "#sequence"
_HEAD = 120
"""Characters at the start of a passage where it names itself: "المادة 16"."""


class LexicalIndex:
    """Finds passages by their words. Serves many threads; lives as long as its `open` block."""

    def __init__(
        self,
        folder: Path,
        *,
        analyse: Analyse,
        concepts: Concepts,
        vary: Vary,
        references: References,
        load: LoadPassages,
        weights: Weights | None = None,
    ) -> None:
        self._folder = folder / FORMAT
        self._analyse = analyse
        self._concepts = concepts
        self._vary = vary
        self._references = references
        self._load = load
        self._weights = weights or Weights()
        self._schema = _schema()
        self._index = self._open()

    # Searching

    def search(self, question: Question, *, limit: int = 20) -> list[Hit]:
        """At most `limit` hits, best first."""
        slots = self.slots(question)
        references = self._references(question.text)
        searcher = self._index.searcher()
        rarity = Rarity(searcher)
        query = QueryBuilder(self._schema, rarity, self._weights).build(slots, references, question.collections)
        if query is None or not searcher.num_docs:
            return []
        found = [(score, searcher.doc(address)) for score, address in searcher.search(query, limit, count=False).hits]
        passages = {passage.id: passage for passage in self._load([doc["key"][0] for _, doc in found])}
        coverage = Coverage(slots, rarity)
        hits = []
        for score, doc in found:
            passage = passages.get(doc["key"][0])
            if passage:  # else it was removed since the index last looked
                share, matched = coverage.of(frozenset(doc["stems"][0].decode().split(" ")))
                hits.append(Hit(passage, score, share, matched))
        return hits

    def slots(self, question: Question) -> list[Slot]:
        """The ideas that a question is searched by."""
        return read_slots(self._analyse(question.text), question.variety, self._concepts, self._vary)

    # Following the library

    @property
    def sequence(self) -> int:
        """The number of the last change that the index holds."""
        self._index.reload()
        searcher = self._index.searcher()
        query = tantivy.Query.term_query(self._schema, "key", _SEQUENCE_KEY)
        hits = searcher.search(query, 1, count=False).hits
        return int(searcher.doc(hits[0][1])["sequence"][0]) if hits else 0

    def follow(self, changes_since: Callable[[int], Iterable[Change]], *, wait: bool = True) -> None:
        """Take in what changed in the library; all of it or, where it fails, nothing. Raises StorageError.

        While another process writes: waits for it, or (`wait=False`) leaves the work to it.
        """
        with self._turn(wait=wait) as ours:
            if ours:
                self._take_in(changes_since(self.sequence))
        self._index.reload()

    def rebuild(self, changes_since: Callable[[int], Iterable[Change]]) -> None:
        """Make the index anew from the library."""
        with self._turn(wait=True):
            writer = self._index.writer(HEAP_BYTES, 1)
            writer.delete_all_documents()
            writer.commit()
            writer.wait_merging_threads()
            self._take_in(changes_since(0))
        self._index.reload()

    def _take_in(self, changes: Iterable[Change]) -> None:
        writer = None
        sequence = 0
        with _ours(self._folder):
            for change in changes:
                writer = writer or self._index.writer(HEAP_BYTES, 1)
                sequence = change.sequence
                for gone in change.removed:
                    writer.delete_documents_by_term("key", gone)
                for passage in change.added:
                    writer.add_document(self._document(passage))
            if writer:
                writer.delete_documents_by_term("key", _SEQUENCE_KEY)
                writer.add_document(tantivy.Document(key=_SEQUENCE_KEY, sequence=sequence))
                writer.commit()
                writer.wait_merging_threads()

    def _document(self, passage: Passage) -> tantivy.Document:
        above = " ".join((passage.title, *passage.heading))
        terms = [term for term in self._analyse(passage.text) if term.content]
        titled = [term.stem for term in self._analyse(above) if term.content]
        said = [term.stem for term in terms]
        return tantivy.Document(
            key=passage.id,
            collection=passage.collection,
            text=" ".join(said),
            exact=" ".join(term.exact for term in terms),
            title=" ".join(titled),
            references=" ".join(self._references(f"{above}\n{passage.text[:_HEAD]}")),
            stems=" ".join(dict.fromkeys([*titled, *said])).encode(),
        )

    def _open(self) -> tantivy.Index:
        with _ours(self._folder):
            for other in self._folder.parent.glob("words-*"):
                if other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)
            return tantivy.Index(self._schema, path=str(self._folder), reuse=True)

    @contextmanager
    def _turn(self, *, wait: bool) -> Iterator[bool]:
        """Whether it is ours to write; the system frees the lock of a process that dies."""
        with _ours(self._folder), (self._folder.parent / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("collection", tokenizer_name="raw", index_option="basic")
    for words in ("text", "exact", "title", "references"):
        builder.add_text_field(words, tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("stems", stored=True)
    builder.add_unsigned_field("sequence", stored=True)
    return builder.build()


@contextmanager
def _ours(folder: Path) -> Iterator[None]:
    """Errors of the disk and of the engine become StorageError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise StorageError(
            "The index in {folder} could not be read or written: {reason}.",
            hint="Free some space if the disk is full; then run: siyada index rebuild",
            folder=folder,
            reason=error,
        ) from error


__all__ = ["FORMAT", "LexicalIndex", "LoadPassages", "References"]
