"""`siyada language`: what a text is written in, and how it is written otherwise."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from siyada.cli.output import Json, show, show_json
from siyada.cli.output import speak as _
from siyada.errors import UserError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_("Tell the variety of a text, its normal form, and the other script."))(language)


def language(
    text: Annotated[str | None, typer.Argument(help=_("The text; - reads it from the input."))] = None,
    *,
    file: Annotated[Path | None, typer.Option("--file", help=_("A UTF-8 file with the text."))] = None,
    as_json: Json = False,
) -> None:
    """Tell the variety of a text."""
    from siyada.language import describe  # noqa: PLC0415  # the other commands start faster without it

    described = describe(_given(text, file))
    if as_json:
        show_json(described)
        return
    show(f"{described['variety']} ({described['confidence']:.0%})")
    show(described["normal"])
    if described["other_script"]:
        show(described["other_script"])


def _given(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise UserError("Give a text or a file, one of them.", hint="siyada language --help")
    if file is None:
        return sys.stdin.read() if text == "-" else str(text)
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "{path} cannot be read: {reason}.", hint="Give a UTF-8 file.", path=file, reason=error
        ) from error
