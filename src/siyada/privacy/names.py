"""Names of people: after a cue (a title, "je m'appelle", سميتي, khouya…), or by the lexicon alone.

after a title, an introduction, a word of kinship    the words that can be parts of a name
without a cue                                        a sure given name, or a given name with a surname
never                                                after what a place is named with (avenue, lycée, جامعة), before
                                                     an ordinal (Mohammed V), after الملك, النبي, sourate
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from siyada.privacy.lexicon import Role, fold_word
from siyada.privacy.name_parts import BREAKING, Cue, grow_name, is_of_faith, is_told
from siyada.privacy.words import WordView

_CUE = Role.HONORIFIC | Role.INTRO | Role.WEAKINTRO | Role.KIN
_TRIGGER = _CUE | Role.GIVEN | Role.MAYBE | Role.SURNAME | Role.ABD
_AFTER_CUE = re.compile(r"\s?:?[ \t]?[\"«]?[ \t]?\n?[ \t]*|'|\.\s?")
_REGNAL = re.compile(r"[ \t](?:[IVX]{1,4}|[ivx]{1,4}|[1-9])(?!\w)")
_AND = frozenset({"et", "w", "ou", "o", "d", "and", "y", "و"})


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name in a folded text."""

    start: int
    end: int
    confidence: float


def find_names(view: WordView) -> Iterator[FoundName]:
    """The names of people, in order."""
    done = 0
    for number in view.having(_TRIGGER):
        if number < done:
            continue
        role = view.roles[number]
        found, last = _after_cue(view, number) if role & _CUE else (None, number)
        if found is None and role & (Role.NAME | Role.ABD):
            found, last = _without_cue(view, number, done)
        done = max(done, last)
        if found is not None:
            yield found


def _after_cue(view: WordView, number: int) -> tuple[FoundName | None, int]:
    cue = _cue(view, number)
    first = _skip_cue(view, number)
    if cue is Cue.NO or first is None:
        return None, number
    last = grow_name(view, first, cue)
    if last == first or not _believed(view, first, last, cue):
        return None, number
    if _is_regnal(view, first, last) or (view.roles[number] & Role.ROYAL and _names_a_place(view, number)):
        return None, last
    sure = any(view.roles[part] & Role.NAME for part in range(first, last))
    return FoundName(view.begins_name(first), view.ends[last - 1], 0.95 if sure else 0.75), last


def _cue(view: WordView, number: int) -> Cue:
    role = view.roles[number]
    if role & Role.INTRO:
        return Cue.INTRODUCTION
    if role & Role.HONORIFIC:
        word = view.words[number]
        if word in ("m", "me", "pr"):
            return Cue.NO
        return Cue.NO if word == "M" and not view.gap(number).startswith(".") else Cue.TITLE
    return Cue.KIN if role & Role.KIN else Cue.WEAK


def _skip_cue(view: WordView, number: int) -> int | None:
    """The word after the cue, and after other cues and "is" between them; None where something else stands between."""
    for _ in range(4):
        if number + 1 >= len(view) or not _AFTER_CUE.fullmatch(view.gap(number)):
            return None
        if view.gap(number)[0] == "." and not view.roles[number] & Role.HONORIFIC:
            return None
        number += 1
        role = view.roles[number]
        if role & Role.NAME or not role & (Role.COPULA | Role.HONORIFIC | Role.INTRO):
            return number
    return None


def _believed(view: WordView, first: int, last: int, cue: Cue) -> bool:
    """Whether what follows the cue is a name: an introduction is believed; less is asked to look like one."""
    roles = view.roles[first:last]
    if cue is Cue.INTRODUCTION:
        sure = len(roles) > 1 or roles[0] & (Role.GIVEN | Role.CAPITAL) or is_told(view, first)
        return bool(sure) and not roles[0] & Role.PREFIXED
    if roles[0] & Role.PREFIXED:
        return False
    if cue is Cue.WEAK and not any(role & (Role.GIVEN | Role.ABD) for role in roles):
        return len(roles) > 1 and bool(roles[0] & Role.NAME and roles[1] & (Role.NAME | Role.SHAPE))
    if roles[0] & Role.ARABIC or not roles[0] & Role.CAPITAL:
        return any(role & (Role.NAME | Role.ABD) for role in roles)
    return view.words[first - 1] != "si" or bool(roles[0] & Role.NAME)


