"""`siyada serve`: the pages and the HTTP interface of a library, until told to stop."""

from __future__ import annotations

import errno
import http.client
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from siyada.cli.output import Data, settings_for, show
from siyada.cli.output import speak as _
from siyada.errors import UserError

if TYPE_CHECKING:
    from siyada.compose import House

GRACE_S = 5
"""How long answers that are being written may take once the service is told to stop."""
_EVERYWHERE = {"", "0.0.0.0", "::"}  # noqa: S104  # recognised, not bound


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_("Serve the pages and the HTTP interface."))(serve)


def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", help=_("The address to listen at."), metavar="HOST")] = None,
    port: Annotated[int | None, typer.Option("--port", help=_("The port to listen at."), metavar="PORT")] = None,
    data: Data = None,
) -> None:
    """Serve the pages and the HTTP interface."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    settings = settings_for(data, host=host, port=port)
    with listen(settings.host, settings.port) as listener, open_house(settings) as house:
        run_service(house, listener, lambda: show_address(address_of(listener)))


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens. Raises UserError where that is not possible."""
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise _refused(host, port, error) from error
    # Accepted connections inherit it; else head and body of a response stand 40 ms apart (Nagle and delayed ACK).
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


def _refused(host: str, port: int, error: OSError) -> UserError:
    if error.errno == errno.EADDRINUSE:
        return UserError(
            "Another program already listens at port {port}.", hint="Choose another port with --port.", port=port
        )
    return UserError(
        "It is not possible to listen at {host}, port {port}: {reason}.",
        hint="Choose another address with --host or another port with --port.",
        host=host,
        port=port,
        reason=error.strerror or error,
    )


def address_of(listener: socket.socket) -> str:
    """The address that a browser on this machine can open."""
    host, port = listener.getsockname()[:2]
    if host in _EVERYWHERE:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def show_address(address: str) -> None:
    """Say where the service answers."""
    show(_("Siyada answers at {address} (stop with Ctrl+C)", address=address))
    # Nothing more is said for hours, and who reads a pipe wants the address now.
    sys.stdout.flush()


def run_service(house: House, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve a house until SIGINT or SIGTERM; `ready` is called, in a thread, once the service answers."""
    import uvicorn  # noqa: PLC0415  # the other commands start faster without it

    from siyada.api.server import create_app  # noqa: PLC0415  # idem
    from siyada.web.site import Site  # noqa: PLC0415  # idem

    config = uvicorn.Config(
        create_app(house, Site),
        log_level="warning",
        # Addresses say what people read.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    threading.Thread(target=_call_when_ready, args=(listener, ready), daemon=True).start()
    with _stopping_quietly():
        uvicorn.Server(config).run(sockets=[listener])


def _call_when_ready(listener: socket.socket, ready: Callable[[], None]) -> None:
    """The socket listens already: the first answer comes as soon as the service is up."""
    host, port = listener.getsockname()[:2]
    connection = http.client.HTTPConnection("localhost" if host in _EVERYWHERE else host, port, timeout=60)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return  # it was stopped before it began, and says so itself
    finally:
        connection.close()
    ready()


@contextmanager
def _stopping_quietly() -> Iterator[None]:
    """The server raises the signal that stopped it once more, when all is closed; by then there is nothing to do."""
    kept = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    pass


__all__ = ["GRACE_S", "address_of", "listen", "register", "run_service", "show_address"]
