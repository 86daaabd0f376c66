"""Nothing of Siyada gets to the network but through `siyada.outbound`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import siyada

SOURCES = Path(siyada.__file__).parent
# What opens connections, as modules and as names of a module.
DOORS = (
    "socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib",
    "xmlrpc.client", "requests", "urllib3", "httpx", "aiohttp", "websockets", "httpcore", "httpcore2",
)  # fmt: skip
LISTENERS = {
    "cli/demo.py": "opens the port that the service listens on",
    "cli/serve.py": "opens the port, and asks itself whether it is up",
}
CLIENTS = ("Client", "AsyncClient", "HTTPTransport", "AsyncHTTPTransport", "get", "post", "stream", "request")


def opened(tree: ast.AST) -> Iterator[str]:
    """The doors that a module opens: imports of network modules, and clients that it makes of httpx2 itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in DOORS)
        elif isinstance(node, ast.ImportFrom) and node.module in DOORS:
            yield str(node.module)
        elif isinstance(node, ast.ImportFrom) and node.module == "httpx2":
            yield from (f"httpx2.{alias.name}" for alias in node.names if alias.name in CLIENTS)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            if called.startswith("httpx2.") and node.func.attr in CLIENTS:
                yield called


@pytest.mark.parametrize(
    "code",
    [
        "import socket",
        "from urllib.request import urlopen",
        "import httpx2\nhttpx2.get('x')",
        "from httpx2 import Client",
    ],
)
def test_an_open_door_would_be_seen(code: str) -> None:
    """The search below finds what it looks for."""
    assert list(opened(ast.parse(code)))


def test_only_outbound_opens_connections() -> None:
    """No other module imports a network module or makes a client of its own, but those that listen."""
    found = {
        str(path.relative_to(SOURCES)): doors
        for path in sorted(SOURCES.rglob("*.py"))
        if "outbound" not in path.relative_to(SOURCES).parts
        and (doors := list(opened(ast.parse(path.read_text(encoding="utf-8")))))
    }

    assert found.keys() == LISTENERS.keys()
