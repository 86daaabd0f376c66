"""`siyada documents`: what the library holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from siyada.catalogues import translate_error
from siyada.cli.output import Data, Json, note, settings_for, show, show_json, words
from siyada.cli.output import speak as _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("The documents of the library."))
    group.command("list", help=_("List the collections, or the documents of one."))(list_documents)
    group.command("remove", help=_("Take a document out of search; old citations can still be checked."))(remove)
    app.add_typer(group, name="documents")


def list_documents(
    collection: Annotated[str | None, typer.Argument(help=_("The collection."))] = None,
    *,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """List the collections, or the documents of one."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    with open_house(settings_for(data)) as house:
        if collection is None:
            counted = house.library.collections()
            listed = [{"collection": name, "documents": count} for name, count in counted.items()]
            lines = [
                words().plural("{name}: {count} document", "{name}: {count} documents", counted[name], name=name)
                for name in counted
            ]
            problems = []
        else:
            documents = house.library.documents(collection)
            listed = [asdict(document) for document in documents]
            lines = [f"{document.id}\t{document.language}\t{document.title}" for document in documents]
            problems = house.library.problems(collection)
    if as_json:
        show_json(listed)
        return
    for line in lines:
        show(line)
    for problem in problems:
        message, hint = translate_error(words(), problem.error)
        note(f"{problem.item}: {message} {hint}")


def remove(
    collection: Annotated[str, typer.Argument(help=_("The collection."))],
    document: Annotated[str, typer.Argument(help=_("The document, as the list names it."))],
    *,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Take a document out of search."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    with open_house(settings_for(data)) as house:
        house.library.remove(collection, document)
        house.follow()
    if as_json:
        show_json({"collection": collection, "removed": document})
    else:
        show(_("{document} is no longer searched.", document=document))
