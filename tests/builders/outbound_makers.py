"""Pages that a test server answers with, and what a gate and a server remember."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from siyada.outbound import Attempt, Fetched, Outbound, open_fetch

Page = Callable[[BaseHTTPRequestHandler], None]
Serve = Callable[..., "Served"]


@dataclass
class Served:
    """A running server: its port, and what was asked of it as `host/path`."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Gate:
    """An `Outbound` and the attempts it recorded."""

    outbound: Outbound
    record: list[Attempt]

    def fetch(self, url: str, *, limit_bytes: int = 10_000_000, timeout_s: float = 10.0) -> Fetched:
        """One page through the gate."""
        with open_fetch(self.outbound, limit_bytes=limit_bytes, timeout_s=timeout_s) as fetch:
            return fetch(url)


def page(data: bytes, media_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Page:
    """A page with these bytes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def redirect(to: str) -> Page:
    """A page that sends the reader elsewhere."""
    return page(b"", status=302, Location=to)
