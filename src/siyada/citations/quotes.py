"""Where a quote stands in a stored text.

A quote stands there when its normal form is found, character for character, in the normal form of the text, and cuts
no word and no number in two ("60 jours" is no quote of "160 jours", nor "000 DH" of "10.000 DH").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyada.types import Normalise, Span

_NUMBER_GOES_ON = re.compile(r"\d[.,٫٬ '’  ]?\Z")
_NUMBER_WENT_ON = re.compile(r"\A[.,٫٬ '’  ]?\d")


def locate_quote(quote: str, text: str, near: Span, normalise: Normalise) -> Span | None:
    """The span of `text` that holds the quote: `near` where it stands there, else the closest other place, else None.

    O(length of text) where the quote is not at `near`.
    """
    wanted = normalise(quote).text.strip()
    if not wanted:
        return None
    if 0 <= near.start < near.end <= len(text) and normalise(text[near.start : near.end]).text.strip() == wanted:
        here = _trimmed(text, near)
        return here if _whole(text, here) else None
    places = [
        place
        for place in _places(wanted, text, normalise)
        # A match may begin inside a ligature: "e" is found in "æ" and is not its quote.
        if normalise(text[place.start : place.end]).text.strip() == wanted and _whole(text, place)
    ]
    return min(places, key=lambda place: abs(place.start - near.start), default=None)


def _places(wanted: str, text: str, normalise: Normalise) -> Iterator[Span]:
    form = normalise(text)
    at = form.text.find(wanted)
    while at >= 0:
        yield form.source_span(at, at + len(wanted))
        at = form.text.find(wanted, at + 1)


def _trimmed(text: str, span: Span) -> Span:
    stretch = text[span.start : span.end]
    return Span(span.start + len(stretch) - len(stretch.lstrip()), span.end - len(stretch) + len(stretch.rstrip()))


def _whole(text: str, span: Span) -> bool:
    before, inside, after = (
        text[max(0, span.start - 2) : span.start],
        text[span.start : span.end],
        text[span.end : span.end + 2],
    )
    if before and before[-1].isalnum() and inside[0].isalnum():
        return False
    if after and after[0].isalnum() and inside[-1].isalnum():
        return False
    cut_left = inside[0].isdigit() and _NUMBER_GOES_ON.search(before) and _grouped(inside)
    cut_right = inside[-1].isdigit() and _NUMBER_WENT_ON.search(after) and _grouped(text[span.end + 1 :])
    return not (cut_left or cut_right)


def _grouped(digits: str) -> bool:
    """Whether a text begins with digits that a separator before them would make a part of a longer number."""
    return re.match(r"\d{1,3}(?!\d)", digits) is not None


__all__ = ["locate_quote"]
