from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.language import normal_text, normalise
from siyada.types import Span

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
MOROCCAN_TEXT = st.text("اأإآٱىيئؤةهلاﻻﻷﻼﷲﷺـًّٰڭگڤپ٠١٢٫٬ \u200b\u200f\u200dœæﬁéÉçṭɣɛⵯⴰ'’«»…½² \n\t")


@given(st.one_of(ANY_TEXT, MOROCCAN_TEXT))
def test_offsets_stay_inside_and_never_turn_back(text: str) -> None:
    """Every character of the normal form has a span of the source, and the spans follow one another."""
    form = normalise(text)

    assert len(form.starts) == len(form.ends) == len(form.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))
    assert list(form.starts) == sorted(form.starts)
    assert list(form.ends) == sorted(form.ends)


@given(st.one_of(ANY_TEXT, MOROCCAN_TEXT))
def test_fast_and_mapped_forms_agree(text: str) -> None:
    """`normal_text` gives the text of `normalise`."""
    assert normal_text(text) == normalise(text).text


@given(st.one_of(ANY_TEXT, MOROCCAN_TEXT))
def test_normal_form_is_a_fixed_point(text: str) -> None:
    """Normalising twice changes nothing."""
    once = normal_text(text)

    assert normal_text(once) == once


@given(MOROCCAN_TEXT, MOROCCAN_TEXT)
def test_a_found_stretch_comes_from_its_source(before: str, after: str) -> None:
    """What is found in the normal form is found at its place in the source."""
    text = f"{before}قانون 09-08{after}"
    form = normalise(text)
    start = form.text.index("قانون 09-08")
    span = form.source_span(start, start + len("قانون 09-08"))

    assert normal_text(text[span.start : span.end]).strip() == "قانون 09-08"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("٢٠٢٥", "2025"),  # Arabic-Indic digits
        ("۲۰۲۵", "2025"),  # Persian digits
        ("١٠٫٥", "10,5"),  # the decimal comma
        ("ﺍﻟﻤﻐﺮﺏ", "المغرب"),  # presentation forms
        ("ﻻ", "لا"),  # the ligature of lam and alef
        ("الـــمـغرب", "المغرب"),  # tatweel
        ("المُدَوَّنَة", "المدونه"),  # short vowels and ta marbuta
        ("أإآٱ", "اااا"),  # alefs
        ("مستشفى", "مستشفي"),  # alef maqsura
        ("ڭاع گاع", "كاع كاع"),  # Moroccan gaf
        ("ڤيلا پلاج", "فيلا بلاج"),  # Moroccan ve and pe
        ("ق\u200cا\u200fنون", "قانون"),  # zero-width and direction marks
        ("œuvre ﬁn", "oeuvre fin"),  # French and typographic ligatures
        ("l’eau “vive”", 'l\'eau "vive"'),  # apostrophes and quotes
        ("Été", "ete"),  # case and accents
        ("aṭṭan aḍar", "attan adar"),  # Amazigh dots
        ("ⵜⴰⵡⵯⵔⵉ", "ⵜⴰⵡⵔⵉ"),  # labialisation
        ("a\u00a0\u202f \n b", "a b"),  # white space
        ("10² 1½", "10² 1½"),  # never "102", never "11/2"
    ],
)
def test_known_variants_have_one_form(written: str, normal: str) -> None:
    """Each way of writing the same becomes the same."""
    assert normal_text(written) == normal


def test_extracted_and_typed_ligatures_are_quoted_alike() -> None:
    """A ligature that an extractor kept maps back to its single character."""
    form = normalise("ﻻ شيء")

    assert form.source_span(0, 2) == Span(0, 1)
