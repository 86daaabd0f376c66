from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.language import split_sentences

PROSE = st.text("abcéقانونⵣ .!?؟…؛;:\n-•1٢)°«»'’\u00a0", max_size=500)


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@given(st.one_of(st.text(), PROSE))
def test_every_character_but_space_is_in_one_sentence(text: str) -> None:
    """Sentences are in order, do not overlap, have no space at their ends, and leave out nothing but space."""
    spans = split_sentences(text)
    covered = "".join(text[span.start : span.end] for span in spans)

    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() != "" for span in spans)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Un. Deux ! Trois ?", ["Un.", "Deux !", "Trois ?"]),
        ("Voir art. 12 de la loi n° 09.08. Fin.", ["Voir art. 12 de la loi n° 09.08.", "Fin."]),
        ("ما هي المدة؟ عشرة أيام.", ["ما هي المدة؟", "عشرة أيام."]),
        ("قال د. أحمد ذلك. انتهى.", ["قال د. أحمد ذلك.", "انتهى."]),
        ("Il paie 10.000 dirhams. C'est cher.", ["Il paie 10.000 dirhams.", "C'est cher."]),
        ("1. Déposer la demande. 2. Attendre.", ["1. Déposer la demande.", "2. Attendre."]),
        ("Titre\n\nTexte", ["Titre", "Texte"]),
        ("Il faut :\n- une photo\n- un timbre", ["Il faut :", "- une photo", "- un timbre"]),
    ],
)
def test_points_that_end_nothing(text: str, sentences: list[str]) -> None:
    """Abbreviations, initials, list numbers and numbers keep their points."""
    assert _sentences(text) == sentences


def test_a_long_article_is_cut_at_its_semicolons() -> None:
    """A sentence too long to quote is cut where the law itself pauses."""
    clause = "le responsable du traitement informe la personne concernée de la finalité du traitement de ses données"
    text = f"Article premier : {clause} ; {clause} ; {clause}."

    assert [sentence.endswith((";", ".")) for sentence in _sentences(text)] == [True, True, True]
