from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.documents.readers.visual import Direction, logical_order, main_direction, outer_directions, turn_brackets

RTL, LTR = Direction.RIGHT_TO_LEFT, Direction.LEFT_TO_RIGHT
ARABIC_WORDS = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=1, max_size=7)
ISLANDS = st.one_of(
    st.text(alphabet="abcdeéèçABCDE", min_size=1, max_size=6),
    st.from_regex(r"[0-9]{1,4}([./:,][0-9]{1,4}){0,2}", fullmatch=True),
    st.from_regex(r"[٠-٩]{1,4}", fullmatch=True),
)


@st.composite
def mixed_lines(draw: st.DrawFn) -> list[str]:
    """The words of a right-to-left line: Arabic ones, and between them Latin words and numbers."""
    words = [draw(ARABIC_WORDS)]
    for _ in range(draw(st.integers(0, 6))):
        words += [draw(ISLANDS), draw(ARABIC_WORDS)] if draw(st.booleans()) else [draw(ARABIC_WORDS)]
    return words


def lay_out(words: list[str]) -> list[str]:
    """The glyphs from the left as a reader sees them: words from the right, Arabic letters from the right too."""
    seen = [word if word[0].isdigit() or word[0] < "\u0600" else word[::-1] for word in words]
    return list(" ".join(reversed(seen)))


@given(mixed_lines())
def test_what_is_laid_out_from_the_right_is_read_back(words: list[str]) -> None:
    """A right-to-left line with Latin words and numbers between Arabic ones is read as it was written."""
    assert logical_order(lay_out(words), RTL) == " ".join(words)


@given(st.lists(ARABIC_WORDS, min_size=1, max_size=4), st.text(alphabet="abcdé ", min_size=1, max_size=9))
def test_an_arabic_stretch_in_a_french_line_is_turned_alone(arabic: list[str], french: str) -> None:
    """In a left-to-right line only what stands between the first and the last Arabic letter is turned."""
    seen = [*"a ", *french, " ", *lay_out(arabic), *" , fin"]

    assert logical_order(seen, LTR) == f"a {french} {' '.join(arabic)} , fin"


@given(st.text(alphabet="abcdéè 0123456789.,()-", max_size=40))
def test_a_latin_line_is_left_as_it_is(text: str) -> None:
    """Without Arabic letters a left-to-right line is not touched."""
    assert logical_order(list(text), LTR) == text


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("04.20 مقر", "رقم 04.20"),  # a point joins a number
        ("08-09 مقر", "رقم 09-08"),  # a hyphen parts two
        ("%12,5 يأ", "أي 12,5%"),
        ("15/09/2025 لبق", "قبل 15/09/2025"),
        ("2025 CNSS ةدئافل", "لفائدة 2025 CNSS"),
        (".)CNSS( ةدئافل", "لفائدة (CNSS)."),
        ("»نيتثيدح«", "«حديثتين»"),
        ("١٢٣ غلبم", "مبلغ ١٢٣"),
    ],
)
def test_numbers_and_brackets_keep_their_sense(seen: str, read: str) -> None:
    """Numbers are not reversed, and brackets open before the word."""
    assert logical_order(list(seen), RTL) == read


def test_a_ligature_is_not_reversed_within() -> None:
    """A glyph of several letters holds them in their order."""
    assert logical_order([*"ىرخأ ", "لا"], RTL) == "لا أخرى"


@pytest.mark.parametrize("text", ["(أ)", "«أ» و(ب)", "[1] نص (2) نص", "أ) نص"])
def test_brackets_are_set_right_whichever_way_they_were_turned(text: str) -> None:
    """Mirrored brackets are turned back, right ones stay."""
    mirrored = text.translate(str.maketrans("()[]«»", ")(][»«"))

    assert turn_brackets(mirrored) == turn_brackets(text) == text


def test_directions_of_letters() -> None:
    """The direction of a text is that of most letters, and none where there are no letters."""
    assert main_direction("المادة art") is RTL
    assert main_direction("article 5 م") is LTR
    assert main_direction("12 - 13") is None
    assert main_direction("مم aa", decisive=0.7) is None
    assert outer_directions("12 a م 3") == {LTR, RTL}
