"""Standard Arabic rewritten with the function words and affixes of a dialect: contrast for the identifier.

Free text in the dialects hardly exists, and what exists speaks of other things than the free Standard Arabic does. A
sentence and its rewriting speak of the same thing, so what is learned from them is the dialect and not the subject.
The rewriting is rough; only the words that tell dialects apart need to be right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from siyada.training.sources import OWN

_PUNCTUATION = re.compile(r"[^\w\s]+")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_NOUNS = "يوم يد يوما يمين يسار يناير يوليو يونيو ياء يومي يومية يومين يعني يهودي يهودية يابان"
_NOT_VERBS = frozenset(_NOUNS.split())
_NOT_FUTURE = ("سيار", "سياس", "سيد", "سين", "سيط", "سيل", "ستة", "ستين", "ستار", "ستان", "ستوك")
_SHE_DOES = re.compile(
    r"(?:تست|تتك|تتم|تكون$|تعمل$|تقوم$|توفر$|تشمل$|تصل$|تبدأ$|تقع$|تعد$|تعرف$|تضم$|تصبح$|تؤد|تحتو|تعتم)\w*$"
)
_PLAIN = str.maketrans("أإآٱىة", "ااااي" + "ه")
_KEPT = "عليه فيه إليه منه به هذه وجه مياه اتجاه انتباه شبه فقه كره"
_KEPT_ENDINGS = frozenset(_KEPT.split())


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one dialect dresses Standard Arabic words."""

    words: Mapping[str, tuple[str, ...]]
    present: tuple[str, ...]
    """Prefixes of the present tense, "" where there is none."""
    future: tuple[str, ...]
    negation: tuple[str, str]
    """What stands before and after a negated verb."""
    his: str
    """The ending "his": ه or و."""
    they: str = "وا"
    """The ending of verbs in the plural."""
    she_did: tuple[str, str] | None = None
    """The past of "she": what it looks like, and the frame that its stem is put in."""
    of: tuple[str, ...] = ()
    """Genitive particles put between a noun and its complement."""
    letters: Mapping[str, str] | None = None
    """Letters that the dialect pronounces, and often writes, as others."""
    attached: tuple[tuple[str, str], ...] = ()
    """Prepositions that lean on an article: ("في ال", "فال")."""


def rewrite(text: str, dialect: Dialect, random: Random, strength: float = 1.0) -> tuple[str, int]:
    """The text in the dialect, and how many of its words were rewritten; `strength` is the share that may be."""
    text = _PUNCTUATION.sub(" ", _MARKS.sub("", text))
    for before, after in dialect.attached:
        if random.random() < 0.8 * strength:
            text = re.sub(rf"(?<!\S){before}", after, text)
    words, changed, skipped = text.split(), 0, False
    rewritten: list[str] = []
    for position, word in enumerate(words):
        if skipped:
            skipped = False
            continue
        following = words[position + 1] if position + 1 < len(words) else ""
        left_alone = random.random() > strength
        pieces, skipped = (word, False) if left_alone else _rewrite_word(word, following, dialect, random)
        changed += _plain(pieces) != _plain(word)
        rewritten.append(pieces)
    return " ".join(rewritten), changed


def _plain(word: str) -> str:
    """A change that the identifier would not see is none."""
    return word.translate(_PLAIN)


def _rewrite_word(word: str, following: str, dialect: Dialect, random: Random) -> tuple[str, bool]:
    """What stands for the word, and whether it swallowed the following one."""
    if word in ("لا", "لم", "لن") and re.match(r"[يتنأ]\w{2,}$", following):
        before, after = dialect.negation
        return f"{before}{following}{after}", True
    prefix = "و" if word.startswith("و") and word[1:] in dialect.words else ""
    known = dialect.words.get(word.removeprefix(prefix))
    if known is not None and random.random() < 0.85:
        return prefix + random.choice(known), False
    if re.match(r"س[يت]\w{2,}$", word) and not word.startswith(_NOT_FUTURE):
        return f"{random.choice(dialect.future)}{word[1:]}", False
    if re.match(r"ي\w{3,}$", word) and word not in _NOT_VERBS and random.random() < 0.7:
        return random.choice(dialect.present) + _plural(word, dialect), False
    if _SHE_DOES.match(word) and random.random() < 0.6:
        return random.choice(dialect.present) + word, False
    return _rewrite_shape(word, following, dialect, random), False


