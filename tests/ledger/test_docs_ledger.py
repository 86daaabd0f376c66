"""The examples of docs/ledger.md run."""

from __future__ import annotations

import re
from pathlib import Path

GUIDE = Path(__file__).parent.parent.parent / "docs" / "ledger.md"


def test_examples_run() -> None:
    """Each example of the guide runs as it stands, in order."""
    examples = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102  # our own guide

    assert names
