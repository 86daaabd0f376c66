"""A light stemmer for Arabic that survives what PDF extraction does to lam and alef.

Extractors that take the ligature لا apart put its halves in either order: "األجير" for "الأجير", "لألب" for "للأب",
"خالل" for "خلال". So a run of alefs and lams counts by its letters, not by their order, and the article falls with the
run that begins a word. After Larkey, Ballesteros and Connell, "Light stemming for Arabic" (2007), whose light10 takes
the same affixes.
"""

from __future__ import annotations

import re

_CONJUNCTIONS = re.compile(r"^(?:[وف](?=[بكل]?ال|لل)|[وفبك](?=ال|اا))")
# In "والدة", "والي", "ولادة" the letters of the article belong to the word.
_ROOTED = re.compile(r"^و(?:ال|لا)[دي]")
# "and" before a word without article; taken from "وزارة" too, but then also from "الوزارة", so that they still meet.
_AND = re.compile(r"^و(?=[^ال]\w{3})")
_FIRST_RUN = re.compile(r"^[ال]+")
_RUN = re.compile(r"[ال]{2,}")
_SUFFIXES = (
    "كما",
    "هما",
    "تين",
    "تان",
    "ات",
    "ون",
    "ين",
    "ان",
    "ها",
    "هم",
    "هن",
    "كم",
    "نا",
    "وا",
    "يه",
    "ته",
    "ه",
    "ي",
)
_SHORTEST = 3


def stem_arabic(word: str) -> str:
    """The light stem of a word in normal form: the same for its damaged and its clean writing."""
    joined = _CONJUNCTIONS.sub("", word)
    rest = _FIRST_RUN.sub("", joined)
    if len(rest) >= _SHORTEST or (len(rest) == 2 and not _ROOTED.match(word)):
        word = joined
    rest = _FIRST_RUN.sub("", word)
    word = _AND.sub("", rest if len(rest) >= 2 else "ا" + rest)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST:
            word = word[: -len(suffix)]
            break
    return _RUN.sub(_sorted_run, word)


def _sorted_run(run: re.Match[str]) -> str:
    return "".join(sorted(run.group()))


__all__ = ["stem_arabic"]