def _plural(verb: str, dialect: Dialect) -> str:
    return verb[:-2] + dialect.they if verb.endswith("ون") and len(verb) > 4 else verb


def _rewrite_shape(word: str, following: str, dialect: Dialect, random: Random) -> str:
    if len(word) > 4 and word.endswith("وا"):
        return word[:-2] + dialect.they
    if dialect.she_did and re.match(dialect.she_did[0], word) and random.random() < 0.6:
        return dialect.she_did[1].format(word[:-1])
    if len(word) > 3 and word.endswith("ه") and word not in _KEPT_ENDINGS and random.random() < 0.8:
        return word[:-1] + dialect.his
    if dialect.of and re.match(r"[^الفبو]\w{2,}ة$", word) and following.startswith("ال") and random.random() < 0.4:
        return f"ال{word} {random.choice(dialect.of)}"
    if dialect.letters and random.random() < 0.3:
        return "".join(dialect.letters.get(letter, letter) for letter in word)
    return word


def _load_words(dialect: str) -> Mapping[str, tuple[str, ...]]:
    """Standard Arabic words, and what the dialect says instead, from our own table."""
    rows = (line.split("\t") for line in (OWN / "dialects.tsv").read_text(encoding="utf-8").splitlines())
    return {row[1]: tuple(row[2].split()) for row in rows if row[0] == dialect}


DIALECTS: Mapping[str, Dialect] = {
    "ary_Arab": Dialect(
        _load_words("ary_Arab"),
        present=("ك", "كا", "ك", "ت", "تا", ""),
        future=("غ", "غادي ", "غا"),
        negation=("ما", "ش"),
        his="و",
        they="و",
        she_did=(r"[^التمب]\w{2,3}[^اةي]ت$|ت\w{3}ت$", "{}ات"),
        of=("ديال", "د", "ديال"),
        letters={"ث": "ت", "ذ": "د", "ظ": "ض"},
        attached=(("في ال", "فال"), ("في ", "ف"), ("من ال", "مال"), ("على ال", "عال"), ("إلى ال", "لل")),
    ),
    "arz_Arab": Dialect(
        _load_words("arz_Arab"),
        present=("ب", "ب", ""),
        future=("ه", "ح"),
        negation=("ما", "ش"),
        his="ه",
        she_did=(r"ت\w{3,4}ت$", "ا{}ت"),
        of=("بتاعة", "بتاع"),
        letters={"ث": "ت", "ذ": "د", "ظ": "ض"},
    ),
    "aeb_Arab": Dialect(
        _load_words("aeb_Arab"),
        present=("",),
        future=("باش ", "بش ", "ماش "),
        negation=("ما ", "ش"),
        his="و",
        of=("متاع", "متع"),
        letters={"ظ": "ض"},
        attached=(("على ال", "عال"),),
    ),
    "apc_Arab": Dialect(
        _load_words("apc_Arab"),
        present=("ب", "عم ", ""),
        future=("رح ", "راح "),
        negation=("ما ", ""),
        his="و",
        of=("تبع",),
        letters={"ث": "ت", "ذ": "د"},
        attached=(("في ال", "بال"), ("إلى ال", "عال"), ("على ال", "عال")),
    ),
    "acm_Arab": Dialect(
        _load_words("acm_Arab"),
        present=("", "د"),
        future=("راح ", "رح "),
        negation=("ما ", ""),
        his="ه",
        they="ون",
        of=("مال",),
        attached=(("في ال", "بال"),),
    ),
}

__all__ = ["DIALECTS", "Dialect", "rewrite"]
