"""The gate: all that Siyada asks of other machines goes through one `Outbound`."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import httpcore2
import httpx2

from siyada.outbound.local import LocalBackend
from siyada.outbound.policy import Destination, Record
from siyada.outbound.transport import GuardedBackend, Resolve, Transport, resolve_host

TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
USER_AGENT = "Siyada"


class Outbound:
    """Opens clients that reach the destinations of the policy and nothing else. Serves many threads.

    `record` hears of every attempt, allowed or denied, before it happens. `resolve` and `tls` are the system's unless
    given.
    """

    def __init__(
        self,
        destinations: Sequence[Destination],
        record: Record,
        *,
        resolve: Resolve = resolve_host,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._destinations = tuple(destinations)
        self._record = record
        self._resolve = resolve
        self._given_tls = tls

    def open_client(
        self, purpose: str, *, base_url: str = "", headers: Mapping[str, str] | None = None
    ) -> httpx2.Client:
        """A client, to be closed by the caller; `purpose` stands in the record ("model", "document")."""
        backend = GuardedBackend(self._destinations, self._record, purpose, self._resolve)
        return _client(Transport(backend, self._tls), base_url, headers)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # trust_env off: SSL_CERT_FILE and its kin would let the environment choose whom to trust.
        return self._given_tls or httpx2.create_ssl_context(trust_env=False)


def open_socket_client(path: Path, *, headers: Mapping[str, str] | None = None) -> httpx2.Client:
    """A client of a process on this machine that listens on a Unix socket; nothing leaves the machine."""
    # TLS never runs here; the bare context spares the loading of certificates.
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return _client(Transport(LocalBackend(), tls, str(path)), "http://localhost", headers)


def _client(transport: Transport, base_url: str, headers: Mapping[str, str] | None) -> httpx2.Client:
    return httpx2.Client(
        transport=transport,
        base_url=base_url,
        headers={"User-Agent": USER_AGENT, **(headers or {})},
        timeout=TIMEOUT,
        follow_redirects=False,
        trust_env=False,
    )


# What may go wrong between two machines; every one of them is to become one of our errors.
NETWORK_ERRORS = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, httpcore2.NetworkError, OSError)

__all__ = ["NETWORK_ERRORS", "Outbound", "open_socket_client"]
