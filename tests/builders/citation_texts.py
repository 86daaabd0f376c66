"""A stored text in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from siyada.citations import CitationCheck
from siyada.types import Claim

MakeCheck = Callable[[str], CitationCheck]
MakeClaim = Callable[..., Claim]


@dataclass(frozen=True)
class MemoryText:
    """A stored version whose pages are a hundred characters long."""

    text: str

    def page_at(self, position: int) -> int:
        """Page 1 holds the first hundred characters."""
        return position // 100 + 1
