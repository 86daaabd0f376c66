"""Numbers that Word counts and does not store: "Article 3", "2.1", "b)" (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from siyada.documents.readers.limits import Limits
from siyada.documents.readers.package import has_part, read_part
from siyada.documents.readers.word_styles import ListPlace, attribute, value

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts: `Article %1` shows the number of the first level."""

    kind: str
    text: str
    start: int
    style: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a document, and how far each has counted. Good for one pass."""

    lists: Mapping[str, str]
    """From a list's id to that of its definition, which lists share and count together."""
    levels: Mapping[str, Mapping[int, _Level]]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def next_label(self, place: ListPlace, style: str) -> str:
        """What stands before the next paragraph at a place; empty for bullets."""
        definition = self.lists.get(place.list_id, "")
        levels = self.levels.get(definition, {})
        styled = (number for number, level in levels.items() if style and level.style == style)
        at = next(styled, 0) if place.level is None else place.level
        if at not in levels:
            return ""
        self._count(definition, at, levels[at].start)
        if levels[at].kind in {"bullet", "none"}:
            return ""
        return _PLACE.sub(lambda match: self._shown(definition, int(match[1]) - 1, levels), levels[at].text).strip()

    def _count(self, definition: str, at: int, start: int) -> None:
        """Count on at a level; the levels below begin anew."""
        self.counts[definition, at] = self.counts.get((definition, at), start - 1) + 1
        for key in [key for key in self.counts if key[0] == definition and key[1] > at]:
            del self.counts[key]

    def _shown(self, definition: str, at: int, levels: Mapping[int, _Level]) -> str:
        if at not in levels:
            return ""
        return _format_number(self.counts.get((definition, at), levels[at].start), levels[at].kind)


def load_numbering(package: zipfile.ZipFile, limits: Limits) -> Numbering:
    """The lists of a document."""
    if not has_part(package, "word/numbering.xml"):
        return Numbering({}, {})
    root = read_part(package, "word/numbering.xml", limits)
    lists = {attribute(entry, "numId"): value(entry, "{*}abstractNumId") for entry in root.iter("{*}num")}
    levels = {attribute(entry, "abstractNumId"): _levels(entry) for entry in root.iter("{*}abstractNum")}
    return Numbering(lists, levels)


def _levels(definition: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in definition.iterfind("{*}lvl"):
        at, start = attribute(level, "ilvl"), value(level, "{*}start")
        if at.isdecimal():
            kind, text, style = (value(level, path) for path in ("{*}numFmt", "{*}lvlText", "{*}pStyle"))
            found[int(at)] = _Level(kind or "decimal", text, int(start) if start.isdecimal() else 1, style)
    return found


def _format_number(number: int, kind: str) -> str:
    """A number as a list shows it; kinds that we do not know count in figures."""
    if kind in _ALPHABETS and number > 0:
        letters = _ALPHABETS[kind]
        # After z comes aa, then bb: the letter is repeated.
        return letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)
    if kind in {"lowerRoman", "upperRoman"} and 0 < number < 400:
        roman = _roman(number)
        return roman.upper() if kind == "upperRoman" else roman
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text
