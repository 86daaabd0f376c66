"""Tifinagh ↔ Latin for Standard Moroccan Amazigh, letter for letter, after the alphabet of IRCAM.

Exact and reversible on the 33 letters and ⵯ; every other character passes through unchanged.
"""

from __future__ import annotations

_PAIRS = {
    "ⴰ": "a", "ⴱ": "b", "ⴳ": "g", "ⴷ": "d", "ⴹ": "ḍ", "ⴻ": "e", "ⴼ": "f", "ⴽ": "k", "ⵀ": "h", "ⵃ": "ḥ", "ⵄ": "ɛ",
    "ⵅ": "x", "ⵇ": "q", "ⵉ": "i", "ⵊ": "j", "ⵍ": "l", "ⵎ": "m", "ⵏ": "n", "ⵓ": "u", "ⵔ": "r", "ⵕ": "ṛ", "ⵖ": "ɣ",
    "ⵙ": "s", "ⵚ": "ṣ", "ⵛ": "c", "ⵜ": "t", "ⵟ": "ṭ", "ⵡ": "w", "ⵢ": "y", "ⵣ": "z", "ⵥ": "ẓ", "ⵯ": "ʷ", "ⵞ": "č",
    "ⴵ": "ǧ", "ⵒ": "p", "ⵠ": "v",
}  # fmt: skip
_TO_LATIN = str.maketrans(_PAIRS)
_TO_TIFINAGH = str.maketrans(
    {latin: tifinagh for tifinagh, latin in _PAIRS.items()}
    | {latin.upper(): tifinagh for tifinagh, latin in _PAIRS.items() if len(latin.upper()) == 1}
)


def tifinagh_to_latin(text: str) -> str:
    """The text with its Tifinagh letters in Latin script; lower case, for Tifinagh has none."""
    return text.translate(_TO_LATIN)


def latin_to_tifinagh(text: str) -> str:
    """The text with its Amazigh Latin letters in Tifinagh; capitals become the same letters."""
    return text.translate(_TO_TIFINAGH)


__all__ = ["latin_to_tifinagh", "tifinagh_to_latin"]
