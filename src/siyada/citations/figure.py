"""A figure of a text, and when two texts agree in one.

A figure is what a reader would act on and what a model invents first. Two texts agree in a figure when its kind, its
value and, where both state one, its unit are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text."""

    kind: str
    """`address`, `article`, `law`, `date`, `hour`, `identifier`, `code` or `number`."""
    value: str
    """Canonical: "10000", "2025-09-15" (unknown parts are "*"), "08:30", "09-08"."""
    unit: str = ""
    """Canonical and English; empty where the text states none that we know."""
    text: str = field(default="", compare=False)
    """As it stands in the normal form, for messages."""


def missing_figures(claimed: Sequence[Figure], quoted: Sequence[Figure]) -> list[Figure]:
    """The figures of a claim that its quotes do not hold."""
    return [figure for figure in claimed if not any(_agrees(figure, other) for other in quoted)]


def _agrees(claimed: Figure, quoted: Figure) -> bool:
    if claimed.kind == quoted.kind == "number":
        units_agree = claimed.unit == quoted.unit or not (claimed.unit and quoted.unit)
        return claimed.value == quoted.value and units_agree
    if claimed.kind == quoted.kind == "date":
        parts = zip(claimed.value.split("-"), quoted.value.split("-"), strict=True)
        return all(mine in ("*", theirs) for mine, theirs in parts)
    if claimed.kind == "number" and quoted.kind == "date":  # "en 2025" of a text that says "15/09/2025"
        return len(claimed.value) == 4 and claimed.value == quoted.value.split("-")[0]
    return claimed.kind == quoted.kind and claimed.value == quoted.value


__all__ = ["Figure", "missing_figures"]
