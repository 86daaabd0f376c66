"""Which words, one after the other, can be the parts of one name, in either script."""

from __future__ import annotations

import re
from enum import IntEnum

from siyada.privacy.lexicon import Role, fold_word
from siyada.privacy.words import WordView

_LONGEST = 6
BREAKING = (
    Role.STOP | Role.TITLE | Role.LABEL | Role.ROAD | Role.PLACE | Role.INTRO | Role.WEAKINTRO | Role.KIN
    | Role.ADDRESSWORD | Role.COPULA | Role.ORDINAL | Role.SACRED
)  # fmt: skip
"""No name goes on past a word of these roles."""
_LINKS = frozenset({"de", "du", "van", "von"})
# What begins a name in الدين: نور الدين, عز الدين.
_OF_FAITH = frozenset({
    "نور", "عز", "سعد", "بدر", "صلاح", "جمال", "زين", "شرف", "محيي", "محي", "فخر", "علاء", "حسام", "سيف", "شمس", "كمال",
    "تاج", "عماد", "ناصر", "نصر",
})  # fmt: skip
# Words in no list that are no surnames: joined "and", verbs in the present and the future, plurals, adverbs.
_NO_SURNAME = re.compile(
    r"[وي]|ك[يتن]|غا|غي|تي|.*(?:ين|ون|ات|ا)$|k[aie]?[ynt]|gh?[ae]|t[ay][yk]?t|ta?y|ma.*ch$|.*(?:in|at)$"
)
_CLAUSE_END = re.compile(r"\s*(?:[.,;:،؛)»\"\n\0]|$)")


class Cue(IntEnum):
    """How surely a name follows."""

    NO = 0
    WEAK = 1
    KIN = 2
    TITLE = 3
    INTRODUCTION = 4


def grow_name(view: WordView, first: int, cue: Cue) -> int:
    """The end of the longest run of words from `first` that can be parts of one name."""
    last = first
    while last < len(view) and last - first < _LONGEST:
        if last > first and not view.joined(last - 1) and not _is_initial(view, last - 1):
            break
        taken = _take_arabic if view.roles[last] & Role.ARABIC else _take_latin
        step = taken(view, last, last - first, cue) or _take_unknown(view, first, last, cue)
        if step == 0:
            break
        last += step
    return min(last, len(view))


def _take_unknown(view: WordView, first: int, last: int, cue: Cue) -> int:
    """One word that no list knows, after a given name: most Moroccan surnames are in no list, most other words are."""
    role, word = view.roles[last], view.words[last]
    if last == first or role & (BREAKING | Role.COMMON | Role.PREFIXED | Role.NUMBER) or len(word) < 4:
        return 0
    given = all(part & (Role.GIVEN | Role.MAYBE | Role.ABD) for part in view.roles[first:last])
    given = given or (last - first == 2 and is_of_faith(view, first, last))
    if not role & Role.ARABIC:
        # Who writes names without capitals.
        sure = cue >= Cue.KIN or view.roles[first] & Role.GIVEN or (word.isalpha() and len(word) > 4)
        given = given and last - first == 1 and bool(sure) and not view.roles[first] & Role.CAPITAL
    return 1 if given and not _NO_SURNAME.match(word) else 0


def _is_initial(view: WordView, number: int) -> bool:
    return view.ends[number] - view.starts[number] == 1 and view.gap(number) == ". "


def _take_latin(view: WordView, number: int, count: int, cue: Cue) -> int:
    role = view.roles[number]
    named, capital = role & Role.NAME, role & Role.CAPITAL
    if capital and _is_initial(view, number) and (count or cue >= Cue.KIN):
        return 1
    if role & Role.PARTICLE and not named:
        return 2 if _particle_leads(view, number, count, cue) else 0
    plain = not role & (Role.STOP | Role.KIN | Role.TITLE | Role.PLACE)
    if role & BREAKING and not (named and (capital or (cue >= Cue.KIN and plain))):
        return 0
    if named or capital:
        return int(bool(named) or _is_part(role, count, cue))
    if cue is not Cue.INTRODUCTION or view.ends[number] - view.starts[number] < 3:
        return 0
    return int(bool(role & Role.SHAPE) if count else is_told(view, number))


def _is_part(role: int, count: int, cue: Cue) -> bool:
    """Whether an unknown capitalised word can be part of a name: a town or an acronym only after a title."""
    if role & Role.PLACE_NAME and (count or cue < Cue.TITLE):
        return False
    return bool(count or cue >= Cue.TITLE or (cue is Cue.KIN and not role & (Role.UPPER | Role.COMMON)))


def _particle_leads(view: WordView, number: int, count: int, cue: Cue) -> bool:
    """Whether `el`, `ben`, `ait`… is followed by what it belongs to."""
    if not view.joined(number) or (not count and cue < Cue.TITLE and view.words[number] in _LINKS):
        return False
    following = view.roles[number + 1]
    if following & (BREAKING | Role.ARABIC) and not following & Role.NAME:
        return False
    written = view.roles[number] & following & Role.CAPITAL
    return bool(
        following & Role.NAME or (written and (count or cue > Cue.WEAK)) or (count and following & Role.CAPITAL)
    )


def _take_arabic(view: WordView, number: int, count: int, cue: Cue) -> int:
    role = view.roles[number]
    if count and role & Role.PREFIXED:
        return 0
    if role & (Role.ABD | Role.PARTICLE):
        step = _take_compound(view, number, count, cue)
        if step or role & Role.ABD:
            return step
    if role & Role.NAME and not (role & (Role.STOP | Role.TITLE) and not count):
        return 2 if is_of_faith(view, number, number + 2) else 1
    if role & BREAKING or view.ends[number] - view.starts[number] < 3:
        return 0
    if not count:
        return int(cue is Cue.INTRODUCTION and is_told(view, number))
    ends_clause = _CLAUSE_END.match(view.text, view.ends[number]) is not None
    return int(bool(role & Role.SHAPE) or (cue >= Cue.TITLE and count == 1 and ends_clause))


def _take_compound(view: WordView, number: int, count: int, cue: Cue) -> int:
    """Two words that go together: عبد الكريم, بن جلون, آيت لحسن."""
    if not view.spaced(number):
        return 0
    if view.roles[number] & Role.ABD:
        return 2 if view.text.startswith("ال", view.starts[number + 1]) else 0
    following = view.roles[number + 1]
    belongs = following & Role.ARABIC and (following & Role.NAME or not following & BREAKING)
    return 2 if belongs and (count or cue >= Cue.TITLE) else 0


def is_told(view: WordView, number: int) -> bool:
    """Whether a word that no lexicon knows is said to be a name: `smiti x`, اسمي x, or after "name" and a colon."""
    before = fold_word(view.words[number - 1])
    if ":" in view.gap(number - 1):
        return True
    if view.words[number].startswith(("ال", "و")) or view.roles[number] & Role.COMMON:
        return False
    # اسمي is also the adjective "nominal": it introduces a person where it begins the sentence.
    if before == "اسمي":
        return number == 1 or view.gap(number - 2).strip(" \t") != ""
    return before.startswith(("smi", "ismi", "esmi", "سميت", "اسمو"))


def is_of_faith(view: WordView, first: int, last: int) -> bool:
    """Whether a name begins with one in الدين."""
    if last - first < 2 or last > len(view) or view.words[first] not in _OF_FAITH:
        return False
    return view.words[first + 1] == "الدين" and view.spaced(first)


__all__ = ["BREAKING", "Cue", "grow_name", "is_of_faith", "is_told"]
