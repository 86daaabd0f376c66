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
    group.command("language", help=_("The identifier of varieties, on texts with their variety."))(language)
    group.command("transliteration", help=_("Darija from Latin to Arabic letters."))(transliteration)
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


def language(
    *, file: Annotated[Path, typer.Option("--file", help=_("TSV of variety and text."))], as_json: Json = False
) -> None:
    """Measure the identifier."""
    from siyada.evaluation.language import evaluate_language  # noqa: PLC0415  # the other commands start faster

    _show_figures(evaluate_language(file), as_json=as_json)


def transliteration(
    *, file: Annotated[Path, typer.Option("--file", help=_("TSV with both scripts of Darija."))], as_json: Json = False
) -> None:
    """Measure the transliterator."""
    from siyada.evaluation.transliteration import evaluate_transliteration  # noqa: PLC0415  # idem

    _show_figures(evaluate_transliteration(file), as_json=as_json)


def _show_figures(figures: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        show_json(figures)
        return
    for name, value in figures.items():
        show(_row(name, value) if isinstance(value, Mapping) else f"{name:20}{value}")


def _row(name: str, figures: Mapping[str, object]) -> str:
    return f"{name:10}" + "  ".join(f"{key} {_cell(value)}" for key, value in figures.items())


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{key}:{each}" for key, each in value.items())
    return "–" if value is None else str(value)
