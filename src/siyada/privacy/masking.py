"""Masking: personal data becomes stable pseudonyms, which only the conversation they belong to can put back.

It fails closed: where the search for personal data errs, an error of ours is raised and no text comes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from siyada.errors import VerificationError
from siyada.privacy.detector import find_personal_data
from siyada.privacy.folding import fold
from siyada.privacy.kinds import Kind, PersonalDatum
from siyada.privacy.lexicon import fold_word

Find = Callable[[str], Sequence[PersonalDatum]]

_LABELS = {
    Kind.CIN: "CIN", Kind.PHONE: "TELEPHONE", Kind.RIB: "RIB", Kind.IBAN: "IBAN", Kind.ICE: "ICE", Kind.IF: "IF",
    Kind.RC: "RC", Kind.CNSS: "CNSS", Kind.PASSPORT: "PASSEPORT", Kind.PLATE: "PLAQUE", Kind.EMAIL: "COURRIEL",
    Kind.ADDRESS: "ADRESSE", Kind.BIRTH_DATE: "NAISSANCE", Kind.CARD: "CARTE", Kind.IP: "IP", Kind.PERSON: "PERSONNE",
    Kind.HEALTH: "SANTE",
}  # fmt: skip
# What the writer typed that only looks like a pseudonym is itself replaced, so that nothing can be forged.
_LITERAL = "TEXTE"
_PSEUDONYM = re.compile(rf"\[(?:{'|'.join([*_LABELS.values(), _LITERAL])})_[0-9]{{1,9}}\]")
_UNFINISHED = re.compile(r"\[[A-Z]{0,9}(?:_[0-9]{0,9})?$")
_WORDED = frozenset({Kind.PERSON, Kind.ADDRESS, Kind.HEALTH, Kind.EMAIL, Kind.BIRTH_DATE})
_MOROCCAN_PREFIX = re.compile(r"^(?:00212|212|0)0?(?=[5-8][0-9]{8}$)")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    label: str
    key: str


class Masker:
    """The pseudonyms of one conversation. Lives as long as it; `pseudonyms()` is as secret as what it hides.

    The same person, number or address gets the same pseudonym however it is written (06 61…, +212 6 61…); put back, it
    stands as it was first written.
    """

    def __init__(
        self, pseudonyms: Mapping[str, str] | None = None, *, find: Find = find_personal_data,
        keep: frozenset[Kind] = frozenset(),
    ) -> None:  # fmt: skip
        """`pseudonyms` is what an earlier masker of the conversation gave; kinds in `keep` are left as they are."""
        self._find = find
        self._keep = keep
        self._originals: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        for pseudonym, original in (pseudonyms or {}).items():
            self._restore(pseudonym, original)

    def pseudonyms(self) -> dict[str, str]:
        """Each pseudonym and what it hides, to be kept encrypted for the writer and given to the next masker."""
        return dict(self._originals)

    def mask(self, text: str, *, trust_pseudonyms: bool = False) -> str:
        """The text with its personal data replaced. Raises VerificationError where it could not be searched.

        `trust_pseudonyms` leaves this conversation's own pseudonyms as they are: for a model's words, never a person's.
        """
        pieces: list[str] = []
        done = 0
        for span in self._spans(text, trust_pseudonyms=trust_pseudonyms):
            pieces += text[done : span.start], self._pseudonym(span.label, span.key, text[span.start : span.end])
            done = span.end
        return "".join([*pieces, text[done:]])

    def unmask(self, text: str) -> str:
        """The text with this conversation's pseudonyms put back; for the person who wrote them and for no one else."""
        return _PSEUDONYM.sub(lambda match: self._originals.get(match[0], match[0]), text)

    def _spans(self, text: str, *, trust_pseudonyms: bool) -> list[_Span]:
        """What is to be replaced, in order. A finding that reaches into what looks like a pseudonym gives way to it."""
        looks = [_Span(*match.span(), _LITERAL, match[0]) for match in _PSEUDONYM.finditer(text)]
        literals = [span for span in looks if not (trust_pseudonyms and span.key in self._originals)]
        found = [
            _Span(datum.start, datum.end, _LABELS[datum.kind], identity(datum.kind, datum.text))
            for datum in self._search(text)
            if datum.kind not in self._keep and not any(s.start < datum.end and datum.start < s.end for s in looks)
        ]
        return sorted([*literals, *found], key=lambda span: span.start)

    def _search(self, text: str) -> Sequence[PersonalDatum]:
        try:
            return self._find(text)
        except Exception:  # noqa: BLE001  # whatever failed, nothing may go on
            # Without its cause: a traceback could show the text.
            raise VerificationError(
                "The text could not be searched for personal data, so it goes no further.",
                hint="Write it again in other words; if it fails again, tell the operator.",
            ) from None

    def _pseudonym(self, label: str, key: str, original: str) -> str:
        known = self._known.get((label, key))
        if known is not None:
            return known
        self._counts[label] = self._counts.get(label, 0) + 1
        pseudonym = f"[{label}_{self._counts[label]}]"
        self._known[label, key] = pseudonym
        self._originals[pseudonym] = original
        return pseudonym

    def _restore(self, pseudonym: str, original: str) -> None:
        if not _PSEUDONYM.fullmatch(pseudonym):
            raise VerificationError("{pseudonym!r} is not a pseudonym.", pseudonym=pseudonym)
        label, _, number = pseudonym[1:-1].rpartition("_")
        kind = next((kind for kind, name in _LABELS.items() if name == label), None)
        self._known[label, original if kind is None else identity(kind, original)] = pseudonym
        self._originals[pseudonym] = original
        self._counts[label] = max(self._counts.get(label, 0), int(number))


def identity(kind: Kind, text: str) -> str:
    """What two ways of writing the same datum have in common."""
    folded = fold(text).text
    if kind in _WORDED:
        return " ".join(fold_word(word) for word in folded.split())
    compact = "".join(character for character in folded if character.isalnum()).upper()
    return _MOROCCAN_PREFIX.sub("", compact) if kind is Kind.PHONE else compact


def unfinished_pseudonym(text: str) -> int:
    """Where a pseudonym that the end of a text may have cut begins; the length of the text where there is none."""
    match = _UNFINISHED.search(text)
    return match.start() if match else len(text)


__all__ = ["Find", "Masker", "identity", "unfinished_pseudonym"]
