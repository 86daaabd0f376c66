"""Evaluates Darija transliteration on a TSV whose header names varieties, `ary-Latn` and `ary-Arab` among them.

`exact_word_rate` is the share of the reference's words that come out letter for letter, short vowels and tatweel aside;
`folded_word_rate` the same after the normal form (alef and hamza, ta marbuta and ha count as one); `skeleton_rate` the
same without the article's alef and the vowel letters, on whose spelling writers differ. `chrf` is chrF2 over the
corpus, as a percentage (Popović, "chrF", WMT 2015). References write foreign words in Arabic letters, so every word is
transliterated.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypedDict

from siyada.errors import UserError
from siyada.language import normal_text, parse_variety, transliterate_many
from siyada.types import Variety

Transliterate = Callable[[Sequence[str]], Sequence[str]]
_LONGEST, _BETA = 6, 2
_WORD = re.compile(r"\w+")
_UNWRITTEN = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARTICLE = re.compile("^ا?ل(?=..)")
_VOWELS = re.compile("[اويه]")
_DOUBLED = re.compile(r"(.)\1+")


class DirectionFigures(TypedDict):
    """How well one direction does."""

    exact_word_rate: float
    folded_word_rate: float
    chrf: float
    words_per_s: float


class TransliterationFigures(DirectionFigures):
    """What `evaluate transliteration` reports: Latin to Arabic script, and the way back."""

    n: int
    skeleton_rate: float
    back: DirectionFigures


def evaluate_transliteration(path: Path, transliterate: Transliterate | None = None) -> TransliterationFigures:
    """Figures of both directions on a file; `transliterate` replaces ours from Latin to Arabic script."""
    latin, arabic = load_pairs(path)
    to_arabic = transliterate or (lambda texts: transliterate_many(texts, Variety.DARIJA_ARABIC))
    renderings, figures = _measure(to_arabic, latin, arabic)
    _, back = _measure(lambda texts: transliterate_many(texts, Variety.DARIJA_LATIN), arabic, latin)
    skeletons = round(word_rate(renderings, arabic, skeleton_words), 4)
    return TransliterationFigures(n=len(latin), skeleton_rate=skeletons, **figures, back=back)


def load_pairs(path: Path) -> tuple[list[str], list[str]]:
    """The Latin and the Arabic texts of a file, line by line; rows that lack either are left out."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "{path} cannot be read: {reason}.", hint="Give a UTF-8 TSV.", path=path, reason=error
        ) from error
    header = [_variety(code) for code in lines[0].rstrip("\r").split("\t")]
    if Variety.DARIJA_LATIN not in header or Variety.DARIJA_ARABIC not in header:
        raise UserError(
            "{path} does not name both scripts of Darija in its first line.",
            hint="Two of its columns are headed ary_Latn and ary_Arab.",
            path=path,
        )
    columns = header.index(Variety.DARIJA_LATIN), header.index(Variety.DARIJA_ARABIC)
    rows = [line.rstrip("\r").split("\t") for line in lines[1:]]
    pairs = [tuple(row[column].strip() for column in columns) for row in rows if len(row) > max(columns)]
    full = [pair for pair in pairs if all(pair)]
    if not full:
        raise UserError("{path} holds no texts.", hint="Each line holds a text in both scripts.", path=path)
    return [pair[0] for pair in full], [pair[1] for pair in full]


def _variety(code: str) -> Variety | None:
    try:
        return parse_variety(code)
    except UserError:
        return None


def _measure(
    transliterate: Transliterate, sources: Sequence[str], references: Sequence[str]
) -> tuple[Sequence[str], DirectionFigures]:
    started = time.perf_counter()
    renderings = transliterate(sources)
    seconds = time.perf_counter() - started
    return renderings, DirectionFigures(
        exact_word_rate=round(word_rate(renderings, references, exact_words), 4),
        folded_word_rate=round(word_rate(renderings, references, folded_words), 4),
        chrf=round(chrf(renderings, references), 2),
        words_per_s=round(sum(len(source.split()) for source in sources) / seconds, 1),
    )


def word_rate(renderings: Sequence[str], references: Sequence[str], words: Callable[[str], Sequence[str]]) -> float:
    """Share of the references' words that their renderings have in the same order."""
    hits = total = 0
    for rendering, reference in zip(renderings, references, strict=True):
        ours, theirs = words(rendering), words(reference)
        total += len(theirs)
        if len(ours) == len(theirs):
            hits += sum(our == their for our, their in zip(ours, theirs, strict=True))
        else:
            matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
            hits += sum(block.size for block in matcher.get_matching_blocks())
    return hits / max(total, 1)


def exact_words(text: str) -> list[str]:
    """The words, short vowels and tatweel aside."""
    return _WORD.findall(_UNWRITTEN.sub("", text))


def folded_words(text: str) -> list[str]:
    """The words in normal form."""
    return _WORD.findall(normal_text(text))


def skeleton_words(text: str) -> list[str]:
    """The consonants of the words, doubled ones once, the article aside."""
    return [_DOUBLED.sub(r"\1", _VOWELS.sub("", _ARTICLE.sub("L", word))) for word in folded_words(text)]


def chrf(renderings: Sequence[str], references: Sequence[str]) -> float:
    """Corpus chrF with beta 2, spaces aside, from 0 to 100."""
    shares: list[tuple[float, float]] = []
    for length in range(1, _LONGEST + 1):
        common = ours = theirs = 0
        for rendering, reference in zip(renderings, references, strict=True):
            one, other = _grams(rendering, length), _grams(reference, length)
            common += (one & other).total()
            ours += one.total()
            theirs += other.total()
        shares.append((common / max(ours, 1), common / max(theirs, 1)))
    precision = sum(share for share, _ in shares) / _LONGEST
    recall = sum(share for _, share in shares) / _LONGEST
    if not precision + recall:
        return 0.0
    return 100 * (1 + _BETA**2) * precision * recall / (_BETA**2 * precision + recall)


def _grams(text: str, length: int) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[at : at + length] for at in range(len(letters) - length + 1))


__all__ = [
    "TransliterationFigures",
    "chrf",
    "evaluate_transliteration",
    "exact_words",
    "folded_words",
    "load_pairs",
    "skeleton_words",
    "word_rate",
]
