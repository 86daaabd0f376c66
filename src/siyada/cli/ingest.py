"""`siyada ingest`: documents into a collection, with progress, resumable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from siyada.catalogues import translate_error
from siyada.cli.output import Data, Json, note, settings_for, show, show_json, words
from siyada.cli.output import speak as _

if TYPE_CHECKING:
    from siyada.documents.ingestion import Step


@dataclass(slots=True)
class _Summary:
    """What an ingestion did."""

    collection: str
    stored: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    unread: list[dict[str, object]] = field(default_factory=list)

    def count(self, step: Step) -> None:
        if step.error:
            message, hint = translate_error(words(), step.error)
            self.failed.append({"item": step.item, "error": message, "hint": hint})
        elif step.outcome == "stored":
            self.stored += 1
        else:
            self.unchanged += 1
        if step.unread_pages:
            self.unread.append({"item": step.item, "pages": list(step.unread_pages)})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_("Add documents to a collection: files, folders, archives, feeds, web pages."))(ingest)


def ingest(
    collection: Annotated[str, typer.Argument(help=_("The collection; it is made if it does not exist."))],
    sources: Annotated[list[str], typer.Argument(help=_("Files, folders or addresses."), metavar="PATH_OR_URL…")],
    *,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add documents to a collection."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    summary = _Summary(collection)
    with open_house(settings_for(data)) as house:
        try:
            with closing(house.ingest(collection, sources)) as steps:
                for step in _shown(steps):
                    summary.count(step)
        except KeyboardInterrupt:
            note(_("Stopped. What is stored is safe; the same command goes on from here."))
            raise
        finally:
            house.follow()
    if as_json:
        show_json(asdict(summary))
    else:
        _show(summary)
    raise typer.Exit(1 if summary.failed or summary.unread else 0)


def _shown(steps: Iterator[Step]) -> Iterable[Step]:
    """The steps, with a line of progress where a person looks on."""
    from rich.console import Console  # noqa: PLC0415  # 0.1 s, needed for long work only
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415  # idem

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed}"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        for step in steps:
            progress.update(task, advance=1, description=_plain(step.item))
            yield step


def _plain(item: str) -> str:
    return item.replace("[", "(").replace("]", ")")[-60:]


def _show(summary: _Summary) -> None:
    say = words().plural
    show(say("{count} document stored", "{count} documents stored", summary.stored))
    if summary.unchanged:
        show(say("{count} document unchanged", "{count} documents unchanged", summary.unchanged))
    for failed in summary.failed:
        note(f"{failed['item']}: {failed['error']} {failed['hint']}")
    for unread in summary.unread:
        note(_("{item}: these pages could not be read: {pages}.", item=unread["item"], pages=_pages(unread["pages"])))


def _pages(pages: object) -> str:
    return ", ".join(map(str, pages)) if isinstance(pages, Sequence) else ""
