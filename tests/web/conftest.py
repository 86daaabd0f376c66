"""A served house with its pages, and readers of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from service_houses import open_town
from starlette.testclient import TestClient

from siyada.api.server import create_app
from siyada.compose import House
from siyada.web.site import Site


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A small house that tests only read."""
    with open_town(tmp_path_factory.mktemp("town")) as house:
        yield house


@pytest.fixture(scope="session")
def reader(town: House) -> Iterator[TestClient]:
    """A browser without a script that is shown everything, redirects too."""
    with TestClient(create_app(town, Site), raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def address(town: House) -> Iterator[str]:
    """Where the house is served for real."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(town, Site), log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
