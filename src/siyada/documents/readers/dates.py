"""Dates as French and Arabic pages write them: `find_date`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

# In Arabic both the Moroccan names of the months and those of the Mashriq.
_MONTHS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
    "يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "ابريل": 4, "إبريل": 4, "ماي": 5, "مايو": 5, "يونيو": 6,
    "يوليوز": 7, "يوليو": 7, "غشت": 8, "أغسطس": 8, "شتنبر": 9, "سبتمبر": 9, "أكتوبر": 10, "اكتوبر": 10, "نونبر": 11,
    "نوفمبر": 11, "دجنبر": 12, "ديسمبر": 12,
}  # fmt: skip
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/]\s*(\d{1,2})\s*[-/]\s*(\d{1,2})(?!\d)")
_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})(?:er)?\s+({'|'.join(_MONTHS)})\s*،?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE)


def find_date(text: str) -> str:
    """The first date in a text as ISO 8601, the day before the month as in Morocco; empty where there is none."""
    found = sorted(_dates(text))
    return found[0][1].isoformat() if found else ""


def _dates(text: str) -> Iterator[tuple[int, date]]:
    """Where dates stand in a text, those that the calendar has."""
    for pattern, day, month, year in ((_DAY_FIRST, 1, 2, 3), (_YEAR_FIRST, 3, 2, 1), (_IN_WORDS, 1, 2, 3)):
        for match in pattern.finditer(text):
            number = _MONTHS.get(match[month].lower()) or int(match[month])
            try:
                yield match.start(), date(int(match[year]), number, int(match[day]))
            except ValueError:
                continue
