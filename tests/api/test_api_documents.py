"""Tests of the library over HTTP."""

from __future__ import annotations

import pytest
from service_houses import BIRTH, FEE, GONE, GUIDE, ODD, OLD_FEE, TRAP, version_of
from starlette.testclient import TestClient


def test_collections_are_counted(client: TestClient) -> None:
    """Removed documents do not count."""
    assert client.get("/api/collections").json() == {
        "collections": [{"collection": ODD, "documents": 1}, {"collection": GUIDE, "documents": 4}]
    }


def test_documents_are_listed_with_what_could_not_be_read(client: TestClient) -> None:
    """Unread pages and problems are part of the list; problems speak the reader's language."""
    listed = client.get("/api/documents", params={"collection": GUIDE}, headers={"accept-language": "en"}).json()

    assert listed["total"] == 4
    assert {each["document"]: each["unread_pages"] for each in listed["documents"]}["fr/naissance.pdf"] == [3]
    assert listed["problems"][0]["item"] == "scan<1>.pdf"
    assert listed["problems"][0]["error"]["message"] == "The file is empty."


def test_documents_are_listed_in_parts(client: TestClient) -> None:
    """Parts one after the other are the whole list."""
    whole = client.get("/api/documents", params={"collection": GUIDE}).json()["documents"]

    parts = [
        client.get("/api/documents", params={"collection": GUIDE, "offset": offset, "limit": 2}).json()["documents"]
        for offset in (0, 2, 4)
    ]

    assert [*parts[0], *parts[1], *parts[2]] == whole


def test_a_source_is_the_stored_text(client: TestClient) -> None:
    """By default the version that is searched, with its pages."""
    source = client.get("/api/source", params={"collection": GUIDE, "document": "fr/naissance.pdf"}).json()

    assert source["text"] == BIRTH
    assert BIRTH[source["pages"][1]["start"] :].startswith("Copie intégrale")
    assert source["current"]
    assert source["unread_pages"] == [3]


@pytest.mark.parametrize(
    ("document", "text", "state"),
    [
        ("tarif", FEE, {"current": True, "removed": False}),
        ("tarif", OLD_FEE, {"current": False, "removed": False}),
        ("ancien", GONE, {"current": False, "removed": True}),
    ],
)
def test_old_versions_stay_readable(client: TestClient, document: str, text: str, state: dict[str, bool]) -> None:
    """A version that was replaced or removed is given and says so."""
    asked = {"collection": GUIDE, "document": document, "version": version_of(text)}

    source = client.get("/api/source", params=asked).json()

    assert source["text"] == text
    assert source.items() >= state.items()


def test_a_name_that_looks_like_a_path_is_only_a_name(client: TestClient) -> None:
    """Documents are looked up by name in the library; the disk is never asked."""
    found = client.get("/api/source", params={"collection": ODD, "document": "../../etc/passwd"})
    other = client.get("/api/source", params={"collection": GUIDE, "document": "../../etc/passwd"})

    assert "piscine" in found.json()["text"]
    assert other.status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"collection": GUIDE, "document": "/etc/passwd"},
        {"collection": GUIDE, "document": "tarif", "version": "0" * 64},
        {"collection": GUIDE, "document": "tarif", "version": version_of(TRAP)},
        {"collection": "nowhere", "document": "tarif"},
        {"collection": "' OR '1'='1", "document": "tarif\x00"},
    ],
)
def test_what_is_not_there_is_missing(client: TestClient, asked: dict[str, str]) -> None:
    """404 in our shape."""
    response = client.get("/api/source", params=asked)

    assert response.status_code == 404
    assert response.json()["error"]["message"]


def test_paths_of_the_machine_are_not_told(client: TestClient) -> None:
    """An address on the web is a source to follow; a path on the disk of the keeper is not."""
    listed = client.get("/api/documents", params={"collection": GUIDE}).json()["documents"]

    addresses = {each["document"]: each["address"] for each in listed}
    assert addresses["piège.html"] == "https://town.example/?a=1&b=2"
    assert addresses["tarif"] == ""
