"""What the documents say is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from siyada.cli.program import program
from siyada.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(command: object, path: str = "siyada") -> Iterator[str]:
    """Every command below one, by what a person types."""
    below = getattr(command, "commands", None)
    if not below:
        yield path
    for name, each in (below or {}).items():
        yield from commands(each, f"{path} {name}")


def test_every_command_is_documented() -> None:
    """docs/commands.md names each command, and none that does not exist."""
    there = set(commands(typer.main.get_command(program())))
    written = re.findall(r"^\| `(siyada [a-z]+(?: [a-z]+)?)", (ROOT / "docs" / "commands.md").read_text(), re.MULTILINE)

    assert set(written) == there


def test_every_setting_is_documented() -> None:
    """docs/settings.md names each setting by its variable, and none that does not exist."""
    written = set(re.findall(r"`(SIYADA_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))

    assert written == {f"SIYADA_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link of a page is a file of the repository."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []
