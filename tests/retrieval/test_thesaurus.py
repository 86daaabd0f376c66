from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

import pytest

from siyada.language import analyse
from siyada.retrieval import load_thesaurus
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


@pytest.mark.parametrize(
    ("word", "variety", "term"),
    [
        ("virer", Variety.FRENCH, "فصل"),
        ("tarad", Variety.DARIJA_LATIN, "licenci"),
        ("طرد", Variety.ARABIC, "licenci"),
    ],
)
def test_everyday_words_lead_to_the_law(word: str, variety: Variety, term: str) -> None:
    """To be thrown out of work, in any variety, is dismissal in the law."""
    stems = tuple(each.stem for each in analyse(word))

    said = {stem for wording in load_thesaurus(analyse).wordings(stems, variety) for stem in wording.stems}

    assert term in said


def test_the_kept_form_is_the_same(tmp_path: Path) -> None:
    """What is kept between two starts gives the same wordings, and a damaged file is made anew."""
    fresh = load_thesaurus(analyse, tmp_path)
    kept = load_thesaurus(analyse, tmp_path)
    (file,) = tmp_path.glob("thesaurus-*.json")
    file.write_text("{", encoding="utf-8")
    mended = load_thesaurus(analyse, tmp_path)

    for thesaurus in (kept, mended):
        assert thesaurus.longest == fresh.longest
        assert thesaurus.wordings(("licenci",), Variety.FRENCH) == fresh.wordings(("licenci",), Variety.FRENCH)
