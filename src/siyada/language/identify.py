"""Which variety a text is written in: script first, then the function words that only one variety has.

Sure of the script, less so of the language: the confidence is the share of the text's evidence that speaks for the
variety named. A text without evidence is `other`.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import regex

from siyada.language.markers import MARKERS
from siyada.types import Identification, Variety, VarietySpan

_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}'’\u2d6f]+")
_ELIDED = regex.compile(r"^(?:l|d|j|m|t|s|n|c|qu)['’]", regex.IGNORECASE)
_ARABIZI_DIGIT = regex.compile(r"(?i)^(?=.*\p{Latin})(?=.*[23579])[\p{Latin}23579]+$")
_AMAZIGH_LETTERS = regex.compile(r"[ɣɛḍṭṣẓḥṛεγčǧ]", regex.IGNORECASE)
_FRENCH_LETTERS = regex.compile(r"[éèêëàâçôûùîïœ]", regex.IGNORECASE)
_SPANISH_LETTERS = regex.compile(r"[ñ¿¡áíóú]", regex.IGNORECASE)
_DARIJA_VERB = regex.compile(r"^(?:ك(?:ي|ت|ن)|غ(?:ي|ت|ن|اد))\p{Arabic}{3,}$")
_TIFINAGH, _ARABIC, _LATIN = (regex.compile(rf"\p{{{script}}}") for script in ("Tifinagh", "Arabic", "Latin"))
_LATIN_RULES = (
    (_ELIDED, Variety.FRENCH, 1.0),
    (_AMAZIGH_LETTERS, Variety.AMAZIGH_LATIN, 1.0),
    (_ARABIZI_DIGIT, Variety.DARIJA_LATIN, 1.0),
    (_FRENCH_LETTERS, Variety.FRENCH, 0.6),
    (_SPANISH_LETTERS, Variety.SPANISH, 0.6),
)
_CONTEXT = 0.35


def identify(text: str) -> Identification:
    """The dominant variety, the confidence, and spans that cover the text from the first word to the end."""
    tokens = list(_TOKEN.finditer(text))
    votes = [_vote(token.group()) for token in tokens]
    total: Counter[Variety] = Counter()
    for vote in votes:
        total.update(vote)
    if not total:
        return Identification(Variety.OTHER, 0.0, _whole(text, Variety.OTHER))
    variety, weight = max(total.items(), key=lambda item: (item[1], item[0] is Variety.ARABIC))
    confidence = weight / sum(total.values()) * (1 - 0.5 ** (1 + weight))
    return Identification(variety, round(confidence, 4), _spans(text, tokens, votes, variety))


def _whole(text: str, variety: Variety) -> tuple[VarietySpan, ...]:
    return (VarietySpan(0, len(text), variety),) if text else ()


@lru_cache(maxsize=1 << 16)
def _vote(token: str) -> Counter[Variety]:
    """What one word says: strong evidence 1, a hint less."""
    word = _ELIDED.sub("", token).lower()
    known = MARKERS.get(word)
    if known:
        return Counter(dict.fromkeys(known, 1.0 / len(known)))
    if _TIFINAGH.search(word):
        return Counter({Variety.AMAZIGH_TIFINAGH: 2.0})
    if _ARABIC.search(word):
        darija = _DARIJA_VERB.match(word)
        return Counter({Variety.DARIJA_ARABIC: 0.6, Variety.ARABIC: 0.4} if darija else {Variety.ARABIC: 0.25})
    if not _LATIN.search(word):
        return Counter()
    for pattern, variety, weight in _LATIN_RULES:
        if pattern.search(token.lower()):
            return Counter({variety: weight})
    return _shape(word)


def _shape(word: str) -> Counter[Variety]:
    """A word that no list knows: its letters hint at a language."""
    if regex.search(
        r"(?:kh|gh|ch|dy|[^aeiouy]{4}|kk|ss[kml]|^l[bcdfgkmnrst][a-z]|^k(?:an|ay|at))", word
    ) and not regex.search(r"(?:tion|ment|eur|ique|ing|ough|ight)$", word):
        return Counter({Variety.DARIJA_LATIN: 0.2, Variety.FRENCH: 0.05})
    if regex.search(r"(?:tion|ment|eur|ique|aire|euse|eau|oir|ées?|ais|ait)s?$", word):
        return Counter({Variety.FRENCH: 0.3})
    if regex.search(r"(?:ing|ed|ly|ness|ship|th|ght|ould)$", word):
        return Counter({Variety.ENGLISH: 0.3})
    if regex.search(r"(?:ción|dad|mente|ado|ada|ero|os|as)$", word):
        return Counter({Variety.SPANISH: 0.2})
    return Counter({Variety.FRENCH: 0.05, Variety.ENGLISH: 0.04})


def _spans(
    text: str, tokens: list[regex.Match[str]], votes: list[Counter[Variety]], dominant: Variety
) -> tuple[VarietySpan, ...]:
    """Runs of words of one variety; a word without clear evidence stays with the run it stands in."""
    spans: list[VarietySpan] = []
    current = dominant
    for token, vote in zip(tokens, votes, strict=True):
        best, weight = max(vote.items(), key=lambda item: item[1], default=(current, 0.0))
        current = best if weight >= _CONTEXT else current
        if spans and spans[-1].variety is current:
            spans[-1] = VarietySpan(spans[-1].start, token.end(), current)
        else:
            spans.append(VarietySpan(spans[-1].end if spans else 0, token.end(), current))
    if spans:
        spans[-1] = VarietySpan(spans[-1].start, len(text), spans[-1].variety)
    return tuple(spans)


__all__ = ["identify"]
