"""A served house, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from service_houses import open_town
from starlette.testclient import TestClient

from siyada.api.server import create_app
from siyada.compose import House


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A small house that tests only read."""
    with open_town(tmp_path_factory.mktemp("town")) as house:
        yield house


@pytest.fixture(scope="module")
def client(town: House) -> Iterator[TestClient]:
    """A program that talks to the house."""
    with TestClient(create_app(town), raise_server_exceptions=False) as client:
        yield client
