"""How a word is looked at before it is rewritten in the other script."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f\u061c]")
_EMPHATIC = re.compile(r".[A-Z]|^[A-Z](?=[A-Z])")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def clean_arabic(text: str) -> str:
    """Presentation forms made letters; short vowels, tatweel and invisible marks dropped."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))


def clean_latin(word: str) -> str:
    """Capitals fall, but for those inside a word ("bSSa7"), which mark emphatic letters."""
    word = word.translate(_APOSTROPHES)
    if word.isupper() or not _EMPHATIC.search(word):
        return word.lower()
    return word


__all__ = ["clean_arabic", "clean_latin"]
