from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from library_makers import store
from numpy.typing import NDArray

from siyada.documents import Library
from siyada.errors import StorageError
from siyada.retrieval.generation import FEW
from siyada.retrieval.vectors import COMMITTED, VectorIndex, embedded_text
from siyada.storage import open_database
from siyada.types import Change, DocumentId, Passage, PassageId, VersionId

SIZE = 8
Floats = NDArray[np.float32]


def by_letters(texts: Sequence[str]) -> Floats:
    """An encoder that counts letters: texts of the same letters lie close."""
    counts = np.zeros((len(texts), SIZE), dtype=np.float32)
    for row, text in enumerate(texts):
        for letter in text:
            counts[row, ord(letter) % SIZE] += 1
    return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float32)


def make_passage(name: str, text: str, *, collection: str = "guide", language: str = "fr") -> Passage:
    """A passage that stands for a document."""
    key = PassageId(f"{collection}/{name}")
    return Passage(key, collection, DocumentId(name), VersionId("v"), "", text, 0, len(text), language=language)


def make_vectors(folder: Path, *changes: Change) -> VectorIndex:
    """An index that holds what the changes say."""
    index = VectorIndex(folder, by_letters, model="letters", size=SIZE)
    index.follow(lambda since: [change for change in changes if change.sequence > since])
    return index


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        yield Library(database)


def slow_search(passages: Sequence[Passage], vector: Floats) -> dict[str, float]:
    """The scores by definition, one passage at a time."""
    encoded = {passage.id: by_letters([embedded_text(passage)])[0] for passage in passages}
    common = np.mean(list(encoded.values()), axis=0)
    scores = {}
    for passage in passages:
        alike = [encoded[other.id] for other in passages if other.language == passage.language]
        language = (sum(alike) + FEW * common) / (len(alike) + FEW)
        scores[str(passage.id)] = float((encoded[passage.id] - language) @ vector)
    return dict(sorted(scores.items(), key=lambda scored: -scored[1]))


def test_search_is_exact(tmp_path: Path) -> None:
    """The scores are the cosines less what the language explains, as a slow search finds them."""
    words = ["abcd", "bcde", "hgfe", "aaab", "ffgg", "hhha"]
    passages = [make_passage(f"d{n}", word, language="fr" if n % 2 else "ar") for n, word in enumerate(words)]
    index = make_vectors(tmp_path, Change(1, (), tuple(passages)))
    vector = by_letters(["aabb"])[0]

    found = index.search(vector)

    assert list(found) == list(slow_search(passages, vector))
    assert found == pytest.approx(slow_search(passages, vector), abs=1e-5)
    assert index.scores(vector, list(found)) == pytest.approx(found, abs=1e-5)


def test_collections_are_walls(tmp_path: Path) -> None:
    """A search within a collection never shows another's passages, and stops at its limit."""
    passages = [make_passage(f"d{n}", "abc", collection="archive" if n < 3 else "guide") for n in range(9)]
    index = make_vectors(tmp_path, Change(1, (), tuple(passages)))
    vector = by_letters(["abc"])[0]

    assert set(index.search(vector, collections=["archive"])) == {f"archive/d{n}" for n in range(3)}
    assert len(index.search(vector, limit=4)) == 4
    assert index.search(vector, collections=["nowhere"]) == {}


def test_the_index_follows_the_library(library: Library, tmp_path: Path) -> None:
    """New documents are found, replaced and removed ones are not, and the number of the last change is kept."""
    store(library, "guide", fees="aaaa", hours="bbbb")
    index = VectorIndex(tmp_path, by_letters, model="letters", size=SIZE)
    index.follow(library.changes_since)
    store(library, "guide", fees="cccc")
    index.follow(library.changes_since)

    keys = list(index.search(by_letters(["fees cccc"])[0]))
    texts = {passage.id: passage.text for passage in library.passages(keys)}

    assert index.sequence == library.sequence
    assert [texts[key] for key in keys] == ["cccc", "bbbb"]


def test_a_passage_removed_and_added_again_stays(tmp_path: Path) -> None:
    """Changes are taken in their order, also within one commit."""
    passage = make_passage("d", "abc")
    index = make_vectors(tmp_path, Change(1, (), (passage,)), Change(2, (passage.id,), ()), Change(3, (), (passage,)))

    assert list(index.search(by_letters(["abc"])[0])) == [passage.id]
    assert index.sequence == 3


def test_a_second_process_sees_the_commit(tmp_path: Path) -> None:
    """A reader that is open while another writes finds what was written."""
    reader = VectorIndex(tmp_path, by_letters, model="letters", size=SIZE)
    make_vectors(tmp_path, Change(7, (), (make_passage("d", "abc"),)))

    assert reader.sequence == 7
    assert len(reader.search(by_letters(["abc"])[0])) == 1


def _write_and_die(folder: Path) -> None:
    def changes(_: int) -> Iterator[Change]:
        yield Change(1, (), tuple(make_passage(f"d{n}", f"abc{n}") for n in range(COMMITTED)))
        yield Change(2, (), (make_passage("late", "xyz"),))
        multiprocessing.current_process().kill()

    VectorIndex(folder, by_letters, model="letters", size=SIZE).follow(changes)


def test_a_crash_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    """A writer that is killed leaves the last commit, its number, and a lock that the next one gets."""
    process = multiprocessing.get_context("fork").Process(target=_write_and_die, args=(tmp_path,))
    process.start()
    process.join()

    index = VectorIndex(tmp_path, by_letters, model="letters", size=SIZE)
    assert index.sequence == 1
    assert len(index.search(by_letters(["abc"])[0], limit=3_000)) == COMMITTED

    index.follow(lambda _: [Change(2, (), (make_passage("late", "xyz"),))])
    assert index.sequence == 2


def test_another_model_starts_anew(tmp_path: Path) -> None:
    """Vectors of an encoder that is no longer used are neither searched nor kept."""
    make_vectors(tmp_path, Change(1, (), (make_passage("d", "abc"),)))

    other = VectorIndex(tmp_path, by_letters, model="better", size=SIZE)

    assert other.sequence == 0
    assert [path.name for path in (tmp_path / "vectors-1").iterdir()] == ["better"]


def test_rebuilding_gives_the_same_index(library: Library, tmp_path: Path) -> None:
    """An index made anew finds what the index that followed finds."""
    store(library, "guide", fees="aaaa", hours="bbbb")
    store(library, "guide", fees="cccc")
    index = VectorIndex(tmp_path, by_letters, model="letters", size=SIZE)
    index.follow(library.changes_since)
    before = index.search(by_letters(["aabb"])[0])

    index.rebuild(library.changes_since)

    assert index.search(by_letters(["aabb"])[0]) == pytest.approx(before, abs=1e-6)


def test_a_damaged_index_says_how_to_mend_it(tmp_path: Path) -> None:
    """Files that are no index end in our error, which names the command."""
    make_vectors(tmp_path, Change(1, (), (make_passage("d", "abc"),)))
    (tmp_path / "vectors-1" / "letters" / "current.json").write_text("{")

    with pytest.raises(StorageError) as raised:
        VectorIndex(tmp_path, by_letters, model="letters", size=SIZE).search(by_letters(["abc"])[0])
    assert "index rebuild" in raised.value.hint
