"""The policy: which destinations may be reached. What it does not name is denied.

A destination is written `host[:port] [private] [country=XX] [basis=…]`:

    www.lopinion.ma
    gpu.intranet:8000 private country=MA basis=own premises
    [fd00::5]:8000

`private` says that the name may stand for an address of the institution's own networks; an address written as digits
says so by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from siyada.errors import SettingsError
from siyada.outbound.addresses import Reach, parse_address, reach_of

WEB_PORTS = frozenset({80, 443})
_PLACE = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^\s:/@\[\]]+)(?::(?P<port>\d{1,5}))?\Z")
_LOCAL_NAMES = frozenset({"localhost"})


@dataclass(frozen=True, slots=True)
class Destination:
    """A host that may be reached, and on what ground."""

    host: str
    """In lower case, as DNS writes it (punycode), or an address in its shortest form."""
    port: int | None = None
    """None: the web's ports, 80 and 443."""
    private: bool = False
    """Whether it may have an address of this machine or of an inside network."""
    country: str = "unknown"
    legal_basis: str = "unknown"

    def admits(self, port: int) -> bool:
        """Whether the destination may be reached on this port."""
        return port in WEB_PORTS if self.port is None else port == self.port


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to connect, for the record. It never holds a path, a key or content."""

    host: str
    port: int
    purpose: str
    allowed: bool
    reason: str
    address: str = ""
    """The address that was, or would have been, connected to; empty where the policy denied the name."""
    country: str = "unknown"
    legal_basis: str = "unknown"


Record = Callable[[Attempt], None]
"""Keeps attempts. If it raises, the attempt fails: what cannot be recorded does not happen."""


def canonical_host(host: str) -> str:
    """The one form of a host that is compared: lower case, punycode, no final dot, the shortest form of an address."""
    host = host.strip().rstrip(".").lower()
    address = parse_address(host)
    if address is not None:
        return str(address)
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def parse_destination(text: str) -> Destination:
    """The destination that an entry of the policy names. Raises SettingsError."""
    place, _, rest = text.strip().partition(" ")
    match = _PLACE.match(place)
    host = canonical_host(match["host"]) if match else ""
    if not match or not host or "*" in host or not 0 < int(match["port"] or 1) < 65_536:
        raise _unreadable(text)
    facts, private = _facts(text, rest)
    return Destination(
        host=host,
        port=int(match["port"]) if match["port"] else None,
        private=private or is_inside(host),
        country=facts.get("country", "unknown"),
        legal_basis=facts.get("basis", "unknown"),
    )


def _facts(text: str, rest: str) -> tuple[dict[str, str], bool]:
    words, _, basis = rest.partition("basis=")
    facts = {"basis": basis.strip()} if basis.strip() else {}
    private = False
    for word in words.split():
        name, _, value = word.partition("=")
        if word == "private":
            private = True
        elif name == "country" and value:
            facts["country"] = value
        else:
            raise _unreadable(text)
    return facts, private


def _unreadable(text: str) -> SettingsError:
    return SettingsError(
        "The destination {text!r} cannot be read.",
        hint="Write it as: host[:port] [private] [country=XX] [basis=…]",
        text=text,
    )


def server_destination(url: str) -> Destination:
    """The destination of a model server that the operator named by its address. Raises SettingsError."""
    try:
        parts = urlsplit(url)
        host, port = canonical_host(parts.hostname or ""), parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError("{url!r} is no address of a server.", hint="Write it as http://host:port/v1", url=url)
    default = 443 if parts.scheme == "https" else 80
    return Destination(host, port or default, private=is_inside(host), legal_basis="named by the operator")


def read_policy(entries: Sequence[str], server: str = "") -> tuple[Destination, ...]:
    """The destinations of the policy's entries, and of the model server where one is named. Raises SettingsError."""
    named = tuple(parse_destination(entry) for entry in entries)
    return (*named, server_destination(server)) if server else named


def is_inside(host: str) -> bool:
    """Whether the host is written as an inside address, or is this machine by name."""
    address = parse_address(host)
    return host in _LOCAL_NAMES or (address is not None and reach_of(address) is Reach.PRIVATE)


def find_destination(destinations: Sequence[Destination], host: str, port: int) -> Destination | None:
    """The destination that admits a host and a port, the most permissive first; None where none does."""
    wanted = canonical_host(host)
    found = [destination for destination in destinations if destination.host == wanted and destination.admits(port)]
    return max(found, key=lambda destination: destination.private, default=None)


__all__ = [
    "Attempt",
    "Destination",
    "Record",
    "canonical_host",
    "find_destination",
    "is_inside",
    "parse_destination",
    "read_policy",
    "server_destination",
]
