"""References to articles and laws: "article 16", "المادة 16", "l'article seize", "loi 09-08", "القانون رقم 09.08".

Reads the quote normal form. A law keeps the order of its numbers: 09-08 and 08-09 are two laws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from siyada.citations.figure import Figure
from siyada.citations.numerals import Numerals
from siyada.types import Normalise, Variety

_LAW_WORDS = ("loi", "lois", "law", "ley", "dahir", "decret", "décret", "decree", "arrêté", "القانون", "قانون", "ظهير",
              "الظهير", "المرسوم", "مرسوم", "قرار", "9anoun", "qanoun", "n°", "numéro", "رقم")  # fmt: skip
_ARTICLE_WORDS = ("article", "articles", "art", "art.", "artículo", "المادة", "مادة", "المواد", "المادتين", "المادتان",
                  "الفصل", "فصل", "الفصول", "الفصلين", "lmadda", "madda", "fasl", "lfasl", "ⵜⵓⵙⵜⵜ", "tusttt")  # fmt: skip
_FIRST = ("premier", "1er", "première", "first", "primero", "الأولى", "الأول", "amzwaru")
_ARABIC_ORDINALS = {
    "الثانية": 2, "الثالثة": 3, "الرابعة": 4, "الخامسة": 5, "السادسة": 6, "السابعة": 7, "الثامنة": 8, "التاسعة": 9,
    "العاشرة": 10, "الثاني": 2, "الثالث": 3, "الرابع": 4, "الخامس": 5, "السادس": 6, "السابع": 7, "الثامن": 8,
    "التاسع": 9, "العاشر": 10,
}  # fmt: skip


class ReferenceReader:
    """Finds references to articles and laws."""

    def __init__(self, normalise: Normalise, numerals: Mapping[Variety, Numerals]) -> None:
        self._numerals = numerals

        def norm(words: tuple[str, ...]) -> str:
            return alternatives(words, normalise)

        self._first = {normalise(word).text: 1 for word in _FIRST}
        self._first |= {normalise(word).text: value for word, value in _ARABIC_ORDINALS.items()}
        # Conjunctions and prepositions are joined to Arabic words: "بالمادة 16", "والمادة 3".
        joined = rf"(?:[{normalise('وبلكف').text}]{{0,2}})?"
        self._article = re.compile(rf"(?<!\w){joined}(?:{norm(_ARTICLE_WORDS)})\.?\s+(?=((?:\S+\s*){{1,8}}))")
        self._law = re.compile(
            rf"(?<!\w){joined}(?:{norm(_LAW_WORDS)})\s*(?:{norm(('n°', 'n', 'no', 'numéro', 'رقم'))})?[\s:°]*"
            rf"(\d{{1,3}})\s?[-./]\s?(\d{{2,3}})(?:\s?[-./]\s?(\d{{1,4}}))?(?!\d)"
        )

    def find(self, text: str, variety: Variety) -> Iterator[tuple[int, int, Figure]]:
        """Each reference with the span of its number in the normal form."""
        for match in self._law.finditer(text):
            value = "-".join(part.zfill(2) for part in match.groups() if part)
            yield match.start(1), match.end(), Figure("law", value, text=match.group())
        for match in self._article.finditer(text):
            if not self._law.match(text, match.start()):
                yield from self._articles(match, variety)

    def _articles(self, match: re.Match[str], variety: Variety) -> Iterator[tuple[int, int, Figure]]:
        """The numbers behind the word "article": one, a list ("3, 4 et 5") or words ("seize")."""
        at = match.start(1)
        listed = re.match(
            r"\d+(?:-\d+)?(?:er)?(?:(?:\s?,\s?|\s(?:et|and|y|ou|a|au|و|الى|إلى)\s?)\d+(?:-\d+)?)*", match.group(1)
        )
        if listed:
            for number in re.finditer(r"\d+", listed.group()):
                yield (
                    at + number.start(),
                    at + number.end(),
                    Figure("article", str(int(number.group())), text=match.group()),
                )
            return
        words = match.group(1).split()
        first = self._first.get(words[0].strip(".,;:"))
        written = next(self._numerals[variety].find([word.strip(".,;:") for word in words]), None)
        if first:
            yield at, at + len(words[0]), Figure("article", str(first), text=match.group())
        elif written and written.first == 0:
            yield (
                at,
                at + len(" ".join(words[: written.last])),
                Figure("article", str(written.value), text=match.group()),
            )


def alternatives(words: tuple[str, ...], normalise: Normalise) -> str:
    """A regular expression that matches any of the words in their normal form, the longest first."""
    forms = {normalise(word).text.strip() for word in words}
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


__all__ = ["ReferenceReader", "alternatives"]
