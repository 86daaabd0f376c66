"""`siyada evaluate`: the figures we report, on files that anyone can bring."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from siyada.cli.output import Collections, Data, Json, settings_for, show, show_json
from siyada.cli.output import speak as _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Measure, on questions or texts of your own."))
    group.command("answers", help=_("Answers to questions: found, quoted, abstained."))(answers)
    group.callback()(lambda: None)
    app.add_typer(group, name="evaluate")


def answers(
    *,
    questions: Annotated[
        Path, typer.Option("--questions", help=_("JSONL of questions with the documents that answer."))
    ],
    collection: Collections = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Measure answers."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it
    from siyada.evaluation.answers import evaluate_answers, load_questions  # noqa: PLC0415  # idem
    from siyada.language import parse_variety  # noqa: PLC0415  # idem

    asked = load_questions(questions, parse_variety)
    with open_house(settings_for(data)) as house:
        names = house.known_collections(collection or ())
        figures = evaluate_answers(asked, lambda text: house.assistant.ask(text, collections=names), house.stored_text)
    if as_json:
        show_json(figures)
        return
    show(_("{count} questions, quotes exact: {rate}", count=figures["n"], rate=figures["quote_exact_rate"]))
    for variety, measured in figures["varieties"].items():
        show(_row(variety, measured))


def _row(name: str, figures: Mapping[str, object]) -> str:
    return f"{name:10}" + "  ".join(f"{key} {'–' if value is None else value}" for key, value in figures.items())
