"""The figures of a text: numbers, amounts, dates, hours, references to articles and laws, identifiers, addresses.

Works on the quote normal form, step by step:

    1. addresses      e-mail and web addresses, letter for letter
    2. references     "article 16", "المادة 16", "l'article seize", "loi 09-08", "القانون رقم 09.08"
    3. dates          "15 septembre 2025", "15/09/2025", "2025-09-15", "15 شتنبر 2025", and their parts
    4. hours          "8h30", "08:30"
    5. identifiers    telephone numbers and other digit groups, codes of letters and digits
    6. numbers        "10 000", "10.000", "10,5 %", "soixante jours", "شهرين", each with the unit that follows

A group of exactly three digits after a point, comma or space is a thousand group (as Moroccan texts write), any other
a decimal fraction. What one step has read, the next does not read again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from siyada.citations.figure import Figure
from siyada.citations.numerals import Numerals
from siyada.citations.references import ReferenceReader, alternatives
from siyada.citations.units import PERCENT, Lexicon
from siyada.types import Normalise, Variety

_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>\"']+|\b[a-z0-9-]+\.(?:ma|com|org|net|fr|gov)\b\S*"
)
_NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}(?:[ .,'’]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASH_DATE = re.compile(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_HOUR = re.compile(r"(?<![\d.,])(\d{1,2})\s?[h:]\s?(\d{2})(?!\d)|(?<![\d.,])(\d{1,2})\s?h(?![a-z0-9])")
_PHONE = re.compile(r"(?<!\d)(?:\+\s?\d{1,3}[ .-]?|00\d{1,3}[ .-]?|0)(?:\(0\))?\d(?:[ .-]?\d){6,12}(?!\d)")
_LONG = re.compile(r"(?<![\d.,])\d{8,}(?!\d)")
# Two digits at least: in Latin Darija a single one is a letter ("lwra9").
_CODE = re.compile(r"\b[a-z]{1,6}-?\d{2,12}[a-z0-9]*\b")
_WORDS = re.compile(r"[^\W\d_]+(?:\d[^\W\d_]+)*|\d[^\W\d_]+(?:\d?[^\W\d_]+)*")
# Punctuation ends a number in words: "97 %, vingt jours" holds two.
_WORD_RUNS = re.compile(r"(?:\w+[\s-]*)+")


class FigureReader:
    """Finds figures. Holds tables only, so one instance serves the whole program."""

    def __init__(self, normalise: Normalise) -> None:
        self._normalise = normalise
        self._lexicon = Lexicon(normalise)
        self._numerals = {variety: Numerals(variety, normalise) for variety in Variety}
        self._references = ReferenceReader(normalise, self._numerals)
        months = "|".join(sorted(map(re.escape, self._lexicon.months), key=len, reverse=True))
        self._month_date = re.compile(
            rf"(?:(?<!\d)(\d{{1,2}})(?:er)?\s(?:de\s)?)?(?<!\w)({months})(?!\w)(?:,?\s(?:de\s)?(\d{{4}}))?"
        )
        self._day_after_month = re.compile(rf"(?<![\w])({months})\s(\d{{1,2}})(?:,?\s(\d{{4}}))?(?![\w])")
        percent = alternatives(tuple(word for word in PERCENT if len(word) > 1), normalise)
        self._percent = re.compile(rf"(?<!\w)(?:{percent})(?!\w)")

    def find(self, text: str, variety: Variety) -> list[Figure]:
        """The figures of a text, step by step. O(length of the text)."""
        rest = self._percent.sub("%", _separators(self._normalise(text).text))
        figures: list[Figure] = []
        steps: tuple[Callable[[str, Variety], Iterator[tuple[int, int, Figure]]], ...] = (
            _addresses, self._references.find, self._dates, _hours, _identifiers, self._digits, self._words,
        )  # fmt: skip
        for step in steps:
            found = list(step(rest, variety))
            figures.extend(figure for *_, figure in found)
            for start, end, _ in found:
                rest = rest[:start] + "\x00" * (end - start) + rest[end:]
        return figures

    def references(self, text: str, variety: Variety) -> list[Figure]:
        """The articles and laws alone that a text names."""
        return [figure for *_, figure in self._references.find(_separators(self._normalise(text).text), variety)]

    def _dates(self, text: str, _: Variety) -> Iterator[tuple[int, int, Figure]]:
        for match in _ISO_DATE.finditer(text):
            year, month, day = match.groups()
            yield match.start(), match.end(), _date(year, month, day, match.group())
        for match in _SLASH_DATE.finditer(text):
            day, _separator, month, year = match.groups()
            yield match.start(), match.end(), _date(year, month, day, match.group())
        for match in self._month_date.finditer(text):
            day, name, year = match.groups()
            if day or year:
                yield match.start(), match.end(), _date(year, self._lexicon.months[name], day, match.group())
        for match in self._day_after_month.finditer(text):
            name, day, year = match.groups()
            yield match.start(), match.end(), _date(year, self._lexicon.months[name], day, match.group())

    def _digits(self, text: str, variety: Variety) -> Iterator[tuple[int, int, Figure]]:
        for match in _NUMBER.finditer(text):
            start, end, value = match.start(), match.end(), _decimal(match.group())
            if self._is_letter(text, match, variety):
                continue
            times = self._numerals[variety].multiplier(text[end : end + 16].split()[:1])
            if times:
                value, end = _plain(Decimal(value) * times), end + len(text[end:]) - len(text[end:].lstrip())
                end += len(text[end:].split(maxsplit=1)[0])
            yield start, end, Figure("number", value, self._unit(text, start, end), match.group())

    def _is_letter(self, text: str, match: re.Match[str], variety: Variety) -> bool:
        """In Latin Darija a digit inside a word is a letter: "3la", "9bel"; "10jours" and "100dh" are numbers."""
        if variety not in (Variety.DARIJA_LATIN, Variety.AMAZIGH_LATIN, Variety.OTHER):
            return False
        joined = re.match(r"[^\W\d_]+", text[match.end() :])
        after_letter = text[match.start() - 1 : match.start()].isalpha()
        return after_letter or (joined is not None and not self._lexicon.unit_of(joined.group()))

    def _unit(self, text: str, start: int, end: int) -> str:
        """The unit behind a number, or before it ("MAD 100"), or inside it (the Arabic dual)."""
        before = text[:start].rstrip()[-8:].split()[-1:]
        places = (_following(text, end), text[start:end], *before)
        return next((unit for unit in map(self._lexicon.unit_of, places) if unit), "")

    def _words(self, text: str, variety: Variety) -> Iterator[tuple[int, int, Figure]]:
        for run in _WORD_RUNS.finditer(text):
            yield from self._written(text, list(_WORDS.finditer(text, *run.span())), variety)

    def _written(self, text: str, words: list[re.Match[str]], variety: Variety) -> Iterator[tuple[int, int, Figure]]:
        for number in self._numerals[variety].find([word.group() for word in words]):
            start, end = words[number.first].start(), words[number.last - 1].end()
            yield start, end, Figure("number", _plain(number.value), self._unit(text, start, end), text[start:end])


def find_figures(text: str, variety: Variety, normalise: Normalise) -> list[Figure]:
    """The figures of one text; for many, keep a `FigureReader`."""
    return FigureReader(normalise).find(text, variety)


def _addresses(text: str, _: Variety) -> Iterator[tuple[int, int, Figure]]:
    for match in _ADDRESS.finditer(text):
        value = match.group().rstrip(".,;:!?)]»")
        yield match.start(), match.start() + len(value), Figure("address", value.removesuffix("/"), text=value)


def _hours(text: str, _: Variety) -> Iterator[tuple[int, int, Figure]]:
    for match in _HOUR.finditer(text):
        hour, minute = match.group(1) or match.group(3), match.group(2) or "00"
        if int(hour) <= 24 and int(minute) < 60:
            yield match.start(), match.end(), Figure("hour", f"{int(hour):02d}:{minute}", text=match.group())


def _identifiers(text: str, _: Variety) -> Iterator[tuple[int, int, Figure]]:
    for pattern in (_PHONE, _LONG):
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            yield (
                match.start(),
                match.end(),
                Figure("identifier", re.sub(r"^(00)?212", "0", digits), text=match.group()),
            )
    for match in _CODE.finditer(text):
        yield match.start(), match.end(), Figure("code", match.group().replace("-", ""), text=match.group())


def _date(year: str | None, month: str | None, day: str | None, text: str) -> Figure:
    parts = (year or "*", month.zfill(2) if month else "*", day.zfill(2) if day else "*")
    return Figure("date", "-".join(parts), text=text)


def _following(text: str, end: int) -> str:
    """The words after a number, past its repetition in digits ("vingt (20) jours"); punctuation ends them."""
    words = re.sub(r"^\s*(?:\([\d\s\x00]*\)|\))", "", text[end : end + 48])
    return re.split(r"[,;:.!?()\x00«»\"،؛؟]|(?<=\s)-", words, maxsplit=1)[0]


def _separators(text: str) -> str:
    """Arabic decimal and thousand separators as the Latin ones."""
    return text.replace("٫", ",").replace("٬", ".").replace("٪", "%")


def _decimal(digits: str) -> str:
    """The canonical value of digits with separators: `10.000` → 10000, `10,50` → 10.5, `1.234,5` → 1234.5."""
    grouped = re.fullmatch(r"([1-9]\d{0,2}(?:[ .,'’]\d{3})+)(?:[.,](\d{1,2}))?", digits)
    if grouped:
        whole, fraction = re.sub(r"\D", "", grouped[1]), grouped[2] or "0"
        return _plain(Decimal(f"{whole}.{fraction}"))
    try:
        return _plain(Decimal(digits.replace(",", ".").replace(" ", "")))
    except InvalidOperation:
        return digits


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


__all__ = ["Figure", "FigureReader", "find_figures"]
