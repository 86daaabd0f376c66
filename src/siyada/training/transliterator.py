"""Trains the two directions of Darija transliteration and writes their weights.

1. Pairs of words from aligned sentences: our own corpus and the free corpora that hold both scripts.
2. More pairs, drawn: Arabic words met in text as random hands would type them (`romanise`).
3. Letters aligned (`alignment`), tags collected, a log-linear tagger trained by Adam, rounded to eight bits.
4. Arabic to Latin learns also from Latin words met in text, rendered by the first direction.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np

from siyada.language.rewriter import Rewriter
from siyada.language.spelling import clean_arabic, clean_latin
from siyada.language.tagging import Scores, Tagset, score, spell
from siyada.language.weights import DATA, save_model
from siyada.training.alignment import Aligned, Pair, align
from siyada.training.romanise import Hand, romanise
from siyada.training.softmax import Adam
from siyada.training.sources import OWN

BITS = 18
_SPLIT = re.compile(r"[\s،؟.!?,:;«»\"()/…-]+")
_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپڤگڭ"
_ARABIC = re.compile(f"[{_LETTERS}]+")
_MARKED = re.compile(f"[{_LETTERS}\u064b-\u0652]+")
_LATIN = re.compile(r"(?=.*[^\W\d_])[a-zA-Zà-ÿÀ-ß0-9']+")
_CLITICS = {"f": "ف", "b": "ب", "l": "ل", "d": "د", "w": "و", "o": "و"}
_KNOWN = 0.6
"""How much the logarithm of a word's count weighs against its letters."""
_COMMON, _PER_WORD = 40_000, 4
_HUMAN_WEIGHT = 16.0
_TAGS_PER_LETTER = 14
_SEEN_ENOUGH = 4
_SPELLINGS = str.maketrans("HqSDTéè", "79sdtee") | {ord("5"): "kh", ord("x"): "kh", ord("8"): "gh"}

Weighted = list[tuple[Aligned, float]]


def train_transliterator(corpora: Path, folder: Path = DATA, *, seed: int = 1, passes: int = 6) -> None:
    """Train both directions on the corpora under `corpora` and write their weights to `folder`. A few minutes."""
    random = Random(seed)  # noqa: S311 - no secrets
    human = Counter(dict(human_pairs(corpora)))
    vocabulary, marked = arabic_vocabulary(corpora, human)
    drawn = list(draw_pairs(vocabulary, marked, random))
    aligned = align(human, [pieces for pieces, _ in drawn[:20_000]])
    to_arabic = [(pieces, _HUMAN_WEIGHT * (1 + math.log(count))) for pieces, count in aligned] + drawn
    first = _train(to_arabic, vocabulary, seed, passes)
    _save(folder, "darija_to_arabic", first, known_weight=_KNOWN)
    met = latin_words(corpora)
    rendered = {
        (ranked[0][0], word): count
        for (word, count), ranked in zip(met.items(), first.rank(list(met)), strict=True)
        if ranked[0][1] > math.log(0.3)
    }
    pairs = Counter({(target, _usual(source)): 3 * count for (source, target), count in human.items()})
    for (arabic, latin), count in rendered.items():
        pairs[arabic, _usual(latin)] += count
    _save(folder, "darija_to_latin", _train(_weighted(align(pairs, [])), Counter(), seed, passes), known_weight=0.0)


def _weighted(aligned: Iterable[tuple[Aligned, int]]) -> Weighted:
    return [(pieces, 1 + math.log(count)) for pieces, count in aligned]


def _usual(latin: str) -> str:
    """The commonest of the spellings of a Latin word: one way to write each sound."""
    return re.sub(r"sh", "ch", latin.translate(_SPELLINGS).lower())


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


