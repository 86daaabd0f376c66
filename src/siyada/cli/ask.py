"""`siyada ask`: a question, its answer, its sources."""

from __future__ import annotations

from typing import Annotated

import typer

from siyada.cli.answers import show_answer
from siyada.cli.output import Collections, Data, Json, settings_for, show_json
from siyada.cli.output import speak as _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_("Ask a question; the answer quotes the documents, or says that they hold none."))(ask)


def ask(
    question: Annotated[str, typer.Argument(help=_("What you want to know."), metavar="QUESTION")],
    *,
    collection: Collections = None,
    answer_in: Annotated[
        str | None, typer.Option("--answer-in", help=_("The variety to answer in (fr, ar, ary-Arab, …)."))
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Ask a question."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it
    from siyada.language import parse_variety  # noqa: PLC0415  # idem
    from siyada.wire import answer_json  # noqa: PLC0415  # idem

    variety = parse_variety(answer_in) if answer_in else None
    with open_house(settings_for(data)) as house:
        collections = house.known_collections(collection or ())
        answer = answer_json(house.assistant.ask(question, collections=collections, answer_in=variety))
    if as_json:
        show_json(answer)
    else:
        show_answer(answer)
