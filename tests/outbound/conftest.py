"""Real servers on this machine, and a gate to them that keeps its record."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from outbound_makers import Gate, Page, Serve, Served

from siyada.outbound import Attempt, Outbound, parse_destination


@contextmanager
def _served(host: str, pages: Mapping[str, Page]) -> Iterator[Served]:
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(f"{self.headers['Host'].split(':')[0]}{self.path}")
            served.headers.append(dict(self.headers))
            pages[self.path](self)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        served.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a web server on a port of this machine; it is gone after the test."""
    with ExitStack() as stack:
        yield lambda pages, host="127.0.0.1": stack.enter_context(_served(host, pages))


@pytest.fixture
def gate() -> Callable[..., Gate]:
    """A gate with a policy and a name service of its own."""

    def make(*entries: str, names: Mapping[str, Sequence[str]] | None = None) -> Gate:
        record: list[Attempt] = []

        def resolve(host: str, port: int) -> Sequence[str]:
            del port
            return (names or {}).get(host, ())

        destinations = [parse_destination(entry) for entry in entries]
        return Gate(Outbound(destinations, record.append, resolve=resolve), record)

    return make
