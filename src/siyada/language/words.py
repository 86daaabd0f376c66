"""The words of a text as the search sees them, whatever the script: `analyse`.

Each word has an exact key (its normal form) and a stem: light for Arabic script (`arabic`), Snowball's French stemmer
for Latin script, Tifinagh through its Latin letters, so that both scripts of Amazigh share their keys. Numbers keep
their value ("10.000", "10 000" and "10000" share one key), law numbers their order ("09-08", "09.08").
"""

from __future__ import annotations

from functools import lru_cache

import regex
import snowballstemmer

from siyada.language.arabic import stem_arabic
from siyada.language.normal import normal_text
from siyada.language.stopwords import ARABIC_STOPWORDS, LATIN_STOPWORDS
from siyada.language.tifinagh import tifinagh_to_latin
from siyada.types import Term

# In this order: law numbers, grouped and decimal numbers, words (soft hyphens and joiners inside belong to them).
_WORD = regex.compile(
    r"(?<![\p{N}.,-])\p{N}{1,3}[-.\u2010\u2011]\p{N}{2}(?![\p{N}]|[.,-]\p{N})"
    r"|(?<!\p{N})\p{N}{1,3}(?:[\u0020\u00a0\u202f.,\u066b\u066c]\p{N}{3})+(?!\p{N})"
    r"|\p{N}+[.,\u066b]\p{N}+"
    r"|[\p{L}\p{M}\p{N}\u00ad\u200c\u200d\u2d6f]+"
)
_ELISION = regex.compile(r"^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)$", regex.IGNORECASE)
_TIFINAGH = regex.compile(r"\p{Tifinagh}")
_ARABIC = regex.compile(r"\p{Arabic}")
_CACHED_WORDS = 1 << 17
_french = snowballstemmer.stemmer("french")


def analyse(text: str) -> list[Term]:
    """The words of a text in order, with their spans. O(length); about 1 MB/s once its words have been met."""
    terms: list[Term] = []
    for match in _WORD.finditer(text):
        exact, stem, content = _keys(match.group())
        if exact:
            terms.append(Term(exact, stem, match.start(), match.end(), content))
    return terms


@lru_cache(maxsize=_CACHED_WORDS)
def _keys(word: str) -> tuple[str, str, bool]:
    if word[0].isnumeric() and not any(character.isalpha() for character in word):
        number = _number(normal_text(word))
        return number, number, True
    if _ARABIC.search(word):
        exact = normal_text(word)
        # "and" is written together with the small word behind it: "ومتى".
        small = exact in ARABIC_STOPWORDS or exact.removeprefix("و") in ARABIC_STOPWORDS
        return exact, stem_arabic(exact), not small and len(exact) > 1
    if _TIFINAGH.search(word):
        word = tifinagh_to_latin(word)
    exact = normal_text(word)
    return exact, _latin_stem(word), exact not in LATIN_STOPWORDS and not _ELISION.match(exact)


def _latin_stem(word: str) -> str:
    stem = normal_text(str(_french.stemWord(word.lower())))
    # Amazigh is written with ɣ or gh, ɛ or 3, according to the keyboard at hand.
    return stem.replace("γ", "gh").replace("ε", "3")


def _number(digits: str) -> str:
    """`10 000`, `10.000` → `10000`; `10,50` → `10.50`; `09.08`, `09-08` → `09-08`."""
    if regex.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", digits):
        return regex.sub(r"\D", "", digits)
    if regex.fullmatch(r"\d{1,3}[-.]\d{2}", digits):
        return digits.replace(".", "-")
    return digits.replace(",", ".")


__all__ = ["analyse"]
