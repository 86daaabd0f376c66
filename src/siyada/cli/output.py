"""How the command line speaks: in the person's language on a terminal, one JSON document with `--json`."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from siyada.catalogues import Catalogue, catalogue, translate_error
from siyada.errors import SettingsError, SiyadaError
from siyada.settings import Settings, load_settings


@cache
def words() -> Catalogue:
    """The catalogue of the person at the keyboard."""
    try:
        return catalogue(load_settings().language)
    except SettingsError:
        # The command that reads the settings says what is wrong with them.
        return catalogue("fr")


def speak(key: str, /, **values: object) -> str:
    """A sentence in the person's language."""
    return words().fill(key, values)


_ = speak

Data = Annotated[Path | None, typer.Option("--data", help=_("The folder of the library."), metavar="DIR")]
Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
Collections = Annotated[
    list[str] | None, typer.Option("--collection", help=_("Search this collection only; may be given several times."))
]


def settings_for(data: Path | None, **changes: object) -> Settings:
    """The settings with what the command line says on top."""
    return load_settings(data=data, **changes)


def show(text: str = "") -> None:
    """A line for people, as it is: no markup, no wrapping, so that a terminal orders Arabic by itself."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """A line beside the result, on the error stream."""
    sys.stderr.write(f"{text}\n")


def show_json(value: Any) -> None:  # noqa: ANN401  # any JSON value
    """One JSON document."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def fail(error: SiyadaError) -> None:
    """What went wrong and what to do now."""
    message, hint = translate_error(words(), error)
    note(message)
    if hint:
        note(hint)


__all__ = ["Collections", "Data", "Json", "fail", "note", "settings_for", "show", "show_json", "speak", "words"]
