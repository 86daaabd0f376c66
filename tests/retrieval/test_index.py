from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from library_makers import make_index, make_question, prepare, store

from siyada.documents import Library
from siyada.errors import StorageError
from siyada.language import analyse
from siyada.retrieval import LexicalIndex, Thesaurus
from siyada.storage import open_database

FEES = "La copie d'acte de naissance coûte deux dirhams."
HOURS = "Le guichet est ouvert de 8h30 à 16h30."
ARABIC = "يسلم رسم الولادة مجانا داخل أجل ثلاثة أيام."
DAMAGED = "الاجل الا قصى للجواب هو ستون يوما"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of four documents in two languages."""
    with open_database(f"sqlite:///{tmp_path / 'siyada.db'}") as database:
        library = Library(database)
        store(library, "guide", fees=FEES, hours=HOURS, ar=ARABIC)
        store(library, "archive", old="La copie d'acte de naissance était gratuite.")
        yield library


def found(index: LexicalIndex, text: str, *collections: str) -> list[str]:
    """The documents of the hits, best first."""
    return [hit.passage.document for hit in index.search(make_question(text, *collections))]


def test_the_passage_that_speaks_of_it_comes_first(library: Library, tmp_path: Path) -> None:
    """Inflected words find each other, in French and in Arabic, with and without the article."""
    index = make_index(tmp_path, library)

    assert found(index, "Combien coûtent les copies d'actes ?", "guide")[0] == "fees"
    assert found(index, "رسوم الولادات")[0] == "ar"


def test_ligature_damage_does_not_hide_a_document(library: Library, tmp_path: Path) -> None:
    """A text whose lam-alef was split or simplified by an extraction is found by the word as people write it."""
    store(library, "guide", damaged=DAMAGED)

    assert found(make_index(tmp_path, library), "ما هو الأجل الأقصى للجواب؟")[0] == "damaged"


def test_collections_are_walls(library: Library, tmp_path: Path) -> None:
    """A search within a collection never shows another's passages."""
    index = make_index(tmp_path, library)

    assert found(index, "copie d'acte de naissance", "archive") == ["old"]
    assert set(found(index, "copie d'acte de naissance")) == {"old", "fees"}


def test_an_article_is_found_by_its_number(library: Library, tmp_path: Path) -> None:
    """A reference in words or digits, in either language, finds the article that bears it before its neighbours."""
    for number in range(10, 20):
        text = f"المادة {number}\nيتخذ قرار الإدارة داخل الأجل المحدد."
        library.store("law", [prepare(f"55-19/{number}", text, title="القانون رقم 55.19")])
    index = make_index(tmp_path, library)

    assert found(index, "ماذا تقول المادة 16 عن الأجل؟")[0] == "55-19/16"
    assert found(index, "l'article seize")[0] == "55-19/16"


def test_a_question_is_never_a_query(library: Library, tmp_path: Path) -> None:
    """Operators of query languages are words like any others, and none breaks the search."""
    index = make_index(tmp_path, library)

    for hostile in ('"', "AND OR NOT (", "collection:archive", "key:#sequence", "*", "acte~9999", "a" * 4000, "\x00"):
        assert "old" not in found(index, f"{hostile} guichet", "guide")


def test_coverage_is_the_share_of_the_question_that_is_spoken_of(library: Library, tmp_path: Path) -> None:
    """A passage that has every word of the question covers all of it; a passage that has one covers less."""
    index = make_index(tmp_path, library)

    (whole, *_) = index.search(make_question("copie acte naissance", "guide"))
    (part, *_) = index.search(make_question("copie volante zèbre", "guide"))

    assert whole.coverage == pytest.approx(1)
    assert 0 < part.coverage < 0.5
    assert part.matched == ("cop",)


def test_what_is_removed_is_no_longer_found(library: Library, tmp_path: Path) -> None:
    """The index follows removals, and never shows a passage that the library no longer searches."""
    index = make_index(tmp_path, library)
    library.remove("guide", "fees")

    assert found(index, "copie d'acte", "guide") == []
    index.follow(library.changes_since)
    assert found(index, "copie d'acte", "guide") == []
    assert index.sequence == library.sequence


def test_an_index_made_anew_finds_the_same(library: Library, tmp_path: Path) -> None:
    """Rebuilt, or built from the library after its folder was lost, the index gives the same hits."""
    index = make_index(tmp_path / "index", library)
    before = index.search(make_question("copie d'acte de naissance"))
    index.rebuild(library.changes_since)
    rebuilt = index.search(make_question("copie d'acte de naissance"))
    shutil.rmtree(tmp_path / "index")
    anew = make_index(tmp_path / "index", library)

    assert rebuilt == before
    assert anew.search(make_question("copie d'acte de naissance")) == before


def test_another_process_sees_what_was_committed(library: Library, tmp_path: Path) -> None:
    """An index that was opened before a change shows it once it has followed."""
    early = make_index(tmp_path, library)
    store(library, "guide", new="Le stationnement coûte trois dirhams.")
    make_index(tmp_path, library)

    assert found(early, "stationnement") == []
    early.follow(library.changes_since)
    assert found(early, "stationnement") == ["new"]


def _hold(folder: Path, held: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    import fcntl

    with (folder / "writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held.set()
        done.wait(60)


def test_a_reader_does_not_wait_for_a_writer(library: Library, tmp_path: Path) -> None:
    """While another process writes, following without waiting leaves the work to it and searches go on."""
    index = make_index(tmp_path, library)
    store(library, "guide", new="Le stationnement coûte trois dirhams.")
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    writer = context.Process(target=_hold, args=(tmp_path, held, done))
    writer.start()
    held.wait(60)
    index.follow(library.changes_since, wait=False)
    behind = found(index, "stationnement")
    done.set()
    writer.join()
    index.follow(library.changes_since, wait=False)

    assert behind == []
    assert found(index, "stationnement") == ["new"]


def test_a_folder_that_cannot_be_written_is_our_error(library: Library, tmp_path: Path) -> None:
    """A file in the place of the index folder is named, with the way out."""
    (tmp_path / "index").write_text("")

    with pytest.raises(StorageError, match="index") as caught:
        make_index(tmp_path / "index", library)
    assert "rebuild" in caught.value.hint


def test_a_word_of_the_thesaurus_finds_the_term_of_the_law(library: Library, tmp_path: Path) -> None:
    """Through a concept, an everyday word finds passages that say it otherwise or in another language."""
    said = [" ".join(term.stem for term in analyse(phrase)) for phrase in ("رسم الولادة", "acte naissance")]
    concepts = Thesaurus({"fr": {"extrait": [0]}}, [[(stems, 0.8) for stems in said]])
    index = make_index(tmp_path, library, concepts)

    assert set(found(index, "extrait", "guide")) == {"fees", "ar"}
