"""What a word can be: a given name, a surname, a title, a street word, a label… Compiled by us; `lexicon/` holds it.

Names are compared by a key that forgives the ways Moroccan names are spelled in Latin letters (Youssef, Yusuf, Yousef),
and Arabic words by their letters without hamza and marks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

# A word met for the first time costs some microseconds; this many are remembered.
_REMEMBERED = 200_000


class Role:
    """What a word can be, as bits; several at once. Plain integers: they are tested for every word of a text."""

    GIVEN = 1 << 0
    """A given name and nothing else."""
    MAYBE = 1 << 1
    """A given name that is also a common word."""
    SURNAME = 1 << 2
    SHAPE = 1 << 3
    """Formed like a Moroccan surname (Ben…, …aoui, ال…ي)."""
    CAPITAL = 1 << 4
    UPPER = 1 << 5
    ARABIC = 1 << 6
    PREFIXED = 1 << 7
    """An Arabic word whose first letter is a joined particle (و ب ل ف ك): the name begins one letter later."""
    PLACE_NAME = 1 << 8
    HONORIFIC = 1 << 9
    INTRO = 1 << 10
    COPULA = 1 << 11
    WEAKINTRO = 1 << 12
    KIN = 1 << 13
    PARTICLE = 1 << 14
    ABD = 1 << 15
    ORDINAL = 1 << 16
    SACRED = 1 << 17
    ROYAL = 1 << 18
    PLACE = 1 << 19
    """What a place named after a person begins with: avenue, lycée, مستشفى."""
    ROAD = 1 << 20
    ADDRESSWORD = 1 << 21
    NOTROAD = 1 << 22
    TITLE = 1 << 23
    STOP = 1 << 24
    LABEL_CIN = 1 << 25
    LABEL_PASSPORT = 1 << 26
    LABEL_CNSS = 1 << 27
    LABEL_IF = 1 << 28
    LABEL_RC = 1 << 29
    LABEL_PLATE = 1 << 30
    LABEL_BIRTH = 1 << 31
    LABEL_IP = 1 << 32
    LABEL_REF = 1 << 33
    LABEL_PHONE = 1 << 36
    NUMBER = 1 << 34
    COMMON = 1 << 35
    """A word of the vocabulary of everyday and of official texts."""

    NAME = GIVEN | MAYBE | SURNAME
    LABEL = (
        LABEL_CIN | LABEL_PASSPORT | LABEL_CNSS | LABEL_IF | LABEL_RC
        | LABEL_PLATE | LABEL_BIRTH | LABEL_IP | LABEL_REF | LABEL_PHONE
    )  # fmt: skip


_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئڭگ", "اااايهويكك")
_AMAZIGH_LETTERS = str.maketrans({"ɛ": "a", "ɣ": "gh", "ʷ": "", "œ": "oe", "æ": "ae", "ε": "a", "γ": "gh"})
_SPELLINGS = (
    ("ou", "u"), ("oo", "u"), ("o", "u"), ("w", "u"), ("ph", "f"), ("dj", "j"), ("tch", "ch"), ("sh", "ch"),
    ("kh", "x"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("y", "i"), ("ei", "ai"), ("q", "k"), ("9", "k"), ("7", "h"),
    ("3", "a"), ("5", "x"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_SHAPE = re.compile(
    r"(?:ben|bel|bou|ou|ait|id)[a-z]{4,}|[a-z]{3,}(?:aoui|oui|ouni|iri|idi|adi|ani|ini|assi|ssi|lali|bani|mani|rani|chi|bi|gui)"
    r"|ال\w{2,}ي|(?:بن|بل|بو)\w{3,}|او\w{3,}|\w{3,}(?:اوي|اني|وني)"
)
# "Servant of" and a name of God, in one word: Abderrahim, عبدالكريم.
_SERVANT = re.compile(r"abd(?:[aeu][lrsdntz])[a-z]{2,}|عبدال\w{3,}")


def fold_word(word: str) -> str:
    """A word as cues are compared: lower case, no accents, plain Arabic letters."""
    if word.isascii():
        return word.lower()
    word = word.translate(_ARABIC_LETTERS).lower().translate(_AMAZIGH_LETTERS)
    return "".join(part for part in unicodedata.normalize("NFKD", word) if not unicodedata.combining(part))


def name_key(folded: str) -> str:
    """The key of a folded name; the same for its usual spellings."""
    if not folded.isascii():
        return folded
    for spelled, plain in _SPELLINGS:
        folded = folded.replace(spelled, plain)
    folded = _DOUBLED.sub(r"\1", folded)
    return folded[:-1] if len(folded) > 4 and folded[-1] in "eh" else folded


class Words(dict[str, int]):
    """The roles of words as they are written, remembered as they are met."""

    def __missing__(self, word: str) -> int:
        if word.isdigit():
            return Role.NUMBER
        if len(self) >= _REMEMBERED:
            self.clear()
        role = self[word] = _role(word)
        return role


def _role(word: str) -> int:
    # The commonest preposition, which folds to the name علي.
    if word == "على":
        return Role.ARABIC | Role.STOP
    folded = fold_word(word)
    if folded[-1].isdigit():
        # "الأول1417": a number stuck to a word by a careless extraction.
        return _known(folded.rstrip("0123456789")) & Role.ORDINAL | Role.COMMON
    role = _known(folded)
    if role & Role.GIVEN and not folded.isalpha() and word[0].islower():
        # "3lia", "7sen": written as Darija writes any word.
        role ^= Role.GIVEN | Role.MAYBE
    first = word[0]
    if "\u0600" <= first <= "\u06ff":
        role |= Role.ARABIC
        if not role & ~(Role.ARABIC | Role.COMMON) and first in "وبلفك" and len(word) > 3:
            rest = _known(fold_word(word[1:]))
            role |= rest | Role.PREFIXED if rest & _AFTER_PREFIX else 0
    # Without its accent it is the negation "ne".
    elif word.lower() in ("né", "nés"):
        role = Role.LABEL_BIRTH
    elif first.isupper():
        role |= Role.UPPER | Role.CAPITAL if word.isupper() and len(word) > 1 else Role.CAPITAL
    if _SHAPE.fullmatch(folded):
        role |= Role.SHAPE
    return role


_AFTER_PREFIX = (
    Role.NAME | Role.HONORIFIC | Role.ABD | Role.LABEL | Role.ADDRESSWORD | Role.PLACE | Role.PLACE_NAME | Role.STOP
)


def _known(folded: str) -> int:
    cues, names, places = _load()
    if _SERVANT.fullmatch(folded):
        return Role.GIVEN
    key = name_key(folded)
    role = cues.get(folded, 0) | names.get(key, 0)
    if folded in places:
        return role | Role.PLACE_NAME
    return role or (Role.COMMON if _is_common(key) else 0)


def _is_common(key: str) -> bool:
    """Whether the word, or what is left without joined Arabic particles, is in the vocabulary."""
    vocabulary = _load_vocabulary()
    if key.isascii():
        return key in vocabulary
    stem = _PARTICLES.sub("", key, count=1)
    bare = _SUFFIXES.sub("", stem)
    return not vocabulary.isdisjoint((key, stem, "ال" + stem, bare, bare + "ه"))


_SUFFIXES = re.compile(r"(?<=...)(?:ات|تها|ها|هم|كم|نا|وا)$")
_PARTICLES = re.compile(r"^[وف]?(?:بال|كال|وال|فال|ال|لل|[لبك])?(?=..)")


@cache
def _load_vocabulary() -> frozenset[str]:
    return frozenset(name_key(word) for word in _lines("vocabulary.txt"))


@cache
def _load() -> tuple[dict[str, int], dict[str, int], frozenset[str]]:
    names: dict[str, int] = {}
    _add_names(names, "given.txt", Role.GIVEN)
    _add_names(names, "surnames.txt", Role.SURNAME)
    # A word that is both sure and unsure is unsure.
    names = {key: role & ~Role.GIVEN if role & Role.MAYBE else role for key, role in names.items()}
    cues: dict[str, int] = {}
    for name, words in read_cues("cues.txt").items():
        for word in words:
            cues[fold_word(word)] = cues.get(fold_word(word), 0) | int(getattr(Role, name.upper()))
    return cues, names, frozenset(fold_word(word) for line in _lines("places.txt") for word in line.split())


def _add_names(names: dict[str, int], file: str, sure: int) -> None:
    """Each line: `latin spellings = arabic spellings`; a leading `?` marks a name that is a common word too."""
    for line in _lines(file):
        unsure = line.startswith("?")
        role = Role.MAYBE if unsure and sure == Role.GIVEN else sure
        for word in line.removeprefix("?").replace("=", " ").split():
            key = name_key(fold_word(word))
            names[key] = names.get(key, 0) | role


def read_cues(file: str) -> dict[str, frozenset[str]]:
    """The words of each `name: words` line of a lexicon file, as written; lines of one name add up."""
    cues: dict[str, frozenset[str]] = {}
    for line in _lines(file):
        name, _, words = line.partition(":")
        cues[name] = cues.get(name, frozenset()) | frozenset(words.split())
    return cues


def _lines(file: str) -> list[str]:
    text = files("siyada.privacy").joinpath("lexicon", file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


WORDS = Words()
"""The one memory of words of a process; it holds no more than what the lexicon says of each."""

__all__ = ["WORDS", "Role", "Words", "fold_word", "name_key", "read_cues"]
