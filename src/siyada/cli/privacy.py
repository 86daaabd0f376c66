"""`siyada privacy`: personal data in texts and files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from siyada.cli.output import Json, show, show_json
from siyada.cli.output import speak as _
from siyada.errors import UserError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Personal data: where it stands in a document."))
    group.command("scan", help=_("List the personal data of a document; exit 1 where there is any."))(scan)
    group.callback()(lambda: None)
    app.add_typer(group, name="privacy")


def scan(path: Annotated[Path, typer.Argument(help=_("The document."))], *, as_json: Json = False) -> None:
    """List the personal data of a document."""
    from siyada.documents.readers import read  # noqa: PLC0415  # the other commands start faster without it
    from siyada.privacy import find_personal_data  # noqa: PLC0415  # idem

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", hint="Check the path.", path=path, reason=error) from error
    text = read(data, name=path.name).text
    found = find_personal_data(text)
    if as_json:
        findings = [
            {
                "kind": str(each.kind),
                "start": each.start,
                "end": each.end,
                "text": each.text,
                "confidence": round(each.confidence, 3),
                "legal_weight": str(each.weight),
            }
            for each in found
        ]
        show_json({"findings": findings})
    else:
        for each in found:
            show(f"{each.kind}\t{each.start}-{each.end}\t{each.confidence:.2f}\t{each.text}")
    raise typer.Exit(1 if found else 0)
