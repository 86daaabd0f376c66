"""Everything the identifier is taught, in order: what was written, then what is drawn from it.

written: corpora, MediaWiki messages in languages that are none of ours, our own sentences.
rewritten: each Standard Arabic text in Darija, and in one neighbour's dialect (`dialects`).
rendered: Darija written in Latin letters, in Arabic ones (`transliterate`), with and without the article's alef.
romanised: Standard Arabic in Latin letters is not Darija; Darija is, and a neighbour's dialect is not.
mixed: French words inside Darija are still Darija.
Tuareg: Amazigh spelt with the letters of the Sahara is close, and none of ours.
blemished: slips, lost accents, lost spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from siyada.language.other_script import transliterate
from siyada.language.tifinagh import latin_to_tifinagh
from siyada.language.varieties import parse_variety
from siyada.training.dialects import DIALECTS, rewrite
from siyada.training.noise import blemish
from siyada.training.romanise import Hand, latin_of, romanise
from siyada.training.sources import (
    OTHER_ARABIC,
    OTHER_LATIN,
    OTHER_SCRIPTS,
    Sample,
    read_corpus,
    read_messages,
    read_own,
)
from siyada.types import Variety

_NEAR = frozenset({"pt", "pt-br", "it", "tr", "ca", "de", "ha", "mt", "arz", "aeb-arab", "apc", "acm"})
_NEAR_MESSAGES, _FAR_MESSAGES, _SCRIPT_MESSAGES = 3000, 1000, 100
_STRENGTHS = (0.3, 0.5, 0.7, 0.9, 1.0)
_NEIGHBOURS, _NEIGHBOUR_SHARES = ("arz_Arab", "aeb_Arab", "apc_Arab", "acm_Arab"), (4, 4, 2.5, 0.7)
_ARABIC_WORD = re.compile("[\u0621-\u0652\u0670]+")
_LATIN_MARKS = str.maketrans("،؟؛", ",?;")
_ARTICLE = re.compile(r"(?<!\S)ال(?=\S\S)")
_TUAREG = str.maketrans("ⴽⵇⵅⵀⴳⵖⴻ", "ⴾⵈⵆⵂⴶⵗ<")


def teach(corpora: Path, messages: Path, random: Random) -> list[Sample]:
    """All samples; the same files and the same generator give the same list."""
    samples = list(_written(corpora, messages, random))
    samples += _rewritten(samples, random)
    samples += _own()
    samples += _rendered(samples)
    samples += _romanised(samples, random)
    samples += _tuareg(samples, random)
    samples += _mixed(samples, random)
    return samples + list(_blemished(samples, random))


def _written(corpora: Path, messages: Path, random: Random) -> Iterator[Sample]:
    seen: set[tuple[Variety, str]] = set()
    for name in ("variety", "pairs"):
        for sample in read_corpus(corpora / f"{name}.tsv"):
            if (sample.variety, sample.text) not in seen:
                seen.add((sample.variety, sample.text))
                yield sample
    for language in (*OTHER_LATIN, *OTHER_ARABIC, *OTHER_SCRIPTS):
        found = list(read_messages(messages, language))
        random.shuffle(found)
        most = _SCRIPT_MESSAGES if language in OTHER_SCRIPTS else _FAR_MESSAGES
        yield from found[: _NEAR_MESSAGES if language in _NEAR else most]


def _rewritten(samples: Sequence[Sample], random: Random) -> list[Sample]:
    drawn: list[Sample] = []
    for sample in samples:
        if sample.variety is not Variety.ARABIC or sample.text.count(" ") < 3:
            continue
        for code in ("ary_Arab", random.choices(_NEIGHBOURS, _NEIGHBOUR_SHARES)[0]):
            text, changed = rewrite(sample.text, DIALECTS[code], random, random.choice(_STRENGTHS))
            words = text.count(" ") + 1
            # One word may be chance in a long text; in a short one it is all there is.
            if changed >= max(1 if words < 8 else 2, words // 14):
                drawn.append(Sample(text, parse_variety(code), "rewritten", code))
    return drawn


def _own() -> list[Sample]:
    darija, words, others, short = (list(read_own(name)) for name in ("darija", "words", "neighbours", "short"))
    return darija * 6 + words + others * 3 + short * 8


def _rendered(samples: Sequence[Sample]) -> list[Sample]:
    latin = [sample for sample in samples if sample.source == "doda_mit" and sample.variety is Variety.DARIJA_LATIN]
    texts = [transliterate(sample.text, Variety.DARIJA_ARABIC)[0].text for sample in latin]
    bare = [_ARTICLE.sub("ل", text) for text in texts[::2]]
    return [Sample(text, Variety.DARIJA_ARABIC, "rendered", "ary_Arab") for text in texts + bare]


def _romanised(samples: Sequence[Sample], random: Random) -> list[Sample]:
    standard = [sample for sample in samples if sample.variety is Variety.ARABIC and sample.text.count(" ") >= 2]
    darija = [sample for sample in samples if sample.variety is Variety.DARIJA_ARABIC and sample.source != "rendered"]
    others = [sample for sample in samples if sample.language in (*DIALECTS, "arz", "aeb-arab", "apc")]
    others = [sample for sample in others if sample.variety is Variety.OTHER]
    plans = ((standard, 6000, True), (darija, 5000, False), (others, 2500, False))
    return [
        _romanise(sample, random, standard=is_standard)
        for pool, count, is_standard in plans
        for sample in random.sample(pool, min(count, len(pool)))
    ]


def _romanise(sample: Sample, random: Random, *, standard: bool) -> Sample:
    hand = Hand.draw(random, standard=standard)
    text = _ARABIC_WORD.sub(lambda word: latin_of(romanise(word[0], hand, random)), sample.text)
    darija = sample.variety is Variety.DARIJA_ARABIC
    variety = Variety.DARIJA_LATIN if darija else Variety.OTHER
    return Sample(text.translate(_LATIN_MARKS), variety, "romanised", "ary_Latn" if darija else "arb_Latn")


def _tuareg(samples: Sequence[Sample], random: Random) -> list[Sample]:
    drawn: list[Sample] = []
    pool = [sample for sample in samples if sample.language == "kab_Latn"]
    for sample in random.sample(pool, min(2500, len(pool))):
        text = sample.text.lower()
        spelt = re.sub("[eac]", lambda letter: random.choice({"e": "ǝăe", "a": "aăa", "c": "š"}[letter[0]]), text)
        drawn.append(Sample(spelt, Variety.OTHER, "tuareg", "taq_Latn"))
        drawn.append(Sample(latin_to_tifinagh(text).translate(_TUAREG), Variety.OTHER, "tuareg", "taq_Tfng"))
    return drawn


def _mixed(samples: Sequence[Sample], random: Random) -> list[Sample]:
    sources = ("mediawiki", "firefox", "droits_sociaux", "moroccan_law", "cv_ui")
    french = [s.text.split() for s in samples if s.variety is Variety.FRENCH and s.source in sources]
    darija = [s for s in samples if s.variety is Variety.DARIJA_LATIN and s.source in ("doda_mit", "darija")]
    drawn: list[Sample] = []
    for sample in random.choices(darija, k=min(12000, 2 * len(darija))) if french and darija else []:
        words, phrase, length = sample.text.split(), random.choice(french), random.randrange(1, 4)
        start, place = random.randrange(max(1, len(phrase) - length + 1)), random.randrange(len(words) + 1)
        if len(words) >= length:
            text = " ".join([*words[:place], *phrase[start : start + length], *words[place:]])
            drawn.append(Sample(text, Variety.DARIJA_LATIN, "mixed", "ary_Latn"))
    return drawn


def _blemished(samples: Sequence[Sample], random: Random) -> Iterator[Sample]:
    for sample in samples:
        if sample.source == "rewritten" and random.random() < 0.7:
            continue
        text = blemish(sample.text, sample.variety, random)
        if text != sample.text and text.strip():
            yield replace(sample, text=text)


__all__ = ["teach"]
