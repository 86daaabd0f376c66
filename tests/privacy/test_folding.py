"""Folding keeps places: what is found in the folded text is cut from the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from siyada.privacy.folding import fold
from siyada.privacy.segments import SEPARATOR, find_cut, find_cuts, separate

TEXT = st.text(st.sampled_from("aé1٣。 .\n\u200b\u0640\u064b\u00a0-–'’@＠!؟[\0"), max_size=60)


def test_digits_and_disguises() -> None:
    """Arabic-Indic, Persian and full-width digits, odd spaces and dashes, and what cannot be seen, are folded."""
    assert fold("٠٦۱２\u00a03\u20134\u200b5\u00ad6＠x").text == "0612 3-456@x"


@given(TEXT)
def test_each_character_is_traced(text: str) -> None:
    """Each folded character stands for the source character at the place it is traced to, in order."""
    folded = fold(text)
    places = [folded.source(place) for place in range(len(folded.text))]

    assert places == sorted(set(places))
    assert all(fold(text[place]).text == character for place, character in zip(places, folded.text, strict=True))


@given(TEXT, st.data())
def test_pieces_fold_alike(text: str, data: st.DataObject) -> None:
    """Folding the pieces of a text and folding the whole give the same."""
    at = data.draw(st.integers(0, len(text)))

    assert fold(text[:at]).text + fold(text[at:]).text == fold(text).text


@given(TEXT)
def test_separation_keeps_places(text: str) -> None:
    """Separating changes nothing but one white space at the end of each segment."""
    separated = separate(text)
    cuts = list(find_cuts(text))

    assert len(separated) == len(text)
    assert all(separated[cut - 1] == SEPARATOR and text[cut - 1].isspace() for cut in cuts)
    assert [c for at, c in enumerate(separated) if at + 1 not in cuts] == [
        c for at, c in enumerate(text) if at + 1 not in cuts
    ]


@given(TEXT, TEXT)
def test_a_cut_does_not_depend_on_what_follows(text: str, more: str) -> None:
    """Once a cut is known, no text that follows moves it: a stream cuts where the whole text would."""
    cut = find_cut(text, 0)

    assert cut == -1 or find_cut(text + more, 0) == cut


def test_abbreviations_are_no_ends() -> None:
    """A full stop after M, Dr, n° or Tél ends nothing; after a word it does."""
    assert list(find_cuts("M. X. Dr. Y. Tél. 06 appt. 3 Rabat. Fin")) == [36]


def test_text_without_sentences_is_cut_at_lines_clauses_words() -> None:
    """Long lists and tables are cut too, at a line, a clause or a word."""
    assert find_cut("x" * 520 + "\n" + "x" * 99, 0) == 521
    assert find_cut("ab, " * 300, 0) == 1028
    assert find_cut("ab " * 2000, 0) == 4098
    assert find_cut("x" * 9000, 0) == -1
