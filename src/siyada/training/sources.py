"""Texts with their varieties, read from files: what the identifier is taught with.

Corpora: TSV with a header; columns `lang` and `text`, or `lang1 lang2 text1 text2`. Messages: MediaWiki's `i18n`
folders (`ar.json`, …), whose translators' texts are CC BY 3.0; they teach what is *not* one of our varieties.
Our own corpus lies beside this module and is CC BY 4.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from siyada.language.varieties import parse_variety
from siyada.types import Variety

OWN = Path(__file__).parent / "corpus"
_MARKUP = re.compile(r"<[^>]*>|\{\{[^{}]*\}\}|\[\[[^\[\]|]*\|?|\]\]|\$\d|%\w|&\w+;|https?:\S+|'''?|\\n|\{[^{}]*\}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LATIN = """
pt pt-br it tr ca de ha mt nl ro gl oc id ms so sw yo ig wo ff eu br co scn nap vec la eo sl hr sq lb cs sk hu fi sv da
nb vi tl af az uz pl lt lv et cy ga is mg rw zu xh ast an lad ext pms lij ku-latn aeb-latn avk bs
"""
_ARABIC = "arz aeb-arab apc acm fa ur sd ps ckb azb pnb glk mzn lrc bqi lki sdh kk-arab"
_SCRIPTS = "ru el he hi zh-hans ja ko ka hy am bg uk th"
OTHER_LATIN, OTHER_ARABIC, OTHER_SCRIPTS = _LATIN.split(), _ARABIC.split(), _SCRIPTS.split()
"""Languages that are none of ours, by MediaWiki's codes: those in our scripts, and a taste of the others."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, what it is written in, and where it comes from."""

    text: str
    variety: Variety
    source: str
    language: str
    """The code that the source gave it: finer than the variety."""


def read_corpus(path: Path) -> Iterator[Sample]:
    """The texts of a corpus, in order; rows without text are passed over."""
    with path.open(encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split("\t")
        sides = [("lang", "text"), ("lang1", "text1"), ("lang2", "text2")]
        columns = [(header.index(lang), header.index(text)) for lang, text in sides if lang in header]
        source = header.index("source") if "source" in header else None
        for line in file:
            row = line.rstrip("\n").split("\t")
            for lang, text in columns:
                if len(row) > text and row[text].strip():
                    name = path.stem if source is None else row[source]
                    yield Sample(row[text].strip().strip('"'), parse_variety(row[lang]), name, row[lang])


def read_messages(folder: Path, language: str) -> Iterator[Sample]:
    """The interface messages of one language under a MediaWiki tree, without markup, each once."""
    seen: set[str] = set()
    for path in sorted(folder.rglob(f"i18n/**/{language}.json")):
        messages = json.loads(path.read_text(encoding="utf-8"))
        for key, value in messages.items():
            text = " ".join(_MARKUP.sub(" ", value).split()) if isinstance(value, str) else ""
            if not key.startswith("@") and _LETTERS.search(text) and text not in seen:
                seen.add(text)
                yield Sample(text[:400], Variety.OTHER, "mediawiki", language)


def read_own(name: str) -> Iterator[Sample]:
    """A file of our own corpus: a header of codes, one text a cell, or `lang` and `text`."""
    path = OWN / f"{name}.tsv"
    with path.open(encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split("\t")
        for line in file:
            row = line.rstrip("\n").split("\t")
            if header == ["lang", "text"]:
                yield Sample(row[1], parse_variety(row[0]), name, row[0])
                continue
            for code, text in zip(header, row, strict=False):
                if text:
                    yield Sample(text, parse_variety(code.partition("/")[0]), name, code)


__all__ = ["OTHER_ARABIC", "OTHER_LATIN", "OTHER_SCRIPTS", "OWN", "Sample", "read_corpus", "read_messages", "read_own"]
