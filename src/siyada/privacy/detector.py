"""The detector: finds personal data in French, Arabic, Darija, Latin Amazigh (and English, Spanish names) offline.

1. separate    the ends of sentences are marked: nothing is looked for across them
2. fold        digits of every script become ASCII, invisible characters go; positions are kept
3. find        each finder walks the text or its words
4. settle      of findings that overlap, the surer kind stands

It is deterministic, knows no model and keeps nothing of what it read but the words it met, in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyada.privacy.accounts import find_accounts
from siyada.privacy.addresses import find_addresses
from siyada.privacy.births import find_births
from siyada.privacy.folding import fold
from siyada.privacy.found import Found
from siyada.privacy.kinds import Kind, PersonalDatum
from siyada.privacy.labels import Labels
from siyada.privacy.names import find_names
from siyada.privacy.network import find_emails, find_ips
from siyada.privacy.phones import find_phones
from siyada.privacy.registers import find_plates, find_registers
from siyada.privacy.segments import SEPARATOR, separate
from siyada.privacy.words import WordView
from siyada.privacy.zones import find_zones

# From the surest to the least sure: what a check digit confirms stands before what a shape or a word suggests.
_ORDER = (
    Kind.EMAIL, Kind.IBAN, Kind.RIB, Kind.ICE, Kind.CARD, Kind.IP, Kind.PHONE, Kind.PASSPORT, Kind.CIN, Kind.BIRTH_DATE,
    Kind.CNSS, Kind.IF, Kind.RC, Kind.PLATE, Kind.ADDRESS, Kind.PERSON,
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}
# Long documents are searched in blocks of this many characters, which end where a sentence does.
_BLOCK = 200_000


def find_personal_data(text: str) -> tuple[PersonalDatum, ...]:
    """The personal data of a text, in order, without overlap; positions are those of the text given. O(n)."""
    # 1.
    separated = separate(text)
    data: list[PersonalDatum] = []
    for start, end in _blocks(separated):
        # 2.
        folded = fold(separated[start:end])
        # 3. and 4.
        for found in _settle(_find(folded.text)):
            first, last = (start + place for place in folded.source_span(found.start, found.end))
            data.append(PersonalDatum(found.kind, first, last, text[first:last], found.confidence))
    return tuple(data)


def _blocks(separated: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(separated):
        cut = separated.find(SEPARATOR, start + _BLOCK)
        end = len(separated) if cut == -1 else cut + 1
        yield start, end
        start = end


def _find(text: str) -> Iterator[Found]:
    view = WordView(text)
    labels = Labels(view)
    zones = find_zones(text)
    yield from find_emails(text)
    yield from find_accounts(text, zones)
    yield from find_ips(text, zones, labels)
    yield from find_phones(text, zones)
    yield from find_registers(text, labels)
    yield from find_births(text, labels)
    yield from find_plates(text, zones, labels)
    yield from find_addresses(view)
    yield from (Found(name.start, name.end, Kind.PERSON, name.confidence) for name in find_names(view))


def _settle(found: Iterator[Found]) -> list[Found]:
    """The findings that stand, in order of place."""
    standing: list[Found] = []
    last = -1
    for each in sorted(found, key=_place):
        while standing and each.start < last and _RANK[each.kind] < _RANK[standing[-1].kind]:
            standing.pop()
            last = standing[-1].end if standing else -1
        if each.start >= last:
            standing.append(each)
            last = each.end
    return standing


def _place(found: Found) -> tuple[int, int, int]:
    return found.start, _RANK[found.kind], -found.end


__all__ = ["find_personal_data"]
