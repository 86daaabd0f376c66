"""`siyada index`: the search index, which can always be made anew from the documents."""

from __future__ import annotations

import typer

from siyada.cli.output import Data, Json, settings_for, show, show_json
from siyada.cli.output import speak as _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("The search index."))
    group.command("rebuild", help=_("Make the index anew from the documents."))(rebuild)
    group.callback()(lambda: None)
    app.add_typer(group, name="index")


def rebuild(*, data: Data = None, as_json: Json = False) -> None:
    """Make the index anew."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    with open_house(settings_for(data), follow=False) as house:
        house.index.rebuild(house.library.changes_since)
        sequence = house.index.sequence
    if as_json:
        show_json({"sequence": sequence})
    else:
        show(_("The index is made anew."))
