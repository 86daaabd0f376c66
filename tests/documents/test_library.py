from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from library_makers import prepare, store

from siyada.documents import Library
from siyada.errors import DocumentError, UserError
from siyada.storage import open_database

FEE = "La copie d'acte de naissance coûte deux dirhams."
NEW_FEE = "La copie d'acte de naissance est gratuite."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        yield Library(database)


def test_same_bytes_are_the_same_version(library: Library) -> None:
    """Storing a document again changes nothing: no new version, no change to follow."""
    store(library, "guide", naissance=FEE)
    before = library.sequence

    assert library.store("guide", [prepare("naissance", FEE)]) == 0
    assert library.sequence == before


def test_an_old_citation_still_resolves(library: Library) -> None:
    """After a new version, and after the removal, the version that was cited is still there, and marked as old."""
    store(library, "guide", naissance=FEE)
    cited = library.documents("guide")[0].version
    store(library, "guide", naissance=NEW_FEE)
    library.remove("guide", "naissance")

    version = library.version("guide", "naissance", cited)

    assert version is not None
    assert version.text == FEE
    assert not version.current
    assert version.removed


def test_only_the_newest_version_is_searched(library: Library) -> None:
    """A new version takes the passages of the old one out and brings its own."""
    store(library, "guide", naissance=FEE)
    store(library, "guide", naissance=NEW_FEE)

    first, removal, addition = library.changes_since(0)

    assert removal.removed == tuple(passage.id for passage in first.added)
    assert [passage.text for passage in addition.added] == [NEW_FEE]
    assert library.passages([*removal.removed, addition.added[0].id]) == list(addition.added)


def test_a_version_that_comes_back_is_searched_again(library: Library) -> None:
    """Bytes that the library held before become current without being stored twice."""
    store(library, "guide", naissance=FEE)
    store(library, "guide", naissance=NEW_FEE)
    store(library, "guide", naissance=FEE)

    assert library.known("guide")["naissance"] == prepare("naissance", FEE).version
    assert len(library.documents("guide")) == 1


def test_collections_do_not_share_passages(library: Library) -> None:
    """The same document in two collections is removed from one only."""
    store(library, "guide", naissance=FEE)
    store(library, "archive", naissance=FEE)
    library.remove("archive", "naissance")

    assert library.collections() == {"archive": 0, "guide": 1}
    (held,) = [change.added[0] for change in library.changes_since(0) if change.added[:1] and change.sequence == 1]
    assert library.passages([held.id]) == [held]


def test_a_problem_is_remembered_until_the_document_is_read(library: Library) -> None:
    """What could not be read is listed with its reason, and no longer once it was read."""
    library.report("guide", {"naissance": DocumentError("The file is empty.", hint="Copy it again.")})
    (problem,) = library.problems("guide")
    store(library, "guide", naissance=FEE)

    assert (problem.item, str(problem.error), problem.error.hint) == (
        "naissance",
        "The file is empty.",
        "Copy it again.",
    )
    assert library.problems("guide") == []


@pytest.mark.parametrize("name", ["absent", "naissance"])
def test_what_is_not_there_cannot_be_removed(library: Library, name: str) -> None:
    """An unknown document, or one removed already, is a mistake that is named."""
    store(library, "guide", naissance=FEE)
    library.remove("guide", "naissance")

    with pytest.raises(UserError, match=name):
        library.remove("guide", name)


def test_an_unknown_collection_is_named(library: Library) -> None:
    """Asking for the documents of a collection that does not exist says so."""
    with pytest.raises(UserError, match="nowhere"):
        library.documents("nowhere")
