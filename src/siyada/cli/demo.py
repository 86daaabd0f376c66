"""`siyada demo`: a library with sample documents, in the browser."""

from __future__ import annotations

import hashlib
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from siyada.catalogues import translate_error
from siyada.cli.output import Data, note, settings_for, show, words
from siyada.cli.output import speak as _
from siyada.cli.serve import address_of, listen, run_service, show_address
from siyada.errors import UserError
from siyada.settings import default_data_dir

if TYPE_CHECKING:
    import socket
    from contextlib import AbstractContextManager

    from siyada.compose import House
    from siyada.settings import Settings

FOLDER = "demo"
"""The library of the demonstration stands apart, in a folder of the data folder."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_("Open a library with sample documents in the browser."))(demo)


def demo(
    *,
    port: Annotated[int | None, typer.Option("--port", help=_("The port to listen at."), metavar="PORT")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=_("Do not open the browser."))] = False,
    data: Data = None,
) -> None:
    """Open a library with sample documents in the browser."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    settings = settings_for(data or default_data_dir() / FOLDER, port=port)
    with _listen(settings, chosen=port is not None) as listener, open_house(settings) as house:
        load_samples(house)
        run_service(house, listener, lambda: _welcome(house, address_of(listener), browser=not no_browser))


def _listen(settings: Settings, *, chosen: bool) -> AbstractContextManager[socket.socket]:
    """Where the person chose no port, any free one will do."""
    try:
        with listen(settings.host, settings.port):
            pass
    except UserError:
        if chosen:
            raise
        return listen(settings.host, 0)
    return listen(settings.host, settings.port)


def load_samples(house: House) -> None:
    """Bring the sample documents into the library; does nothing where they are there already."""
    from siyada.web.examples import COLLECTION, SAMPLES  # noqa: PLC0415  # the other commands start faster without it

    folder = SAMPLES / COLLECTION
    known = house.library.known(COLLECTION)
    if known != _versions(folder):
        note(_("Reading the sample documents…"))
        for step in house.ingest(COLLECTION, [str(folder)]):
            if step.error:
                note(f"{step.item}: {' '.join(translate_error(words(), step.error))}")
        for gone in known.keys() - _versions(folder).keys():
            house.library.remove(COLLECTION, gone)
    house.follow()


def _versions(folder: Path) -> dict[str, str]:
    """The documents of a folder by name, and the SHA-256 of each."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _welcome(house: House, address: str, *, browser: bool) -> None:
    from siyada.web.examples import Examples  # noqa: PLC0415  # the other commands start faster without it

    show(_("Ask it, for example:"))
    examples = Examples(house)
    for language in dict.fromkeys((words().language, "fr", "ar")):
        for question in examples.of(language)[:2]:
            show(f"  {question.text}")
    show()
    show_address(address)
    if browser:
        _open_browser(address)


def _open_browser(address: str) -> None:
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return  # no browser here: the address is on the screen
    # This very class stands for browsers in text mode, which would take the terminal.
    if type(found) is not webbrowser.GenericBrowser:
        found.open(address)


__all__ = ["FOLDER", "load_samples", "register"]