def _train(pairs: Weighted, vocabulary: Counter[str], seed: int, passes: int) -> Rewriter:
    tagset = collect_tags(pairs)
    weights = fit(pairs, tagset, seed=seed, passes=passes)
    scale = float(np.abs(weights).max()) / 127
    keys = {crc32(word.encode("utf-8")): count for word, count in sorted(vocabulary.items(), key=lambda pair: pair[1])}
    known = np.array(sorted(keys), dtype=np.uint32)
    logs = np.array([min(255, 16 + round(16 * math.log(keys[key]))) for key in known.tolist()], dtype=np.uint8)
    rounded = np.round(weights / scale).astype(np.int8)
    return Rewriter(tagset, rounded, BITS, scale, known.tolist(), logs.tolist(), _KNOWN)


def _save(folder: Path, name: str, rewriter: Rewriter, *, known_weight: float) -> None:
    facts = {
        "tags": list(rewriter.tagset.tags),
        "choices": {letter: list(tags) for letter, tags in rewriter.tagset.choices.items()},
        "bits": rewriter.bits,
        "scale": rewriter.scale,
        "known_weight": known_weight,
    }
    arrays = {
        "weights": np.asarray(rewriter.weights),
        "known": np.array(rewriter.known, dtype=np.uint32),
        "known_logs": np.array(rewriter.known_logs, dtype=np.uint8),
    }
    save_model(folder, name, facts, arrays)


def collect_tags(pairs: Weighted) -> Tagset:
    """The strings that stand for each letter often enough."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for aligned, weight in pairs:
        for letter, string in aligned:
            seen[letter][string] += weight  # type: ignore[assignment]  # weights are fractions
    frequent = {
        letter: [string for string, weight in counts.most_common(_TAGS_PER_LETTER) if weight >= _SEEN_ENOUGH]
        for letter, counts in sorted(seen.items())
    }
    tags = sorted({string for strings in frequent.values() for string in strings})
    numbers = {string: number for number, string in enumerate(tags)}
    choices = {letter: tuple(numbers[string] for string in strings) for letter, strings in frequent.items() if strings}
    return Tagset(tuple(tags), choices)


@dataclass(frozen=True, slots=True)
class _Taught:
    words: list[str]
    tags: list[list[int]]
    chances: np.typing.NDArray[np.float64]


def fit(pairs: Weighted, tagset: Tagset, *, seed: int, passes: int, batch: int = 1500, rate: float = 0.05) -> Scores:
    """Minimise the cross-entropy of the tags; the rate falls linearly to zero. Same seed, same weights."""
    taught = _teach(pairs, tagset)
    random = np.random.default_rng(seed)
    weights = np.zeros(1 << BITS, dtype=np.float32)
    steps = Adam(weights.shape, 0.01)
    rounds = max(1, passes * len(taught.words) // batch)
    for step in range(rounds):
        chosen = random.choice(len(taught.words), batch, p=taught.chances)
        letters = spell([taught.words[number] for number in chosen], tagset, BITS)
        truth = np.array([tag for number in chosen for tag in taught.tags[number]], dtype=np.int64)
        gradient = (np.exp(score(letters, weights, 1.0)) - (letters.tags == truth[:, None])) / batch
        spreaded = np.broadcast_to(gradient[:, None, :], letters.slots.shape).ravel()
        by_slot = np.bincount(letters.slots.ravel(), weights=spreaded, minlength=1 << BITS).astype(np.float32)
        steps.update(weights, by_slot, rate * (1 - step / rounds))
    return weights


def _teach(pairs: Weighted, tagset: Tagset) -> _Taught:
    numbers = {string: number for number, string in enumerate(tagset.tags)}
    words: list[str] = []
    tags: list[list[int]] = []
    weights: list[float] = []
    for aligned, weight in pairs:
        chosen = [numbers.get(string, -1) for _, string in aligned]
        if all(tag in tagset.choices.get(letter, ()) for tag, (letter, _) in zip(chosen, aligned, strict=True)):
            words.append("".join(letter for letter, _ in aligned))
            tags.append(chosen)
            weights.append(weight)
    chances = np.array(weights)
    return _Taught(words, tags, chances / chances.sum())


__all__ = ["train_transliterator"]
