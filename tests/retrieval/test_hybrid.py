from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from library_makers import make_index, make_question, store
from numpy.typing import NDArray

from siyada.documents import Library
from siyada.retrieval.hybrid import HybridIndex
from siyada.retrieval.vectors import VectorIndex
from siyada.storage import open_database

_SENSES = (("naissance", "الولادة", "birth"), ("horaires", "ouvert", "مفتوح"), ("amende", "غرامة", "fine"))


def by_sense(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder that knows three things in three languages."""
    found = np.array([[any(word in text for word in sense) for sense in _SENSES] for text in texts], dtype=np.float32)
    return np.asarray((found + 0.01) / np.linalg.norm(found + 0.01, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of four documents in two languages and two collections."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        library = Library(database)
        store(
            library,
            "guide",
            ar="يسلم رسم الولادة مجانا داخل أجل ثلاثة أيام.",
            hours="Le guichet est ouvert de 8h30 à 16h30.",
        )
        store(library, "guide", fine="يعاقب بغرامة من كسر زجاج الإدارة.")
        store(library, "archive", old="La copie d'acte de naissance était gratuite.")
        yield library


def make_hybrid(folder: Path, library: Library) -> HybridIndex:
    """An index of both kinds, its meaning not yet followed."""
    meaning = VectorIndex(folder, by_sense, model="senses", size=len(_SENSES))
    return HybridIndex(make_index(folder, library), meaning, encode=by_sense, load=library.passages)


def test_meaning_finds_what_words_cannot(library: Library, tmp_path: Path) -> None:
    """A French question finds the Arabic document that shares no word with it."""
    index = make_hybrid(tmp_path, library)
    question = make_question("Quelle amende risque-t-on ?")

    before = [hit.passage.document for hit in index.search(question)]
    index.follow_meaning(library.changes_since)
    after = [hit.passage.document for hit in index.search(question)]

    assert "fine" not in before
    assert after[0] == "fine"


def test_words_are_found_before_meaning_follows(library: Library, tmp_path: Path) -> None:
    """A library whose vectors are still being made is searched by its words."""
    index = make_hybrid(tmp_path, library)

    assert index.sequence == 0
    assert index.search(make_question("guichet ouvert"))[0].passage.document == "hours"


def test_hits_keep_what_the_words_say(library: Library, tmp_path: Path) -> None:
    """Coverage and matched words are those of the word search; scores fall down the list."""
    index = make_hybrid(tmp_path, library)
    index.follow(library.changes_since)

    hits = index.search(make_question("copie d'acte de naissance"))

    assert hits[0].passage.document == "old"
    assert hits[0].coverage > 0.9
    assert "naissanc" in hits[0].matched
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert index.sequence == library.sequence


def test_collections_are_walls_for_meaning_too(library: Library, tmp_path: Path) -> None:
    """A search within a collection never shows another's passages."""
    index = make_hybrid(tmp_path, library)
    index.follow(library.changes_since)

    hits = index.search(make_question("birth", "archive"))

    assert [hit.passage.document for hit in hits] == ["old"]


def test_a_removed_document_is_not_found(library: Library, tmp_path: Path) -> None:
    """What the library no longer has is shown by neither search, even before they follow."""
    index = make_hybrid(tmp_path, library)
    index.rebuild(library.changes_since)
    library.remove("guide", "fine")

    assert all(hit.passage.document != "fine" for hit in index.search(make_question("Quelle amende ?")))
