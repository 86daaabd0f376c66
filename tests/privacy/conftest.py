"""What the tests of privacy share."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_MARK = re.compile(r"\[\[\w+:(.*?)\]\]")


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    """The sentences of the labelled set, without their marks."""
    folder = Path(__file__).parent / "labelled"
    lines = [line for half in ("dev", "test") for line in (folder / f"{half}.tsv").read_text("utf-8").splitlines()[1:]]
    return [_MARK.sub(r"\1", line.split("\t")[1]) for line in lines]
