"""What the encoder's grams are taught: texts of our varieties, and what says the same in a language of the network.

written     the corpus of pairs: Darija in Latin letters and Amazigh, beside French, English, Spanish or Arabic
drawn       the Standard Arabic side in the words of Darija (`dialects`), in Arabic letters and, by as many hands,
            in Latin ones (`romanise`)
words       lexicons of Darija and English
concepts    the thesaurus: each wording beside the terms of the law
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from siyada.retrieval.thesaurus import FOLDER
from siyada.training.dialects import DIALECTS, rewrite
from siyada.training.romanise import Hand, latin_of, romanise

KNOWN = ("fra_Latn", "eng_Latn", "spa_Latn", "arb_Arab")
"""Languages that the network reads."""
SPELT = ("kab_Latn", "zgh_Tfng", "zgh_Latn", "shi_Latn", "rif_Latn", "tzm_Latn", "ary_Latn", "ary_Arab")
"""Varieties that it does not, or not well."""
_LONGEST = 600
_SHORTEST = 12
"""Characters of a text worth rewriting."""
_STRENGTHS = (0.5, 0.8, 1.0)
_MOROCCO = "ary_Arab"
_ARABIC_WORD = re.compile("[\u0621-\u0652\u0670]+")
_LATIN_MARKS = str.maketrans("،؟؛", ",?;")
_LEXICONS = ("lexicon_doda.tsv", "lexicon_darijadistance.tsv")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text, and texts of known languages that mean the same."""

    text: str
    meanings: tuple[str, ...]


def read_pairs(corpora: Path, random: Random) -> list[Pair]:
    """All pairs; the same files and the same generator give the same list."""
    rows = list(_rows(corpora / "pairs.tsv"))
    pairs = [pair for row in rows for pair in _written(row)]
    pairs += _drawn(rows, random)
    pairs += [pair for name in _LEXICONS for pair in _words(corpora / name)]
    return pairs + list(_concepts(Path(__file__).parents[1] / "retrieval" / FOLDER))


def known_texts(corpora: Path) -> list[str]:
    """Texts of the known languages, each once: what the network's vocabulary and axes are chosen by."""
    rows = _rows(corpora / "pairs.tsv")
    return list(dict.fromkeys(text for row in rows for lang, text in (row[::2], row[1::2]) if lang in KNOWN))


def _rows(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """(first language, second language, first text, second text)."""
    with path.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            first, second, one, other = line.rstrip("\n").split("\t")[:4]
            if max(len(one), len(other)) <= _LONGEST:
                yield first, second, one, other


def _written(row: tuple[str, str, str, str]) -> Iterator[Pair]:
    first, second, one, other = row
    if first in SPELT and second in KNOWN:
        yield Pair(one, (other,))
    if second in SPELT and first in KNOWN:
        yield Pair(other, (one,))


def _drawn(rows: Iterable[tuple[str, str, str, str]], random: Random) -> list[Pair]:
    """Standard Arabic in the words of Darija and Latin letters; beside it the original and a translation."""
    translations: dict[str, str] = {}
    for first, second, one, other in rows:
        for lang, text, counterpart, translation in ((first, one, second, other), (second, other, first, one)):
            if lang == "arb_Arab" and counterpart in KNOWN and len(text) >= _SHORTEST:
                translations.setdefault(text, translation)
    drawn = []
    for text, other in translations.items():
        darija, _ = rewrite(text, DIALECTS[_MOROCCO], random, random.choice(_STRENGTHS))
        drawn += [Pair(darija, (text, other)), Pair(type_latin(darija, random), (text, other))]
    return drawn


def type_latin(text: str, random: Random) -> str:
    """Arabic letters as one hand would type them in Latin ones."""
    hand = Hand.draw(random)
    typed = _ARABIC_WORD.sub(lambda word: latin_of(romanise(word.group(), hand, random)), text)
    return typed.translate(_LATIN_MARKS)


def _words(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            # One lexicon begins with its Arabic spelling, the other has none.
            latin, english = (cells[1], cells[2]) if len(cells) > 3 and not cells[0].isascii() else _latin_first(cells)
            if latin and english and english != "eng_Latn":
                yield Pair(latin, (english,))


def _latin_first(cells: list[str]) -> tuple[str, str]:
    filled = [cell for cell in cells if cell not in ("", "ary_Latn", "eng_Latn", "ary_Arab", "category")]
    return (filled[0], filled[1]) if len(filled) > 1 else ("", "")


def _concepts(folder: Path) -> Iterator[Pair]:
    for path in sorted(folder.glob("*.tsv")):
        for row in csv.DictReader(
            path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
        ):
            terms = tuple(term for column in ("fr", "ar") for term in _cell(row, column)[:2])
            if terms:
                yield from (Pair(wording, terms) for column in ("latn", "zgh", "ary") for wording in _cell(row, column))


def _cell(row: dict[str, str], column: str) -> list[str]:
    return [wording for wording in (row.get(column) or "").split("|") if wording]


__all__ = ["KNOWN", "SPELT", "Pair", "known_texts", "read_pairs", "type_latin"]
