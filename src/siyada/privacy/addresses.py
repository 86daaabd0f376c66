"""Postal addresses: a street word with a number, and what follows it up to the town."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyada.privacy.found import Found
from siyada.privacy.kinds import Kind
from siyada.privacy.lexicon import Role, fold_word
from siyada.privacy.words import WordView

_GAP = re.compile(r"[ ,،.:°º'\"-]{1,4}")
_COMMA = re.compile(r"[^,،]*[,،]")
_ANCHOR = Role.ROAD | Role.ADDRESSWORD | Role.PLACE_NAME | Role.NUMBER
_END = Role.LABEL | Role.INTRO | Role.WEAKINTRO | Role.KIN | Role.HONORIFIC
_LINKS = frozenset(
    {"de", "du", "la", "le", "des", "el", "al", "ben", "ibn", "d", "l", "بن", "ابن", "ait", "bis", "ter"}
)
_AREAS = frozenset(
    [
        "hay",
        "hayy",
        "quartier",
        "qt",
        "cite",
        "lotissement",
        "lot",
        "residence",
        "res",
        "douar",
        "dour",
        "حي",
        "الحي",
        "تجزئه",
        "اقامه",
        "دوار",
    ]
)
_LONGEST = 16


def find_addresses(view: WordView) -> Iterator[Found]:
    """Addresses that say where in the street: a street named alone is nobody's address."""
    done = 0
    for number in view.having(Role.ROAD):
        if number < done or (number + 1 < len(view) and view.roles[number + 1] & Role.NOTROAD):
            continue
        first, last = _extend_left(view, number, done), _extend_right(view, number)
        if _has_name(view, number, last) and _has_number(view, first, number, last):
            town = any(view.roles[part] & Role.PLACE_NAME for part in range(number + 1, last))
            yield Found(_start(view, first), view.ends[last - 1], Kind.ADDRESS, 0.85 if town else 0.7)
            done = last


def _start(view: WordView, first: int) -> int:
    return view.starts[first] + (1 if view.roles[first] & Role.PREFIXED else 0)


def _extend_left(view: WordView, number: int, done: int) -> int:
    """Where the house number before the street begins."""
    first = number
    while first > done and number - first < 4:
        before = view.roles[first - 1]
        if not before & (Role.NUMBER | Role.ADDRESSWORD) or not _GAP.fullmatch(view.gap(first - 1)):
            break
        first -= 1
    while first < number and view.roles[first] & Role.NUMBER and not _is_house(view, first, first):
        first += 1
    return first


def _extend_right(view: WordView, number: int) -> int:
    """The end of the last word that belongs to the address."""
    last, anchored, loose = number + 1, number, 0
    while last < len(view) and last - number < _LONGEST and _GAP.fullmatch(view.gap(last - 1)):
        role = view.roles[last]
        after_comma = _COMMA.match(view.gap(last - 1)) is not None
        if role & Role.NUMBER and view.words[last - 1] in _LINKS:
            break
        if role & _END and not role & (_ANCHOR & ~Role.PLACE_NAME | Role.CAPITAL):
            break
        if role & _ANCHOR or view.words[last][0].isdigit() or (role & Role.CAPITAL and not role & Role.STOP):
            anchored, loose = last, 0
        elif view.words[last] not in _LINKS:
            loose += 1
            if after_comma or loose > 2 or role & Role.STOP:
                break
            # The name of the street, in a script or a hand without capitals, follows its word at once.
            named = last - anchored <= 2 and view.roles[anchored] & Role.ROAD
            anchored = last if named or anchored == last - 1 else anchored
        last += 1
    return anchored + 1


def _has_name(view: WordView, number: int, last: int) -> bool:
    """Whether more than numbers follows the street word: "lot n° 3" is a part of a tender."""
    return any(not view.roles[part] & (Role.NUMBER | Role.ADDRESSWORD) for part in range(number + 1, last))


def _has_number(view: WordView, first: int, number: int, last: int) -> bool:
    """A house number before the street, or after it; a bare number after a district is the district's (Hay Riad 2)."""
    if any(_is_house(view, part, first) for part in range(first, number)):
        return True
    area = fold_word(view.words[number]).removeprefix("ب").removeprefix("ف") in _AREAS
    return any(
        _is_house(view, part, first) and not (area and not view.roles[part - 1] & Role.ADDRESSWORD)
        for part in range(number + 1, last)
    )


def _is_house(view: WordView, number: int, first: int) -> bool:
    """Whether a word is the number of a house or a flat, and not a year, a post code or a date (rue du 2 mars)."""
    word = view.words[number]
    if not view.roles[number] & Role.NUMBER or len(word) > 4:
        return False
    if number > first and view.roles[number - 1] & Role.ADDRESSWORD:
        return True
    dated = number + 1 < len(view) and view.roles[number + 1] & Role.STOP and view.spaced(number)
    return not dated and not (len(word) == 4 and word.startswith(("19", "20")))


__all__ = ["find_addresses"]
