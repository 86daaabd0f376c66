"""The kinds of personal data that are looked for, and what the law attaches to each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of personal data."""

    CIN = "cin"
    """National identity card (CIN, CNIE): one or two letters and digits, no check digit."""
    PHONE = "phone"
    RIB = "rib"
    """Bank account, 24 digits, check mod 97."""
    IBAN = "iban"
    ICE = "ice"
    """Identifier of an enterprise, 15 digits, check mod 97; of a sole trader, it is that person's."""
    IF = "if"
    """Tax identifier; no public check digit."""
    RC = "rc"
    """Trade register; no check digit."""
    CNSS = "cnss"
    """Social security; no public check digit."""
    PASSPORT = "passport"
    PLATE = "plate"
    EMAIL = "email"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    CARD = "card"
    """Payment card, Luhn."""
    IP = "ip"
    PERSON = "person"
    """The name of a person."""
    HEALTH = "health"
    """A person's state of health; found by `find_health_data` only, and not masked unless the caller asks for it."""


class LegalWeight(StrEnum):
    """What law 09-08 asks of a processing that holds the datum, unless it is masked."""

    DECLARATION = "declaration"
    """A prior declaration to the CNDP (article 12, 2; articles 13 to 20)."""
    AUTHORISATION = "authorisation"
    """A prior authorisation by the CNDP: sensitive data, among them health, and identity card numbers (12, 1; 21)."""


_AUTHORISED = frozenset({Kind.CIN, Kind.HEALTH})


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """A stretch of a text that is personal data: ``source[start:end] == text``."""

    kind: Kind
    start: int
    end: int
    text: str
    confidence: float
    """0.5 to 1: a shape with a check that holds is nearer 1, a name without a cue nearer 0.5."""

    @property
    def weight(self) -> LegalWeight:
        """What the law asks of who holds it."""
        return LegalWeight.AUTHORISATION if self.kind in _AUTHORISED else LegalWeight.DECLARATION


__all__ = ["Kind", "LegalWeight", "PersonalDatum"]
