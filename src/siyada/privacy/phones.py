"""Telephone numbers: a cheap shape first, then the judgement of libphonenumber's metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

import phonenumbers

from siyada.privacy.found import Found
from siyada.privacy.kinds import Kind
from siyada.privacy.zones import Zone

_FEWEST_DIGITS = 8
_MOROCCAN = re.compile(
    r"(?<![\w.,+-])(?:\(?(?:\+|00) ?212\)?[ .-]{0,2}(?:\(0\) ?|0)?|\(?212\)?[ .-]{0,2}|0)"
    r"[5-8](?:[ .\-/]{0,2}[0-9]){8}(?![0-9])"
)
_ABROAD = re.compile(
    r"(?<![\w.,])(?:\+|00) ?[1-9][0-9]{0,2}[ .-]?(?:\(0\) ?)?[0-9](?:[ .()-]{0,2}[0-9]){6,11}(?![0-9])"
)
# Toll-free and shared-cost numbers are seldom a person's.
_SERVICE = re.compile(r"\D*(?:212)?0?8")


def find_phones(text: str, zones: Iterable[Zone]) -> Iterator[Found]:
    """Numbers that can be called, in Morocco's plan or with a country code."""
    for zone, pattern in product(zones, (_MOROCCAN, _ABROAD)):
        if zone.digits < _FEWEST_DIGITS:
            continue
        for match in pattern.finditer(text, zone.start, zone.end):
            if _is_valid(match[0]):
                yield Found(*match.span(), Kind.PHONE, 0.7 if _SERVICE.match(match[0]) else 0.96)


@lru_cache(maxsize=4096)
def _is_valid(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number.replace("/", " "), "MA")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)


__all__ = ["find_phones"]
