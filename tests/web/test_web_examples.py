"""Tests of the questions to begin with, and of long lists."""

from __future__ import annotations

from pathlib import Path

from service_houses import GUIDE, prepare_reading
from starlette.testclient import TestClient

from siyada.api.server import create_app
from siyada.compose import House, open_house
from siyada.documents import Prepared
from siyada.settings import Settings
from siyada.types import Heading, Reading
from siyada.web.examples import COLLECTION, SAMPLES, Examples
from siyada.web.listing import SHOWN
from siyada.web.site import Site

QUESTION = "Comment inscrire un enfant à la crèche ?"


def make_leaflet(number: int) -> Prepared:
    """A document whose heading is a question."""
    text = f"{QUESTION}\n\nDossier {number} : on inscrit un enfant au guichet 5."
    return prepare_reading(
        f"creche-{number:03}", Reading(text, f"Crèche {number}", headings=(Heading(0, len(QUESTION), 1),))
    )


def test_an_empty_library_proposes_nothing(tmp_path: Path) -> None:
    """It says how to begin instead."""
    with open_house(Settings(data=tmp_path)) as house, TestClient(create_app(house, Site)) as reader:
        page = reader.get("/en/").text

    assert Examples(house).of("fr") == []
    assert "siyada ingest" in page


def test_headings_that_ask_are_proposed(tmp_path: Path) -> None:
    """A library of questions and answers proposes its own, as soon as they are there."""
    with open_house(Settings(data=tmp_path)) as house:
        examples = Examples(house)
        before = examples.of("fr")
        house.library.store(GUIDE, [make_leaflet(1)])
        after = examples.of("fr")

    assert before == []
    assert [(each.text, each.language) for each in after] == [(QUESTION, "fr")]


def test_samples_are_proposed_where_their_documents_are(tmp_path: Path) -> None:
    """In the reader's language, and only what a document of the library answers."""
    files = [path for path in (SAMPLES / COLLECTION).rglob("*") if path.is_file()]
    names = [path.relative_to(SAMPLES / COLLECTION).as_posix() for path in files]
    with open_house(Settings(data=tmp_path)) as house:
        house.library.store(COLLECTION, [prepare_reading(name, Reading(name)) for name in names])
        examples = Examples(house)

        for language, variety in {"fr": "fr", "ar": "ar", "ary": "ary-Arab", "zgh": "zgh-Tfng", "en": "en"}.items():
            assert {each.language for each in examples.of(language)} == {variety}


def test_a_long_list_comes_in_pages(tmp_path: Path) -> None:
    """Each document stands on one page of the list; the pages lead to each other."""
    with open_house(Settings(data=tmp_path)) as house, TestClient(create_app(house, Site)) as reader:
        _fill(house, SHOWN + 5)
        pages = [reader.get("/en/documents", params={"page": page}).text for page in (1, 2)]

    assert [page.count('<li><a href="/en/source') for page in pages] == [SHOWN, 5]
    assert 'rel="next" href="/en/documents?collection=guide&amp;page=2"' in pages[0]
    assert 'rel="prev" href="/en/documents?collection=guide"' in pages[1]


def _fill(house: House, number: int) -> None:
    house.library.store(GUIDE, [make_leaflet(each) for each in range(number)])
