"""Processes on this machine that listen on a Unix socket: nothing leaves the machine."""

from __future__ import annotations

import socket
from collections.abc import Iterable

import httpcore2

from siyada.outbound.transport import SocketOption, clamped


class LocalBackend(httpcore2.NetworkBackend):
    """Connects to Unix sockets and to nothing else."""

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> httpcore2.NetworkStream:
        """A connection to the process that listens there. Raises httpcore2.ConnectError."""
        del socket_options
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(clamped(timeout, httpcore2.ConnectTimeout))
            connection.connect(path)
        except OSError as error:
            connection.close()
            raise httpcore2.ConnectError(error) from error
        except httpcore2.ConnectTimeout:
            connection.close()
            raise
        return _LocalStream(connection)


class _LocalStream(httpcore2.NetworkStream):
    """One connection; its reads and writes end by the deadline of the block they run in."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes, empty at the end. Raises httpcore2.ReadTimeout, ReadError."""
        self._connection.settimeout(clamped(timeout, httpcore2.ReadTimeout))
        try:
            return self._connection.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore2.ReadTimeout(error) from error
        except OSError as error:
            raise httpcore2.ReadError(error) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all. Raises httpcore2.WriteTimeout, WriteError."""
        self._connection.settimeout(clamped(timeout, httpcore2.WriteTimeout))
        try:
            self._connection.sendall(buffer)
        except TimeoutError as error:
            raise httpcore2.WriteTimeout(error) from error
        except OSError as error:
            raise httpcore2.WriteError(error) from error

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


__all__ = ["LocalBackend"]
