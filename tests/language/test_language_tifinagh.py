from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.language import latin_to_tifinagh, other_script, tifinagh_to_latin
from siyada.types import Variety

LETTERS = "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥⵯ"


@given(st.text(LETTERS + " .,!?«»0123456789\n"))
def test_tifinagh_comes_back_letter_for_letter(text: str) -> None:
    """From Tifinagh to Latin and back nothing is lost."""
    assert latin_to_tifinagh(tifinagh_to_latin(text)) == text


@given(st.text("abcdefghijklmnqrstuwxyzḍḥṛṣṭẓɛɣʷ .,!?0123456789").map(lambda text: text.replace("o", "")))
def test_latin_comes_back_letter_for_letter(text: str) -> None:
    """From the Latin letters of the alphabet to Tifinagh and back nothing is lost."""
    assert tifinagh_to_latin(latin_to_tifinagh(text)) == text


@given(st.text(LETTERS, min_size=1))
def test_each_letter_has_one_letter(text: str) -> None:
    """The other script has as many letters, so offsets carry over."""
    assert len(tifinagh_to_latin(text)) == len(text)


@pytest.mark.parametrize(
    ("tifinagh", "latin"),
    [("ⴰⵣⵓⵍ", "azul"), ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "tamaziɣt"), ("ⵜⴰⵎⵓⵔⵜ ⵏ ⵓⴽⵓⵛ", "tamurt n ukuc"), ("ⵜⴰⴳⵯⵎⴰⵜ", "tagʷmat")],
)
def test_known_words(tifinagh: str, latin: str) -> None:
    """Words as IRCAM writes them."""
    assert tifinagh_to_latin(tifinagh) == latin
    assert other_script(tifinagh, Variety.AMAZIGH_TIFINAGH) == latin
    assert other_script(latin, Variety.AMAZIGH_LATIN) == tifinagh
