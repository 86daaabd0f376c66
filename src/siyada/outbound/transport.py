"""The guarded way to the network, below the HTTP client: no request and no redirect gets around it.

    1. the policy must name the host and the port of the request
    2. the name is resolved once; every address must lie where the destination allows
    3. the attempt is recorded; what cannot be recorded does not happen
    4. the connection goes to the address that was checked, so a second answer of the DNS changes nothing

A connection serves one request, so every request is an attempt on record.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Never

import httpcore2
import httpx2

from siyada.errors import OutboundError
from siyada.outbound.addresses import Reach, parse_address, reach_of
from siyada.outbound.deadline import Deadline, current_deadline
from siyada.outbound.policy import Attempt, Destination, Record, find_destination

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host, in the order in which they are to be tried. Raises OSError."""
CONNECT_TIMEOUT_S = 10.0
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def resolve_host(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver knows."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class TimedStream(httpcore2.NetworkStream):
    """A connection whose every read and write ends by the deadline of the block it runs in."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes, empty at the end. Raises httpcore2.ReadTimeout."""
        return self._stream.read(max_bytes, clamped(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all. Raises httpcore2.WriteTimeout."""
        self._stream.write(buffer, clamped(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        """Ends the connection: the other side sees it and may stop its work."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection under TLS."""
        return TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, clamped(timeout, httpcore2.ConnectTimeout))
        )

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # the signature is httpcore's
        """What httpcore asks of the socket."""
        return self._stream.get_extra_info(info)


def clamped(timeout: float | None, error: type[Exception]) -> float | None:
    """A timeout that does not outlast the deadline of the block. Raises `error` where that has passed."""
    deadline = current_deadline()
    if deadline.passed:
        raise error("deadline")
    return deadline.clamp(timeout)


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects where the policy allows: steps 1 to 4."""

    def __init__(self, destinations: Sequence[Destination], record: Record, purpose: str, resolve: Resolve) -> None:
        self._destinations = tuple(destinations)
        self._record = record
        self._purpose = purpose
        self._resolve = resolve
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to a checked address. Raises OutboundError where the policy denies it."""
        # 1. The policy names host and port.
        destination = find_destination(self._destinations, host, port)
        if destination is None:
            self._deny(Destination(host), port, "the policy does not name it")
        # 2. Every address lies where it may.
        addresses = self._addresses(destination, port)
        # 4. To a checked address; the next one where it does not answer.
        failure: Exception = httpcore2.ConnectError("no address")
        for address in addresses:
            # 3. On record before the first byte.
            self._record(self._attempt(destination, port, "the policy names it", allowed=True, address=address))
            allowed_s = clamped(min(timeout or CONNECT_TIMEOUT_S, CONNECT_TIMEOUT_S), httpcore2.ConnectTimeout)
            try:
                return TimedStream(self._sockets.connect_tcp(address, port, allowed_s, local_address, socket_options))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> httpcore2.NetworkStream:
        """Never: a Unix socket is no destination of the policy."""
        raise NotImplementedError

    def _addresses(self, destination: Destination, port: int) -> Sequence[str]:
        literal = parse_address(destination.host)
        if literal is not None:
            addresses: Sequence[str] = [str(literal)]
        else:
            addresses = _resolved(self._resolve, destination.host, port, current_deadline())
        for text in addresses:
            address = parse_address(text)
            reach = Reach.FORBIDDEN if address is None else reach_of(address)
            if reach is Reach.FORBIDDEN or (reach is Reach.PRIVATE and not destination.private):
                self._deny(destination, port, f"its address is {reach}", text)
        return addresses

    def _deny(self, destination: Destination, port: int, reason: str, address: str = "") -> Never:
        self._record(self._attempt(destination, port, reason, allowed=False, address=address))
        if address:
            raise OutboundError(
                "{host} has the address {address}, which is not of the internet: no connection was made.",
                hint="If it is a server of your own, write it in SIYADA_OUTBOUND as: {host}:{port} private",
                host=destination.host,
                port=port,
                address=address,
            )
        raise OutboundError(
            "{host}:{port} is not among the allowed destinations: no connection was made.",
            hint="If it may be reached, name it in SIYADA_OUTBOUND.",
            host=destination.host,
            port=port,
        )

    def _attempt(self, destination: Destination, port: int, reason: str, *, allowed: bool, address: str) -> Attempt:
        return Attempt(
            host=destination.host,
            port=port,
            purpose=self._purpose,
            allowed=allowed,
            reason=reason,
            address=address,
            country=destination.country,
            legal_basis=destination.legal_basis,
        )


def _resolved(resolve: Resolve, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """The addresses of a host, in a thread because the system's resolver knows no timeout."""
    answers: list[Sequence[str]] = []

    def ask() -> None:
        try:
            answers.append(resolve(host, port))
        except (OSError, UnicodeError):
            answers.append(())

    thread = threading.Thread(target=ask, name="resolve", daemon=True)
    thread.start()
    thread.join(deadline.clamp(CONNECT_TIMEOUT_S))
    if not answers:
        message = f"{host}: the name was not resolved in time"
        raise httpcore2.ConnectTimeout(message)
    if not answers[0]:
        message = f"{host}: the name has no address"
        raise httpcore2.ConnectError(message)
    return answers[0]


class Transport(httpx2.HTTPTransport):
    """HTTP over one of our backends: no proxy, no keep-alive, no way to another backend."""

    def __init__(self, backend: httpcore2.NetworkBackend, tls: ssl.SSLContext, unix_socket: str | None = None) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls,
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=backend,
            uds=unix_socket,
        )


__all__ = ["GuardedBackend", "Resolve", "SocketOption", "TimedStream", "Transport", "clamped", "resolve_host"]
