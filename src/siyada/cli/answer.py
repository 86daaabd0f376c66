"""`siyada answer`: what was answered before."""

from __future__ import annotations

from typing import Annotated

import typer

from siyada.cli.answers import show_answer
from siyada.cli.output import Data, Json, settings_for, show, show_json
from siyada.cli.output import speak as _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Answers that were given."))
    group.command("show", help=_("Show an answer again, with what made it."))(show_stored)
    app.add_typer(group, name="answer")


def show_stored(
    answer_id: Annotated[str, typer.Argument(metavar="ID", help=_("The number that stands below the answer."))],
    *,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show an answer again."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    with open_house(settings_for(data)) as house:
        record = house.answers.fetch(answer_id)
    if as_json:
        show_json(record)
        return
    show(record["question"])
    show()
    show_answer(record)
