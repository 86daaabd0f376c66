"""`siyada answer`: what was answered before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from siyada.cli.answers import show_answer
from siyada.cli.output import Data, Json, settings_for, show, show_json
from siyada.cli.output import speak as _
from siyada.errors import StorageError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Answers that were given."))
    group.command("show", help=_("Show an answer again, with what made it."))(show_stored)
    group.command("receipt", help=_("Write the receipt of an answer: proof that it was given, for anyone to verify."))(
        receipt
    )
    group.command("erase", help=_("Forget an answer for good; that something was answered stays proved."))(erase)
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


def receipt(
    answer_id: Annotated[str, typer.Argument(metavar="ID", help=_("The number that stands below the answer."))],
    file: Annotated[Path, typer.Argument(help=_("The file to write."))],
    *,
    without_content: Annotated[
        bool, typer.Option("--without-content", help=_("Prove that something was answered, not what."))
    ] = False,
    data: Data = None,
) -> None:
    """Write the receipt of an answer."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it
    from siyada.ledger.receipt import format_receipt  # noqa: PLC0415  # idem

    with open_house(settings_for(data), follow=False) as house:
        given = house.answers.receipt(answer_id)
    try:
        file.write_bytes(format_receipt(given.without_content() if without_content else given))
    except OSError as error:
        raise StorageError(
            "{path} cannot be written: {reason}.", hint="Choose another file.", path=file, reason=error
        ) from error
    show(_("Written to {path}. Check it with: siyada ledger verify {path}", path=file))


def erase(
    answer_id: Annotated[str, typer.Argument(metavar="ID", help=_("The number that stands below the answer."))],
    *,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Forget an answer."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    with open_house(settings_for(data), follow=False) as house:
        house.answers.erase(answer_id)
    if as_json:
        show_json({"erased": answer_id})
    else:
        show(_("The answer is erased."))
