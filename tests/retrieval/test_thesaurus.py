from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from siyada.language import analyse, skeleton
from siyada.retrieval import Thesaurus, load_thesaurus
from siyada.types import Variety

COLUMNS = ["concept", "fr", "ar", "ary", "latn", "en", "es", "zgh"]
FILES = sorted(Path(str(resources.files("siyada.retrieval"))).glob("thesaurus/*.tsv"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_keep_their_form(path: Path) -> None:
    """Each row has all columns, a name of its own that begins with the file's, and words in French and Arabic."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

    assert [list(row) for row in rows] == [COLUMNS] * len(rows)
    assert all(row["concept"].startswith(f"{path.stem}/") and row["fr"] and row["ar"] for row in rows)
    assert len({row["concept"] for row in rows}) == len(rows)
    for row in rows:
        for cell in list(row.values())[1:]:
            words = cell.split("|") if cell else []
            assert len(set(words)) == len(words), (row["concept"], cell)
            assert all(word and word == word.strip() for word in words), (row["concept"], cell)


@cache
def shipped() -> Thesaurus:
    """The shipped thesaurus, analysed once."""
    return load_thesaurus(analyse, skeleton)


def said(word: str, variety: Variety, folder: Path | None = None) -> set[str]:
    """All stems that the shipped thesaurus knows for a word."""
    (term,) = analyse(word)
    thesaurus = load_thesaurus(analyse, skeleton, folder) if folder else shipped()
    found = thesaurus.wordings(term.exact, (term.stem,), variety)
    return {stem for wording in found for stem in wording.stems}


@pytest.mark.parametrize(
    ("word", "variety", "term"),
    [
        ("virer", Variety.FRENCH, "فصل"),
        ("tred", Variety.DARIJA_LATIN, "licenci"),
        ("terrd", Variety.DARIJA_LATIN, "licenci"),
        ("طردوني", Variety.DARIJA_ARABIC, "licenci"),
        ("fired", Variety.ENGLISH, "فصل"),
    ],
)
def test_everyday_words_lead_to_the_law(word: str, variety: Variety, term: str) -> None:
    """To be thrown out of work, in any variety and spelling, is dismissal in the law."""
    assert term in said(word, variety)


def test_words_that_share_a_short_stem_are_kept_apart() -> None:
    """The verb "donner" is not the gift of civil law, though their stems are the same."""
    assert said("don", Variety.FRENCH)
    assert not said("donnerait", Variety.FRENCH)


def test_the_kept_form_is_the_same(tmp_path: Path) -> None:
    """What is kept between two starts gives the same wordings, and a damaged file is made anew."""
    fresh = said("licenciement", Variety.FRENCH, tmp_path)
    kept = said("licenciement", Variety.FRENCH, tmp_path)
    (file,) = tmp_path.glob("thesaurus-*.json")
    file.write_text("{", encoding="utf-8")

    assert kept == fresh == said("licenciement", Variety.FRENCH, tmp_path)
    assert file.stat().st_size > 1_000
