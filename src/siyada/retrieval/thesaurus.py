"""The thesaurus: everyday words of every variety, and the terms of the law they mean.

One concept a row of the TSV files in `thesaurus/` (our own work, CC BY 4.0); a cell holds alternatives, the law's own
term first. A question's words are looked up in the columns of its variety; what they mean is searched in all columns.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import resources
from pathlib import Path

from siyada.retrieval.slots import Wording
from siyada.types import Analyse, Variety

FOLDER = "thesaurus"
FORMAT = "1"
"""Raised with every change of how the files are read; what was kept by another format is made anew."""
LAW, EVERYDAY, DISTANT = 0.8, 0.6, 0.5
"""Trust in a wording: the law's own term, another of the same language, any beyond the third."""
_COLUMNS = ("fr", "ar", "ary", "en", "es", "zgh")
"""Columns whose words may stand in documents: Latin Darija is spoken to machines, not printed."""
_SHORTEST = 5
_SAMPLE = 40
"""Characters of each file whose analysis tells one analyser from another."""
_SPOKEN = "latn"
"""The column without a spelling: looked up by its sounds too."""
_LOOKED_UP: Mapping[Variety, tuple[str, ...]] = {
    Variety.FRENCH: ("fr",),
    Variety.ARABIC: ("ar", "ary"),
    Variety.DARIJA_ARABIC: ("ary", "ar"),
    Variety.DARIJA_LATIN: ("latn", "fr"),
    Variety.ENGLISH: ("en",),
    Variety.SPANISH: ("es", "fr"),
    Variety.AMAZIGH_LATIN: ("zgh", "latn", "fr"),
    Variety.AMAZIGH_TIFINAGH: ("zgh", "ary"),
    Variety.OTHER: ("fr", "en", "latn", "ar", "ary", "zgh", "es"),
}

Skeleton = Callable[[str], str]
"""The sounds that a word of Latin Darija is known by; empty where they are too few."""
_Entries = dict[str, dict[str, list[int]]]


class Thesaurus:
    """Concepts, ready to be looked up. Never changes; serves many threads."""

    def __init__(
        self,
        entries: _Entries,
        meanings: Sequence[Sequence[tuple[str, float]]],
        skeleton: Skeleton = str,
    ) -> None:
        self._skeleton = skeleton
        self.entries = entries
        self.meanings = meanings
        self.longest = max((key.count(" ") + 1 for column in entries.values() for key in column), default=1)

    def wordings(self, exact: str, stems: Sequence[str], variety: Variety) -> list[Wording]:
        """Wordings of every concept that the phrase names, in the first column of its variety that knows it."""
        keys = [exact, *map(_stemmed, stems)]
        for column in _LOOKED_UP[variety]:
            known = self.entries.get(column, {})
            spoken = [_sounds(phrase, self._skeleton) for phrase in stems] if column == _SPOKEN else []
            concepts = next((known[key] for key in (*keys, *spoken) if key in known), None)
            if concepts:
                return self._said(concepts)
        return []

    def _said(self, concepts: Sequence[int]) -> list[Wording]:
        best: dict[str, float] = {}
        for concept in concepts:
            for wording, weight in self.meanings[concept]:
                best[wording] = max(weight, best.get(wording, 0.0))
        return [Wording(tuple(wording.split(" ")), weight) for wording, weight in best.items()]


def _stemmed(stems: str) -> str:
    """The key of a phrase by its stems, which may look like another word as it stands."""
    return f"~{stems}"


def _sounds(phrase: str, skeleton: Skeleton) -> str:
    """The key of a phrase by its sounds; nothing where a word has too few of them."""
    words = [skeleton(word) for word in phrase.split(" ")]
    return f"={' '.join(words)}" if all(words) else ""


def load_thesaurus(analyse: Analyse, skeleton: Skeleton, cache: Path | None = None) -> Thesaurus:
    """The shipped thesaurus. Analysing its words takes a second, so what came of it is kept in the folder `cache`."""
    texts = [file.read_text(encoding="utf-8") for file in _files()]
    if cache is None:
        return _compile(texts, analyse, skeleton)
    # The analyser decides too: a cache made by another one speaks other stems.
    sample = [term.stem for term in analyse("\n".join(text[:_SAMPLE] for text in texts))]
    digest = hashlib.sha256("\x00".join([FORMAT, *texts, *sample]).encode()).hexdigest()[:16]
    kept = cache / f"thesaurus-{digest}.json"
    try:
        entries, meanings = json.loads(kept.read_text(encoding="utf-8"))
        return Thesaurus(entries, meanings, skeleton)
    except (OSError, ValueError, TypeError):
        thesaurus = _compile(texts, analyse, skeleton)
        _keep(kept, thesaurus)
        return thesaurus


def _files() -> list[Path]:
    with resources.as_file(resources.files("siyada.retrieval") / FOLDER) as folder:
        return sorted(folder.glob("*.tsv"))


def _keep(kept: Path, thesaurus: Thesaurus) -> None:
    # A folder that cannot be written costs the next start a second, no more.
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob("thesaurus-*.json"):
            old.unlink(missing_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps([thesaurus.entries, thesaurus.meanings], ensure_ascii=False), encoding="utf-8")
        fresh.replace(kept)


def _compile(texts: Sequence[str], analyse: Analyse, skeleton: Skeleton) -> Thesaurus:
    entries: _Entries = {}
    meanings: list[list[tuple[str, float]]] = []
    for row in _rows(texts):
        said = {column: _phrases(row.get(column) or "", analyse) for column in (*_COLUMNS, _SPOKEN)}
        for column, phrases in said.items():
            for key in _keys(phrases, skeleton if column == _SPOKEN else None):
                entries.setdefault(column, {}).setdefault(key, []).append(len(meanings))
        weighed: dict[str, float] = {}
        for column in _COLUMNS:
            for rank, (_, stems) in enumerate(said[column]):
                weight = LAW if rank == 0 else EVERYDAY if rank < 3 else DISTANT
                weighed[stems] = max(weight, weighed.get(stems, 0.0))
        meanings.append(list(weighed.items()))
    return Thesaurus(entries, meanings, skeleton)


def _keys(phrases: Sequence[tuple[str, str]], skeleton: Skeleton | None) -> Iterator[str]:
    """What the phrases are looked up by, each once: their words, their stems, their sounds."""
    keys = dict.fromkeys(words for words, _ in phrases)
    keys |= dict.fromkeys(_stemmed(stems) for _, stems in phrases if not _is_vague(stems))
    if skeleton:
        keys |= dict.fromkeys(_sounds(stems, skeleton) for _, stems in phrases)
    return filter(None, keys)


def _is_vague(stem: str) -> bool:
    """Short stems of Latin script join words that have nothing in common: "don" and "donner", "fonds" and "fonder"."""
    return stem.isascii() and " " not in stem and len(stem) < _SHORTEST


def _rows(texts: Sequence[str]) -> Iterator[dict[str, str]]:
    for text in texts:
        yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _phrases(cell: str, analyse: Analyse) -> list[tuple[str, str]]:
    """The words and the stems of each alternative, in order; one that is made of small words only says nothing."""
    said = ([term for term in analyse(phrase) if term.content] for phrase in cell.split("|"))
    return [(" ".join(term.exact for term in terms), " ".join(term.stem for term in terms)) for terms in said if terms]


__all__ = ["Thesaurus", "load_thesaurus"]
