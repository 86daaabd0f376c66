"""Identifiers without a check digit, known by their shape and the word before: CIN, passport, CNSS, IF, RC, plate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from siyada.privacy.found import Found
from siyada.privacy.kinds import Kind
from siyada.privacy.labels import Labels
from siyada.privacy.lexicon import Role, read_cues
from siyada.privacy.zones import Zone

_NUMBER = re.compile(r"[0-9]+")
_LETTERS = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2})([ -]?)$")
# The series of identity cards by place of issue (Rabat A, Casablanca B, Fès C, …), as cards in use bear them.
_SERIES = read_cues("series.txt")["card"]
_PLATE = re.compile(
    r"(?<![\w.,/-])([0-9]{1,6})([ |/-]{0,3})([ابتجدهوطيحمشسقلرصعفنكأ]|[A-Z])([ |/-]{0,3})([0-9]{1,5})"
    r"(?![\w/-]|[.,][0-9])"
)
_PROVISIONAL = re.compile(r"(?<!\w)(?:WW|ww)[ -]?[0-9]{3,6}(?![\w-])|(?<![\w-])[0-9]{3,6}[ -]?WW(?!\w)")
_OLD_PLATE = re.compile(r"(?<![\w.,/-])[0-9]{2,6}[ /-]{1,3}[0-9]{1,2}(?![\w/-]|[.,][0-9])")
# The registers' numbers: how many digits, and by which label they are known.
_BY_LABEL = (
    (Role.LABEL_CNSS, Kind.CNSS, (9, 9)),
    (Role.LABEL_PHONE, Kind.PHONE, (9, 9)),
    (Role.LABEL_PASSPORT, Kind.PASSPORT, (7, 7)),
    (Role.LABEL_IF, Kind.IF, (7, 8)),
    (Role.LABEL_RC, Kind.RC, (3, 7)),
)
_NEAR = 25
_REGISTER = re.compile(r"(?<!\w)(?:r\.?c|registre d\w+ commerce|rcc)(?!\w)|سجل ال?تجاري|كوميرس", re.IGNORECASE)
_REGISTER_REACH = 50
_GROUPED = re.compile(r"[0-9]{1,3}(?: [0-9]{3}){1,2}(?![0-9])|[0-9]+")


def find_registers(text: str, labels: Labels) -> Iterator[Found]:
    """Identity cards, passports and numbers of registers."""
    # A number of a register may be short, or begin with a short group.
    shortest = 3 if labels.each(Role.LABEL_CNSS | Role.LABEL_RC | Role.LABEL_IF) else 5
    for match in _NUMBER.finditer(text):
        size = match.end() - match.start()
        if not shortest <= size <= 9:
            continue
        found = _with_letters(text, match, labels) if 5 <= size <= 7 else None
        if found is None:
            found = _by_label(text, match.start(), labels.before(match.start(), _NEAR))
        if found is not None:
            yield found


def _with_letters(text: str, match: re.Match[str], labels: Labels) -> Found | None:
    before = _LETTERS.search(text, max(0, match.start() - 4), match.start())
    if before is None or _continues(text, match.end()) or text[match.end() : match.end() + 1].isalpha():
        return None
    start, size = before.start(), match.end() - match.start()
    label = labels.before(start)
    if label & Role.LABEL_PASSPORT and size >= 6:
        return Found(start, match.end(), Kind.PASSPORT, 0.95)
    if label & Role.LABEL_CIN:
        return Found(start, match.end(), Kind.CIN, 0.97)
    plain = before[1] in _SERIES and not before[2] and size <= 6
    return Found(start, match.end(), Kind.CIN, 0.75) if plain and not label & Role.LABEL_REF else None


def _by_label(text: str, start: int, label: int) -> Found | None:
    for role, kind, (least, most) in _BY_LABEL:
        number = _GROUPED.match(text, start) if label & role else None
        if number is None or _continues(text, number.end()):
            continue
        size = sum(map(str.isdigit, number[0]))
        if least <= size <= most and _is_meant(kind, text, start):
            return Found(start, number.end(), kind, 0.85)
    return None


def _is_meant(kind: Kind, text: str, start: int) -> bool:
    """A word of the label is not enough: "chambre de commerce" is no register, a mobile number begins with 5 to 7."""
    if kind is Kind.PHONE:
        return text[start] in "567"
    return kind is not Kind.RC or _REGISTER.search(text, max(0, start - _REGISTER_REACH), start) is not None


def _continues(text: str, end: int) -> bool:
    """Whether a number goes on after a separator: 148723/2024, 12.500."""
    return text[end : end + 1] in ("/", ".", ",", "-") and text[end + 1 : end + 2].isdigit()


def find_plates(text: str, zones: Iterable[Zone], labels: Labels) -> Iterator[Found]:
    """Number plates: since 2000 with a letter, before with none, and provisional ones."""
    for zone in zones:
        for match in _PLATE.finditer(text, zone.start, zone.end):
            label = labels.before(match.start(), _NEAR)
            if _is_plate(match, known=bool(label & Role.LABEL_PLATE)) and not label & Role.LABEL_REF:
                yield Found(*match.span(), Kind.PLATE, 0.95 if label & Role.LABEL_PLATE else 0.8)
        for match in _PROVISIONAL.finditer(text, zone.start, zone.end):
            yield Found(*match.span(), Kind.PLATE, 0.8)
    for end in labels.each(Role.LABEL_PLATE):
        old = _OLD_PLATE.search(text, end, end + _NEAR)
        if old is not None and labels.before(old.start(), _NEAR) & Role.LABEL_PLATE:
            yield Found(*old.span(), Kind.PLATE, 0.75)


def _is_plate(match: re.Match[str], *, known: bool) -> bool:
    """A serial of up to five digits, a letter, a prefecture of 1 to 89; or the same from right to left."""
    first, gap, letter, _, last = match.groups()
    serial, prefecture = (first, last) if len(first) >= len(last) else (last, first)
    if len(serial) > 5 or not 1 <= int(prefecture) <= 89:
        return False
    # و between two numbers is "and"; a Latin letter between spaces is a heading.
    parted = gap.strip(" ") != ""
    return known or (len(serial) >= 3 and parted) or (len(serial) >= 4 and "\u0600" < letter != "و")


__all__ = ["find_plates", "find_registers"]
