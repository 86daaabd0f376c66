"""Where a quote stands in a stored text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.citations import locate_quote
from siyada.language import normalise
from siyada.types import Span

NOWHERE = Span(0, 0)


@given(st.text(min_size=1), st.data())
def test_a_quote_that_is_found_reads_as_the_text_reads(text: str, data: st.DataObject) -> None:
    """Whatever is found, the stored stretch has the quote's normal form."""
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]

    place = locate_quote(quote, text, NOWHERE, normalise)

    if place is not None:
        assert normalise(text[place.start : place.end]).text.strip() == normalise(quote).text.strip()


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("l’administration répond", "Ici, l'administration  répond\nvite."),
        ("مدة أقصاها ٦٠ يوما", "لا يتعدى مـدة أقصاها 60 يومًا."),
        ("المادة", "ﺍﻟﻤﺎﺩﺓ 16"),
        ("« oui »", 'Il dit " oui " à tous.'),
    ],
)
def test_the_normalisation_sees_through_writing(quote: str, text: str) -> None:
    """Apostrophes, spaces, tatweel, digits, diacritics and presentation forms do not hide a quote."""
    assert locate_quote(quote, text, NOWHERE, normalise) is not None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("60 jours", "Le délai est de 160 jours."),
        ("000 DH", "Une amende de 10.000 DH."),
        ("de 10", "Une amende de 10.000 DH."),
        ("5 %", "Un taux de 10,5 %."),
        ("possible", "C'est impossible."),
        ("دارة", "الإدارة تجيب"),
    ],
)
def test_a_quote_that_cuts_a_word_or_number_is_refused(quote: str, text: str) -> None:
    """A part of a number or word is no quote of it."""
    assert locate_quote(quote, text, NOWHERE, normalise) is None


def test_the_place_nearest_to_the_named_one_is_taken() -> None:
    """Of several places that hold the quote, the closest to where it was said to stand."""
    text = "Oui. Non. Oui. Non."

    assert locate_quote("Non", text, Span(15, 18), normalise) == Span(15, 18)
    assert locate_quote("Non", text, Span(6, 9), normalise) == Span(5, 8)


@pytest.mark.parametrize("quote", ["", "   ", "\u0640\u064b\u200f"])
def test_an_empty_quote_stands_nowhere(quote: str) -> None:
    """What has no letter left after normalisation proves nothing."""
    assert locate_quote(quote, "Un texte.", Span(0, 3), normalise) is None
