"""The normal form: one documented folding for search and for the quote check, with a map back to the source.

Two texts with the same normal form are the same to a reader, however they were typed, copied or extracted:

    compatibility   presentation forms, ligatures (ﻻ ﬁ œ æ), full-width forms, superscripts: Unicode NFKC
    case            folded; Latin accents dropped (é → e, ṭ → t, ḍ → d), so Amazigh Latin compares without its dots
    digits          Arabic-Indic and Persian → ASCII; the decimal comma ٫ → ",", the thousand mark ٬ → ".", ٪ → "%"
    Arabic          tatweel, short vowels and Quranic marks dropped; أ إ آ ٱ → ا, ى ی → ي, ة → ه, ؤ → و, ئ → ي, ک → ك;
                    Moroccan ڭ گ ݣ → ك, ڤ → ف, پ → ب, چ → ج
    Tifinagh        ⵯ (labialisation) dropped
    invisible       zero-width and direction marks, soft hyphens, variation selectors, control characters dropped
    spaces          every run of white space is one space
    marks           quotes « » “ ” „ → ", apostrophes ’ ‘ ʼ ʿ → ', dashes – — ‑ − → -, … → "..."

Digits are never regrouped and no letter is exchanged for one of another meaning, so a number or a word that differs
still differs. O(n).
"""

from __future__ import annotations

import re
import unicodedata
from array import array

from siyada.types import NormalForm

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    "ؤ": "و", "ئ": "ي", "ک": "ك", "ڭ": "ك", "گ": "ك", "ݣ": "ك", "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ز",
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ə": "e", "ɛ": "ε", "ɣ": "γ",
    "٫": ",", "٬": ".", "٪": "%", "،": ",", "؛": ";", "؟": "?", "۔": ".",
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "❝": '"', "❞": '"', "″": '"',
    "’": "'", "‘": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "‛": "'", "´": "'", "`": "'", "′": "'",
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "‒": "-", "―": "-", "…": "...", "⁄": "/",
}  # fmt: skip
# Tatweel, Tifinagh labialisation, ʷ, object replacement.
_DROPPED = frozenset("\u0640\u2d6f\u02b7\ufffc")
_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Cc", "Cf", "Cs", "Co"})
_RUNS = re.compile(" {2,}")


def fold(character: str) -> str:
    """What one source character becomes: a space for any white space, nothing if it is dropped."""
    if character.isspace():
        return " "
    if character in _DROPPED:
        # Before NFKC, which would make full letters of the modifiers ⵯ and ʷ.
        return ""
    if unicodedata.category(character) == "No":
        # NFKC would make "102" of "10²" and "11/2" of "1½".
        return character
    known = _LETTERS.get(character)
    if known is not None:
        return known
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character).casefold())
    folded = "".join(_fold_part(part) for part in parts)
    return folded.strip(" ") or folded[:1]


def _fold_part(part: str) -> str:
    if part.isspace():
        return " "
    category = unicodedata.category(part)
    if part in _DROPPED or category in _DROPPED_CATEGORIES:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(part))
    return _LETTERS.get(part, part)


class _Table(dict[int, str]):
    """A translation table that learns each character the first time it is met; bounded by Unicode itself."""

    def __missing__(self, code: int) -> str:
        value = self[code] = fold(chr(code))
        return value


_TABLE = _Table()


def normal_text(text: str) -> str:
    """`normalise(text).text`, many times faster."""
    return _RUNS.sub(" ", text.translate(_TABLE))


def normalise(text: str) -> NormalForm:
    """The normal form of any text with its offset map; white space at the ends stays a single space."""
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    for position, character in enumerate(text):
        folded = _TABLE[ord(character)]
        if folded == " " and pieces and pieces[-1] == " ":
            ends[-1] = position + 1
            continue
        for piece in folded:
            pieces.append(piece)
            starts.append(position)
            ends.append(position + 1)
    return NormalForm("".join(pieces), starts, ends)


__all__ = ["fold", "normal_text", "normalise"]
