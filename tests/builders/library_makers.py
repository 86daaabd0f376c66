"""The smallest real libraries: texts in, an open library or index out."""

from __future__ import annotations

import hashlib
from pathlib import Path

from siyada.compose import references
from siyada.documents import Library, Prepared, cut_passages
from siyada.language import analyse, identify, split_sentences, variants
from siyada.retrieval import LexicalIndex, Thesaurus
from siyada.types import DocumentId, Question, Reading, VersionId


def prepare(document: str, text: str, *, title: str = "", language: str = "und") -> Prepared:
    """A document as ingestion prepares it."""
    reading = Reading(text, title or document, language)
    version = VersionId(hashlib.sha256(text.encode()).hexdigest())
    cuts = tuple(cut_passages(reading, split_sentences, identify))
    return Prepared(DocumentId(document), version, "test", reading, cuts)


def store(library: Library, collection: str, **texts: str) -> None:
    """Store texts by the names of their documents."""
    library.store(collection, [prepare(document, text) for document, text in texts.items()])


def make_index(folder: Path, library: Library, concepts: Thesaurus | None = None) -> LexicalIndex:
    """An index that holds what the library holds."""
    index = LexicalIndex(
        folder,
        analyse=analyse,
        concepts=concepts or Thesaurus({}, []),
        vary=variants,
        references=references,
        load=library.passages,
    )
    index.follow(library.changes_since)
    return index


def make_question(text: str, *collections: str) -> Question:
    """A question as the assistant understands it."""
    return Question(text, identify(text), collections)
