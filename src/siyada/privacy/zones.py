"""The stretches of a text dense in digits: the only places where the shapes of numbers are looked for.

Running prose holds few digits; finding them first costs one fast pass and spares every other pattern the rest.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = re.compile(r"[0-9]+")
# Digits parted by at most this many other characters belong together ("GB29 NWBK 6016", "8457 | B | 26").
_GAP = 8
# What may stand before the digits and belong to them: "(+", "MA", "BE-".
_BEFORE = 4
_AFTER = 4
_FEWEST = 4


class Zone(NamedTuple):
    """A stretch of text around neighbouring digits, and how many digits it has."""

    start: int
    end: int
    digits: int


def find_zones(text: str) -> list[Zone]:
    """The zones of at least four digits, in order."""
    zones: list[Zone] = []
    start = end = -_GAP - 1
    digits = 0
    for match in _DIGITS.finditer(text):
        first, last = match.span()
        if first - end > _GAP:
            _add(zones, text, start, end, digits)
            start, digits = first, 0
        digits += last - first
        end = last
    _add(zones, text, start, end, digits)
    return zones


def _add(zones: list[Zone], text: str, start: int, end: int, digits: int) -> None:
    # A year alone is no identifier.
    if digits > _FEWEST or (digits == _FEWEST and end - start > _FEWEST):
        zones.append(Zone(max(0, start - _BEFORE), min(len(text), end + _AFTER), digits))


__all__ = ["Zone", "find_zones"]
