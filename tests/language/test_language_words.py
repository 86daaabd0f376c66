from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.language import analyse

WRITTEN = st.text("abcéqu'’lLd قانونالـمًﻻⴰⵣⵯ0123٢.,-\u00ad\u200d\n", max_size=200)


def _stems(text: str) -> list[str]:
    return [term.stem for term in analyse(text) if term.content]


@given(st.one_of(st.text(), WRITTEN))
def test_words_are_in_order_and_keyed(text: str) -> None:
    """Terms lie inside the text, one after the other, and none is without a key."""
    terms = analyse(text)

    assert all(0 <= term.start < term.end <= len(text) for term in terms)
    assert all(left.end <= right.start for left, right in pairwise(terms))
    assert all(term.exact for term in terms)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10.000", "10 000"),  # grouping
        ("10000", "10\u202f000"),  # idem
        ("09-08", "09.08"),  # numbers of laws
        ("٢٠٢٥", "2025"),  # digits
        ("الأجير", "األجير"),  # lam and alef that an extractor turned round
        ("للأب", "لألب"),  # idem
        ("خلال", "خالل"),  # idem
        ("والمدرسة", "مدرسة"),  # conjunction and article
        ("licenciements", "licenciement"),  # plural
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "tamazight"),  # the two scripts of Amazigh, and a keyboard without ɣ
    ],
)
def test_variants_share_a_key(one: str, other: str) -> None:
    """The search finds a word however it is written."""
    assert [term.stem for term in analyse(one)] == [term.stem for term in analyse(other)] != []


@pytest.mark.parametrize(("one", "other"), [("09-08", "08-09"), ("10,5", "105"), ("الأجر", "الأجل")])
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    """What differs to a reader differs to the search."""
    assert _stems(one) != _stems(other)


@pytest.mark.parametrize("question", ["Combien de jours ?", "شحال ديال نهار؟", "ch7al dyal nhar?", "How many days?"])
def test_question_words_carry_no_subject(question: str) -> None:
    """Of a question, the subject alone is content."""
    assert len(_stems(question)) == 1
