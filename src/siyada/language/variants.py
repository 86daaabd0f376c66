"""Other keys under which a word of a question may be known: without its clitics, or without its vowels.

A document's words are analysed once and lightly (`words`); a question's words are few, so more may be tried on them.
What is tried here is a guess: whoever uses it keeps the variants that mean something to him.
"""

from __future__ import annotations

import re

from siyada.types import Variety

_ARABIC = re.compile(r"[\u0621-\u064a]")
# One-letter prepositions and the future; the prefixes of the verb in Arabic and Darija; endings the stemmer leaves.
_PROCLITICS = re.compile(r"^(?:[بلكفسو](?=\w{3}))")
_VERB = re.compile(r"^(?:(?:ك|ت|غا?)(?=[يتن]\w{2})[يتن]|غا(?=\w{3})|[يتنا](?=\w{3}))")
_ENDINGS = re.compile(r"(?<=\w{3})(?:ا|تي|ني|ك|ش|و)$")
_LATIN_VERB = re.compile(r"^(?:(?:k|t)(?:an|at|ay|a|n|t|y)|gha(?:di)?|[nyt])(?=\w{3})")
_LATIN_ARTICLE = re.compile(r"^(?:l|el|al|lel|lil|f|b|d)(?=\w{3})")
_SHORTEST = 3
_CLITIC = (Variety.DARIJA_LATIN, Variety.AMAZIGH_LATIN, Variety.OTHER)
"""Latin varieties that write articles and prefixes together with the word."""
# Digits and digraphs of Latin Darija, each to one letter for its sound (https://en.wikipedia.org/wiki/Arabic_chat_alphabet).
_SOUNDS = (
    ("kh", "x"), ("5", "x"), ("gh", "g"), ("8", "h"), ("ch", "$"), ("sh", "$"), ("7", "h"), ("9", "q"), ("k", "q"),
    ("c", "q"), ("dj", "j"), ("6", "t"), ("4", "d"), ("3", "3"), ("2", ""), ("'", ""),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouwy\u00e0-\u00ff]")
_DOUBLED = re.compile(r"(.)\1+")


def variants(stem: str, variety: Variety) -> tuple[str, ...]:
    """Stems that a word of a question in this variety may stand for, the nearest first; never the stem itself."""
    found: dict[str, None] = {}
    if _ARABIC.search(stem):
        bare = _PROCLITICS.sub("", stem)
        for word in (_ENDINGS.sub("", stem), bare, _ENDINGS.sub("", bare), _VERB.sub("", stem), _VERB.sub("", bare)):
            found[word] = None
        found[_ENDINGS.sub("", _VERB.sub("", bare))] = None
    elif variety in _CLITIC:
        bare = _LATIN_ARTICLE.sub("", stem)
        found.update(dict.fromkeys((bare, _LATIN_VERB.sub("", stem), _LATIN_VERB.sub("", bare))))
    return tuple(word for word in found if word != stem and len(word) >= _SHORTEST)


def skeleton(stem: str) -> str:
    """The consonants of a word of Latin Darija, one letter a sound: "ch7al", "chhal" and "shhal" share theirs.

    Empty where fewer than three are left: too little to know a word by.
    """
    for spelling, sound in _SOUNDS:
        stem = stem.replace(spelling, sound)
    bare = _DOUBLED.sub(r"\1", _VOWELS.sub("", stem))
    return bare if len(bare) >= _SHORTEST else ""


__all__ = ["skeleton", "variants"]
