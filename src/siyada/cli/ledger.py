"""`siyada ledger`: the proof of what happened, for anyone to check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from siyada.cli.output import Data, Json, note, settings_for, show, show_json, words
from siyada.cli.output import speak as _
from siyada.errors import StorageError

if TYPE_CHECKING:
    from siyada.types import Finding

_HEADER = b"c2sp.org/tlog-proof@"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("The record that proves what was answered."))
    group.command("export", help=_("Write the whole ledger to a file that anyone can verify."))(export)
    group.command("verify", help=_("Check an exported ledger or a receipt, offline."))(verify)
    group.command("checkpoint", help=_("Print the newest signed checkpoint."))(checkpoint)
    app.add_typer(group, name="ledger")


def export(
    file: Annotated[Path, typer.Argument(help=_("The file to write."))], *, data: Data = None, as_json: Json = False
) -> None:
    """Write the ledger to a file."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    with open_house(settings_for(data), follow=False) as house:
        try:
            with file.open("wb") as written:
                written.writelines(house.journal.export())
        except OSError as error:
            raise StorageError(
                "{path} cannot be written: {reason}.", hint="Choose another file.", path=file, reason=error
            ) from error
        key = house.journal.key
    if as_json:
        show_json({"file": str(file), "key": key})
    else:
        show(_("Written to {path}. The key that signs is {key}", path=file, key=key))


def verify(
    file: Annotated[Path, typer.Argument(help=_("An exported ledger or a receipt."))],
    *,
    key: Annotated[str | None, typer.Option("--key", help=_("The key that the institution published."))] = None,
    as_json: Json = False,
) -> None:
    """Check an exported ledger or a receipt. Imports nothing of the database."""
    from siyada.ledger.note import parse_key  # noqa: PLC0415  # cryptography is loaded only where it is needed
    from siyada.ledger.verifier import check_export, check_receipt, keys_of, read_file  # noqa: PLC0415  # idem

    keys = keys_of([parse_key(key)]) if key else None
    beginning = read_file(file, len(_HEADER))
    if beginning == _HEADER:
        receipt = check_receipt(read_file(file), keys)
        entries, head, findings, used = 1, receipt.checkpoint, receipt.findings, receipt.key
    else:
        exported = check_export(file, keys)
        entries, head, findings, used = exported.entries, exported.checkpoint, exported.findings, exported.key
    if as_json:
        shown = str(head) if head else None
        show_json({"entries": entries, "checkpoint": shown, "key": used, "errors": [str(each) for each in findings]})
    else:
        _show(entries, findings, used)
    raise typer.Exit(1 if findings else 0)


def _show(entries: int, findings: tuple[Finding, ...], key: str) -> None:
    for finding in findings:
        note(words().fill(finding.message, finding.values))
    if not findings:
        say = words().plural
        show(say("{count} entry, whole and signed.", "{count} entries, whole and signed.", entries))
        show(_("Signed by {key}: compare it with the key that the institution published.", key=key))


def checkpoint(*, data: Data = None, as_json: Json = False) -> None:
    """Print the newest signed checkpoint."""
    from siyada.compose import open_house  # noqa: PLC0415  # the other commands start faster without it

    with open_house(settings_for(data), follow=False) as house:
        signed = house.journal.checkpoint()
        key = house.journal.key
    if as_json:
        show_json({"checkpoint": signed, "key": key})
    else:
        show(signed)
