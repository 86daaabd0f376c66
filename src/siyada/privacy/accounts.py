"""Long numbers with a check: IBAN, RIB, ICE, payment card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from siyada.privacy.checks import holds_iban, holds_luhn, holds_mod97, is_card
from siyada.privacy.found import Found
from siyada.privacy.kinds import Kind
from siyada.privacy.zones import Zone

# The shortest are cards of 13 digits.
_FEWEST_DIGITS = 13
_LONG = re.compile(r"[0-9](?:[ .-]?[0-9]){12,}")
_GROUP = re.compile(r"[0-9]+")
_IBAN = re.compile(r"(?<!\w)(?:[A-Z]{2}|[Mm][Aa])[ ]?[0-9]{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?(?!\w)")
_RIB = re.compile(r"[0-9](?:[ .-]?[0-9]){23}(?![0-9])")
_ICE = re.compile(r"[0-9](?:[ -]?[0-9]){14}(?![0-9])")
_CARD = re.compile(r"[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{1,7}(?![0-9])|3[47][0-9]{2} ?[0-9]{6} ?[0-9]{5}(?![0-9])")
_SEPARATORS = str.maketrans("", "", " .-")


def find_accounts(text: str, zones: Iterable[Zone]) -> Iterator[Found]:
    """Accounts, enterprises and cards whose check digits hold."""
    for zone in zones:
        if zone.digits < _FEWEST_DIGITS:
            continue
        for match in _IBAN.finditer(text, zone.start, zone.end):
            if holds_iban(match[0].translate(_SEPARATORS).upper()):
                yield Found(*match.span(), Kind.IBAN, 0.99)
        for match in _LONG.finditer(text, zone.start, zone.end):
            yield from _split(text, match.start(), match.end())


def _split(text: str, start: int, end: int) -> Iterator[Found]:
    """What a run of digits holds: the first identifier that begins at each of its groups."""
    if start and text[start - 1].isalnum():
        return
    done = start
    for group in _GROUP.finditer(text, start, end):
        if group.start() >= done and (found := _identify(text, group.start())) is not None:
            yield found
            done = found.end


def _identify(text: str, start: int) -> Found | None:
    for pattern, kind in ((_RIB, Kind.RIB), (_ICE, Kind.ICE), (_CARD, Kind.CARD)):
        match = pattern.match(text, start)
        if match is not None and _holds(kind, match[0].translate(_SEPARATORS)):
            return Found(start, match.end(), kind, 0.97 if kind is Kind.RIB else 0.93)
    return None


def _holds(kind: Kind, digits: str) -> bool:
    if kind is Kind.CARD:
        return is_card(digits) and holds_luhn(digits) and digits.strip(digits[0]) != ""
    return holds_mod97(digits)


__all__ = ["find_accounts"]
