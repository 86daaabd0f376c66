"""Arabic words as people type them in Latin letters, drawn at random: pairs to learn from where few were written.

A hand is one writer's habits: "ch" or "sh", "7" or "h", "9" or "q". Short vowels come from the marks where the word
has them; where it has none, some vowel or none is drawn, as in Darija, which drops most. Each piece tells which Latin
letters stand for which Arabic ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

Piece = tuple[str, str]
"""Latin letters and the Arabic ones they stand for; either may be empty."""


def _parse(table: str) -> Mapping[str, tuple[str, ...]]:
    """Letters and what is typed for them, the commoner the oftener; - is nothing."""
    rows = (row.split() for row in table.replace("\n", "|").split("|"))
    return {row[0]: tuple(typed.replace("-", "") for typed in row[1:]) for row in rows if row}


_CHOICES = _parse("""
ب b | ت t | ث t th t | ج j j dj | ح 7 7 h | خ kh kh 5 x | د d | ذ d dh d | ر r | ز z | س s | ش ch ch sh | ص s s S
ض d d D | ط t t T | ظ d d D dh | ع 3 | غ gh gh 8 4 | ف f | ق 9 9 q k | ك k | ل l | م m | ن n | ه h
پ p | ڤ v | گ g | ڭ g | چ tch | ء 2 2 -
""")
_ALEFS = _parse("ا a | أ a a 2a | إ i i 2i e | آ a 2a | ى a | ة a a a ah at | ئ 2 2 y i | ؤ 2 2 o")
_MARKS: Mapping[str, tuple[str, ...]] = {
    "\u064e": ("a", "a", "e", ""),
    "\u0650": ("i", "i", "e", ""),
    "\u064f": ("o", "u", "ou", ""),
    "\u064b": ("an", ""),
    "\u064c": ("oun", ""),
    "\u064d": ("in", ""),
    "\u0652": ("",),
    "\u0651": ("",),
    "\u0670": ("a",),
    "\u0653": ("",),
}
_UNMARKED = ("", "", "", "", "e", "e", "a", "a", "i", "o")
_SHADDA, _SUKUN = "ّ", "ْ"
_SUN = frozenset("تثدذرزسشصضطظلن")
_VOWELLED = re.compile(r"[\u064b-\u0650\u0652\u0670]")
_MARK = re.compile(r"[\u064b-\u0653\u0670]")
_ARTICLE = re.compile(r"^([وفبك]?[\u064b-\u0652]*)(ال|لل)(?=[\u0621-\u064a\u064b-\u0652]{2,})")


@dataclass(frozen=True, slots=True)
class Hand:
    """How one writer spells the letters that people spell differently."""

    letters: Mapping[str, str]
    standard: bool
    """Standard Arabic read out in full, with "al-" and its endings; otherwise the way Darija is typed."""

    @classmethod
    def draw(cls, random: Random, *, standard: bool = False) -> Hand:
        """A writer's habits; capitals for emphatic letters are a habit of few."""
        plain = random.random() < 0.9
        chosen = {letter: random.choice(options) for letter, options in _CHOICES.items()}
        return cls({letter: piece.lower() if plain else piece for letter, piece in chosen.items()}, standard)


def romanise(word: str, hand: Hand, random: Random) -> list[Piece]:
    """The word as the hand would type it."""
    pieces, rest = _article(word, hand, random)
    vowelled = bool(_VOWELLED.search(rest))
    units = re.findall(r"[^\u064b-\u0653\u0670][\u064b-\u0653\u0670]*", rest)
    for place, unit in enumerate(units):
        letter, marks = unit[0], unit[1:]
        before = units[place - 1][0] if place else ""
        after = units[place + 1][0] if place + 1 < len(units) else ""
        latin = _letter(letter, before, after, hand, random) if "ُ" not in marks or letter != "أ" else "o"
        if _SHADDA in marks and latin and random.random() < 0.7:
            pieces.append((latin, ""))
        pieces.append((latin, letter))
        pieces.append((_vowel(letter, marks, after, hand, random, vowelled=vowelled), ""))
    return [piece for piece in pieces if piece != ("", "")]


def _article(word: str, hand: Hand, random: Random) -> tuple[list[Piece], str]:
    found = _ARTICLE.match(word)
    if not found:
        return [], word
    rest = word[found.end() :].lstrip(_SUKUN)
    lead = _MARK.sub("", found[1])
    pieces: list[Piece] = [({"و": "w", "": ""}.get(lead) or hand.letters.get(lead, ""), lead)] if lead else []
    vowel = "a" if hand.standard else random.choice(("", "", "", "", "e", "a"))
    joined = random.choice(("-", "-", " ", "")) if hand.standard else ""
    sun = rest[0] in _SUN and random.random() < 0.6
    sound = hand.letters[rest[0]] if sun else "l"
    marked = rest[:3].replace(_SHADDA, "") + rest[3:] if sun else rest
    pieces += [(vowel, ""), (sound, found[2]), (joined, "")]
    return pieces, marked


def _letter(letter: str, before: str, after: str, hand: Hand, random: Random) -> str:
    if letter in "وي":
        consonant = not before or before in "اأآىوي" or (after in "اآىة" and after != "")
        if consonant:
            return {"و": "w", "ي": "y"}[letter]
        if before in "كتد" or random.random() < 0.1:
            return random.choice(("ou", "aw", "o") if letter == "و" else ("ay", "i", "ai"))
        return random.choice(("ou", "o", "u") if letter == "و" else ("i", "i", "y"))
    if letter in _ALEFS:
        return random.choice(_ALEFS[letter])
    usual = hand.letters.get(letter, "")
    return usual if random.random() < 0.95 else random.choice(_CHOICES.get(letter, ("",))).lower()


def _vowel(letter: str, marks: str, after: str, hand: Hand, random: Random, *, vowelled: bool) -> str:
    """The short vowel after a letter."""
    if letter in _ALEFS:
        return ""
    if after in "اىةوي" and after and not (after in "وي" and _SUKUN in marks):
        return ""
    if vowelled:
        mark = next((mark for mark in marks if mark in _MARKS and mark != _SHADDA), "")
        options = _MARKS.get(mark, ("",))
        if hand.standard:
            return options[0]
        return random.choice(options) if after else ""
    return random.choice(_UNMARKED) if after and letter not in "اىوي" else ""


def latin_of(pieces: list[Piece]) -> str:
    """What was typed."""
    return "".join(latin for latin, _ in pieces)


__all__ = ["Hand", "Piece", "latin_of", "romanise"]
