"""What happens to a text between the head and the page: slips of the finger, lost accents, lost spaces."""

from __future__ import annotations

import unicodedata
from random import Random

from siyada.types import Variety

_PLAIN_AMAZIGH = str.maketrans({"ɣ": "gh", "Ɣ": "gh", "ɛ": "3", "ε": "3", "γ": "gh", "č": "ch", "ǧ": "j"})
_ACCENTED = (Variety.FRENCH, Variety.SPANISH, Variety.AMAZIGH_LATIN)


def blemish(text: str, variety: Variety, random: Random) -> str:
    """The text with one kind of damage, or as it was."""
    chance = random.random()
    if chance < 0.04 and len(text) < 60:
        return text.replace(" ", "")
    if chance < 0.16:
        return slip(text, random)
    if chance < 0.30 and variety in _ACCENTED:
        return drop_accents(text, variety)
    return text


def slip(text: str, random: Random) -> str:
    """Every twenty-fifth letter or so left out, doubled or exchanged with its neighbour."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        place, chance = random.randrange(len(letters)), random.random()
        if chance < 0.3:
            letters[place] = ""
        elif chance < 0.6:
            letters[place] *= 2
        elif place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def drop_accents(text: str, variety: Variety) -> str:
    """As typed on a keyboard that has no accents."""
    parts = unicodedata.normalize("NFD", text)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain.translate(_PLAIN_AMAZIGH) if variety is Variety.AMAZIGH_LATIN else plain


__all__ = ["blemish", "drop_accents", "slip"]
