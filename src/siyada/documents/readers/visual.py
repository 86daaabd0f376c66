"""From the order in which glyphs stand on a line to the order in which they are read: `logical_order`.

It undoes the Unicode bidirectional algorithm (UAX 9): in a right-to-left line letters and numbers are read from the
right, but what is Latin, and the digits of one number, from the left. Numbers joined by a point, comma, colon or slash
are one number; joined by a hyphen, they are two (rule W4), so "08-09" on such a line reads 09-08.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum, StrEnum
from functools import lru_cache


class Direction(Enum):
    """Which way a line is read."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class _Class(StrEnum):
    """The bidirectional classes of UAX 9, as far as they differ here."""

    LEFT = "L"
    RIGHT = "R"
    DIGIT = "EN"
    SEPARATOR = "CS"
    NEUTRAL = "ON"


_CLASSES = {
    "L": _Class.LEFT, "R": _Class.RIGHT, "AL": _Class.RIGHT, "EN": _Class.DIGIT, "AN": _Class.DIGIT,
    "CS": _Class.SEPARATOR,
}  # fmt: skip
_OPENING = {")": "(", "]": "[", "}": "{", "»": "«", "›": "‹"}
_CLOSING = {opening: closing for closing, opening in _OPENING.items()}


def logical_order(glyphs: Sequence[str], direction: Direction) -> str:
    """The text of glyphs that stand from left to right, spaces among them, on a line of the direction given."""
    classes = [_class(glyph) for glyph in glyphs]
    if _Class.RIGHT not in classes and direction is Direction.LEFT_TO_RIGHT:
        return "".join(glyphs)
    read = _from_right(glyphs, classes) if direction is Direction.RIGHT_TO_LEFT else _from_left(glyphs, classes)
    return turn_brackets(read) if _Class.RIGHT in classes else read


def main_direction(text: Iterable[str], decisive: float = 0.5) -> Direction | None:
    """The direction of most letters; None where there are none, or fewer than the share that is `decisive`."""
    classes = Counter(map(_class, text))
    right, left = classes[_Class.RIGHT], classes[_Class.LEFT]
    if max(right, left) == 0 or max(right, left) < decisive * (right + left):
        return None
    return Direction.RIGHT_TO_LEFT if right > left else Direction.LEFT_TO_RIGHT


def outer_directions(glyphs: Sequence[str]) -> set[Direction]:
    """The directions of the first and the last letter."""
    letters = [kind for kind in map(_class, glyphs) if kind in {_Class.LEFT, _Class.RIGHT}]
    ends = {letters[0], letters[-1]} if letters else set()
    return {Direction.RIGHT_TO_LEFT if kind is _Class.RIGHT else Direction.LEFT_TO_RIGHT for kind in ends}


@lru_cache(maxsize=4096)
def _class(glyph: str) -> _Class:
    return _CLASSES.get(unicodedata.bidirectional(glyph[0]), _Class.NEUTRAL)


def _from_right(glyphs: Sequence[str], classes: Sequence[_Class]) -> str:
    """Read from the right, but each stretch of Latin and each number from the left."""
    read: list[str] = []
    position = len(glyphs)
    for start, end in reversed(_stretches(classes)):
        read.extend(reversed(glyphs[end:position]))
        read.extend(glyphs[start:end])
        position = start
    read.extend(reversed(glyphs[:position]))
    return "".join(read)


def _from_left(glyphs: Sequence[str], classes: Sequence[_Class]) -> str:
    """Read from the left, but what stands between the first and the last Arabic letter of a stretch from the right."""
    read: list[str] = []
    position = 0
    for start, end in _arabic_stretches(classes):
        read.extend(glyphs[position:start])
        read.append(_from_right(glyphs[start:end], classes[start:end]))
        position = end
    read.extend(glyphs[position:])
    return "".join(read)


def _stretches(classes: Sequence[_Class]) -> list[tuple[int, int]]:
    """Where a right-to-left line is read from the left: Latin with the numbers and marks between it, lone numbers."""
    numbers = _numbers(classes)
    joined: list[tuple[int, int, bool]] = []
    for start, end, latin in numbers:
        # Nothing but neutral marks lies between two tokens unless an Arabic letter does.
        apart = not joined or _Class.RIGHT in classes[joined[-1][1] : start]
        if not apart and (latin or joined[-1][2]):
            joined[-1] = (joined[-1][0], end, True)
        else:
            joined.append((start, end, latin))
    return [(start, end) for start, end, _ in joined]


def _numbers(classes: Sequence[_Class]) -> list[tuple[int, int, bool]]:
    """The Latin letters and the numbers, with their separators, as (start, end, is Latin)."""
    tokens: list[tuple[int, int, bool]] = []
    for index, kind in enumerate(classes):
        if kind is _Class.LEFT:
            tokens.append((index, index + 1, True))
        elif kind is _Class.DIGIT:
            number = bool(tokens) and not tokens[-1][2]
            between = classes[tokens[-1][1] : index] if number else []
            if number and (not between or between == [_Class.SEPARATOR]):
                tokens[-1] = (tokens[-1][0], index + 1, False)
            else:
                tokens.append((index, index + 1, False))
    return tokens


def _arabic_stretches(classes: Sequence[_Class]) -> list[tuple[int, int]]:
    """From the first to the last Arabic letter, as often as Latin parts them."""
    found: list[tuple[int, int]] = []
    for index, kind in enumerate(classes):
        if kind is _Class.RIGHT:
            if found and _Class.LEFT not in classes[found[-1][1] : index]:
                found[-1] = (found[-1][0], index + 1)
            else:
                found.append((index, index + 1))
    return found


def turn_brackets(text: str) -> str:
    """The brackets and quotation marks of a line set right: glyphs show their mirror image, and pdfium turns some back.

    One before a word and after a space opens, one after a word and before a space closes, else one closes what is open.
    """
    signs = list(text)
    depth = 0
    for index, sign in enumerate(signs):
        opening = _OPENING.get(sign, sign)
        if opening not in _CLOSING:
            continue
        opens = _opens(signs[index - 1 : index] if index else [], signs[index + 1 : index + 2], depth)
        depth = max(0, depth + (1 if opens else -1))
        signs[index] = opening if opens else _CLOSING[opening]
    return "".join(signs)


def _opens(before: Sequence[str], after: Sequence[str], depth: int) -> bool:
    word_before = bool(before) and not before[0].isspace()
    word_after = bool(after) and (after[0].isalnum() or unicodedata.combining(after[0]) > 0)
    if word_before != word_after:
        return word_after
    return depth == 0
