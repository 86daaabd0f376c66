"""Dates of birth: a date, or a year, after a word of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyada.privacy.found import Found
from siyada.privacy.kinds import Kind
from siyada.privacy.labels import Labels
from siyada.privacy.lexicon import Role
from siyada.privacy.segments import SEPARATOR

_REACH = 80
_MONTHS = (
    "janv(?:ier)?|f[ée]vr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?"
    "|nov(?:embre)?|d[ée]c(?:embre)?"
    "|يناير|فبراير|مارس|[أا]بريل|ماي|مايو|يونيو|يونيه|يوليوز|يوليو|غشت|[أا]غسطس|شتنبر|سبتمبر"
    "|[أا]كتوبر|نونبر|نوفمبر|دجنبر|ديسمبر"
    "|yan+ayr|yanayer|febrayr|febrayer|abril|ma[yi]|yun[iy]+[uo]?|younyo|yulyuz|youlyouz"
    "|ghocht|gho[uc]ht|chotanbir|chutanbir|oktober|noumbir|doujanbir"
    "|innayr|b[rṛ]ay[rṛ]|ma[rṛ][sṣ]|ibrir|mayyu|yunyu|[ɣg]h?uct|cutanbir|ktub[rṛ]|nuwanbir|dujanbir"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
)
_WITHOUT_ACCENT = re.compile(r"[Nn]e(?:\(e\))? (?=(?:le|en) [0-9])")
_YEAR = r"(?:19|20)[0-9]{2}"
_DATE = re.compile(
    rf"(?<![0-9])(?:(?:0?[1-9]|[12][0-9]|3[01])(?:er|ère)?[ ]?"
    rf"(?:[/.\- ][ ]?(?:0?[1-9]|1[0-2])[ ]?[/.\- ][ ]?(?:{_YEAR}|[0-9]{{2}})"
    rf"|[ -](?:de )?(?:{_MONTHS})\.?[ -](?:de )?{_YEAR})"
    rf"|{_YEAR}[/.-](?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12][0-9]|3[01]))(?![0-9])",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(
    rf"[ :.]*(?:en|in|f|ف|في|g|سنة|عام|3am|l3am|fi|useggas|vers|[ ]){{0,3}}[ ]?({_YEAR})(?![0-9]|[/.-][0-9])",
    re.IGNORECASE,
)


def find_births(text: str, labels: Labels) -> Iterator[Found]:
    """Dates and years of birth from 1900 on."""
    plain = (match.end() for match in _WITHOUT_ACCENT.finditer(text) if not text[: match.start()][-1:].isalpha())
    for end in (*labels.each(Role.LABEL_BIRTH), *plain):
        limit = text.find(SEPARATOR, end, end + _REACH)
        limit = min(len(text), end + _REACH) if limit == -1 else limit
        date = _DATE.search(text, end, limit)
        if date is not None:
            yield Found(*date.span(), Kind.BIRTH_DATE, 0.93)
        elif (year := _YEAR_ALONE.match(text, end, limit)) is not None:
            yield Found(*year.span(1), Kind.BIRTH_DATE, 0.75)


__all__ = ["find_births"]
