"""Tests of what failures look like over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from siyada import errors
from siyada.api.failures import STATUSES, status_of
from siyada.api.server import create_app
from siyada.compose import House, open_house
from siyada.errors import SiyadaError
from siyada.settings import Settings

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, SiyadaError) and kind is not SiyadaError
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_class_of_errors_has_a_status(kind: type[SiyadaError]) -> None:
    """A new class of errors without a line in the table is refused here."""
    assert kind in STATUSES
    assert 400 <= status_of(kind("Wrong.")) < 600


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[TestClient]:
    """A service whose database went away, and one part of it altogether."""
    with open_house(Settings(data=tmp_path)) as house:
        app = create_app(replace(house, answers=None))  # type: ignore[arg-type]  # a defect of ours, on purpose
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


def test_a_defect_of_ours_tells_nothing_of_the_inside(broken: TestClient) -> None:
    """No traceback, no type: our shape, with the headers of every response."""
    response = broken.get("/api/answers/1", headers={"accept-language": "en"})

    assert response.status_code == 500
    assert response.json()["error"]["message"] == "Something went wrong inside Siyada."
    assert "NoneType" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_disk_that_refuses_is_unavailable(tmp_path: Path) -> None:
    """The library cannot be read: not ready, and a hint what to do."""
    with open_house(Settings(data=tmp_path)) as house, TestClient(create_app(house)) as client:
        _spoil(house)
        response = client.get("/readyz", headers={"accept-language": "en"})

    assert response.status_code == 503
    assert response.json()["error"]["hint"]


def _spoil(house: House) -> None:
    with house.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE changes")


def test_a_wrong_method_is_told(client: TestClient) -> None:
    """405, with the methods that can be used."""
    response = client.get("/api/ask", headers={"accept-language": "en"})

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert response.json()["error"]["message"] == "GET cannot be used at this address."


def test_an_unknown_address_is_told(client: TestClient) -> None:
    """404 in our shape, also where no page is served."""
    for path in ("/api/nothing", "/nothing", "/api/../etc/passwd"):
        response = client.get(path, headers={"accept-language": "en"})
        assert (response.status_code, response.json()["error"]["message"]) == (404, "No such page")
