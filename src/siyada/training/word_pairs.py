"""Words of Darija in both scripts: those that people wrote, and those drawn by typing Arabic words as hands would."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from siyada.language.spelling import clean_arabic, clean_latin
from siyada.training.alignment import Aligned, Pair
from siyada.training.romanise import Hand, romanise
from siyada.training.sources import OWN

_SPLIT = re.compile(r"[\s،؟.!?,:;«»\"()/…-]+")
_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپڤگڭ"
_ARABIC = re.compile(f"[{_LETTERS}]+")
_MARKED = re.compile(f"[{_LETTERS}\u064b-\u0652]+")
_LATIN = re.compile(r"(?=.*[^\W\d_])[a-zA-Zà-ÿÀ-ß0-9']+")
_CLITICS = {"f": "ف", "b": "ب", "l": "ل", "d": "د", "w": "و", "o": "و"}
_COMMON, _PER_WORD = 40_000, 4
"""How many of the commonest Arabic words are typed, and by how many hands each."""


def human_pairs(corpora: Path) -> Iterator[tuple[Pair, int]]:
    """Words that a person wrote in both scripts, Latin first, with counts."""
    counts: Counter[Pair] = Counter()
    for latin, arabic in _both_scripts(corpora):
        for source, target in pair_words(latin, arabic):
            if _LATIN.fullmatch(source) and _ARABIC.fullmatch(target):
                counts[clean_latin(source), target] += 1
    yield from counts.items()


def _both_scripts(corpora: Path) -> Iterator[Pair]:
    for name in ("words", "darija"):
        for line in (OWN / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            row = line.split("\t")
            yield (row[0], row[1]) if name == "words" else (row[1], row[0])
    with (corpora / "pairs.tsv").open(encoding="utf-8") as file:
        for line in file:
            row = line.rstrip("\n").split("\t")
            if row[:2] == ["ary_Arab", "ary_Latn"]:
                yield row[3], row[2]


def pair_words(latin: str, arabic: str) -> list[Pair]:
    """The words of a sentence in both scripts, two by two; empty where they do not march together.

    "f casa" is one word in Arabic script, "makaynch" may be two.
    """
    left = [word for word in _SPLIT.split(latin) if word]
    right = [word for word in _SPLIT.split(clean_arabic(arabic)) if word]
    pairs: list[Pair] = []
    while left and right:
        surplus = len(left) - len(right)
        clitic = _CLITICS.get(left[0].lower(), "-")
        if surplus > 0 and len(left) > 1 and len(right[0]) > 1 and right[0].startswith(clitic):
            rest = right.pop(0)[1:]
            pairs += [(left.pop(0), clitic), (left.pop(0), f"ا{rest}" if clitic == "ل" and rest[0] == "ل" else rest)]
        elif surplus < 0 and right[0] in ("ما", "و", "كيف"):
            pairs.append((left.pop(0), right.pop(0) + right.pop(0)))
        else:
            pairs.append((left.pop(0), right.pop(0)))
    return [] if left or right else pairs


def arabic_vocabulary(corpora: Path, human: Mapping[Pair, int]) -> tuple[Counter[str], dict[str, list[str]]]:
    """Words in Arabic script with their counts, Darija's more; and the forms with short vowels of some."""
    counts: Counter[str] = Counter()
    marked: dict[str, list[str]] = defaultdict(list)
    for lang, text in _texts(corpora, ("arb_Arab", "ary_Arab")):
        for form in _MARKED.findall(text):
            word = clean_arabic(form)
            if 2 <= len(word) <= 14:
                counts[word] += 3 if lang == "ary_Arab" else 1
                if len(form) >= 1.5 * len(word):
                    marked[word].append(form)
    for (_, word), count in human.items():
        counts[word] += 5 * count
    return counts, marked


def latin_words(corpora: Path) -> Counter[str]:
    """Darija words in Latin script met in text, with their counts."""
    counts: Counter[str] = Counter()
    for _, text in _texts(corpora, ("ary_Latn",)):
        counts.update(clean_latin(word) for word in _SPLIT.split(text) if _LATIN.fullmatch(word))
    return counts


def _texts(corpora: Path, langs: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, columns in (("variety", ((0, 1),)), ("pairs", ((0, 2), (1, 3)))):
        with (corpora / f"{name}.tsv").open(encoding="utf-8") as file:
            for line in file:
                row = line.rstrip("\n").split("\t")
                for lang, text in columns:
                    if row[lang] in langs:
                        yield row[lang], row[text]


def draw_pairs(
    vocabulary: Counter[str], marked: Mapping[str, Sequence[str]], random: Random
) -> Iterator[tuple[Aligned, float]]:
    """Common Arabic words as some hands would type them, the commoner the weightier."""
    for word, count in vocabulary.most_common(_COMMON):
        for _ in range(_PER_WORD):
            form = random.choice(marked[word]) if word in marked and random.random() < 0.7 else word
            aligned = _by_letter(romanise(form, Hand.draw(random), random))
            if aligned:
                yield aligned, min(3.0, 0.3 + math.log(count + 1) / 3)


def _by_letter(pieces: Iterable[Pair]) -> Aligned:
    """One Latin letter a pair; what has no Latin letter goes to its neighbour."""
    aligned: Aligned = []
    lead = ""
    for latin, arabic in pieces:
        if latin:
            aligned.append((latin[0], lead + arabic))
            aligned += [(letter, "") for letter in latin[1:]]
            lead = ""
        elif aligned:
            aligned[-1] = (aligned[-1][0], aligned[-1][1] + arabic)
        else:
            lead += arabic
    return aligned if all(len(arabic) <= 3 for _, arabic in aligned) else []


__all__ = ["arabic_vocabulary", "draw_pairs", "human_pairs", "latin_words", "pair_words"]