def _without_cue(view: WordView, number: int, done: int) -> tuple[FoundName | None, int]:
    first, last = number, grow_name(view, number, Cue.NO)
    if last == first:
        return None, number
    alone = last - first == 1
    if _names_a_place(view, first, alone=alone) or _is_regnal(view, first, last):
        return None, last
    if first > done and alone and _unknown_given(view, first):
        first -= 1
    confidence = _confidence(view, first, last) or (0.6 if _continues_list(view, first, done) else 0)
    if confidence == 0:
        return None, number
    return FoundName(view.begins_name(first), view.ends[last - 1], confidence), last


def _unknown_given(view: WordView, surname: int) -> bool:
    """Whether an unknown capitalised word before a known surname is its given name."""
    if not view.roles[surname] & Role.SURNAME or view.roles[surname] & Role.PLACE_NAME:
        return False
    before = view.roles[surname - 1]
    capitals = before & view.roles[surname] & Role.CAPITAL
    plain = not before & (BREAKING | Role.UPPER | Role.PLACE_NAME | Role.HONORIFIC | Role.PARTICLE | Role.ROYAL)
    return bool(capitals and plain and view.joined(surname - 1) and not _names_a_place(view, surname - 1))


def _confidence(view: WordView, first: int, last: int) -> float:
    roles = view.roles[first:last]
    given = any(role & (Role.GIVEN | Role.ABD) for role in roles) or is_of_faith(view, first, last)
    surname = any(role & Role.SURNAME for role in roles)
    if len(roles) == 1:
        return 0.6 if given and not roles[0] & Role.PLACE_NAME else 0
    if given:
        return 0.9 if surname else 0.8
    maybe = any(role & Role.MAYBE for role in roles)
    written = all(role & Role.CAPITAL for role in roles) or any(role & Role.ARABIC for role in roles)
    if surname and (maybe or roles[0] & Role.CAPITAL):
        return 0.8 if written else 0.6
    return 0.6 if maybe and _has_surname_shape(roles) else 0


def _has_surname_shape(roles: list[int]) -> bool:
    """Whether an unsure given name is followed by what can only be a surname: in capitals, after ben, in no list."""
    if all(role & (Role.CAPITAL | Role.PARTICLE) for role in roles):
        return not roles[-1] & (Role.COMMON | Role.PLACE_NAME)
    if roles[0] & Role.ARABIC:
        return any(role & Role.PARTICLE for role in roles) or not roles[1] & (Role.COMMON | Role.NAME)
    return bool(roles[1] & Role.PARTICLE or not roles[1] & (Role.COMMON | Role.NAME))


def _continues_list(view: WordView, first: int, done: int) -> bool:
    """Whether an unsure given name is joined by "and" to a name just found."""
    role = view.roles[first]
    if not role & Role.MAYBE or done == 0 or not view.joined(first - 1):
        return False
    if role & Role.ARABIC:
        return bool(done == first and role & Role.PREFIXED and view.text[view.starts[first]] == "و")
    return bool(done == first - 1 and role & Role.CAPITAL and view.words[first - 1] in _AND and view.joined(first - 2))


def _names_a_place(view: WordView, first: int, *, alone: bool = False) -> bool:
    """Whether the word before, past titles and articles, is what a place or a saint is named with."""
    number = first
    for _ in range(3):
        if number == 0 or not view.joined(number - 1):
            return False
        number -= 1
        role = view.roles[number]
        if role & (Role.PLACE | Role.SACRED | Role.ROAD):
            return True
        # Towns are named after saints: Sidi Kacem.
        if alone and number == first - 1 and fold_word(view.words[number]).endswith(("sidi", "سيدي")):
            return True
        if not role & (Role.ROYAL | Role.PARTICLE) and view.words[number] not in ("d", "l", "n"):
            return False
    return False


def _is_regnal(view: WordView, first: int, last: int) -> bool:
    """Whether an ordinal follows: Mohammed V, الحسن الثاني."""
    if last - first > 2:
        return False
    if last < len(view) and view.roles[last] & Role.ORDINAL and view.spaced(last - 1):
        return True
    return _REGNAL.match(view.text, view.ends[last - 1]) is not None


__all__ = ["FoundName", "find_names"]
