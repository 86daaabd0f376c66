"""What a finder reports: a span of the folded text."""

from __future__ import annotations

from typing import NamedTuple

from siyada.privacy.kinds import Kind


class Found(NamedTuple):
    """A personal datum in a folded text."""

    start: int
    end: int
    kind: Kind
    confidence: float


__all__ = ["Found"]
