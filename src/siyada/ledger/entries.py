"""Entries: what the tree holds. Each says what happened and when, and commits to its content without showing it.

The commitment is SHA-256 over a label, a salt of 32 random bytes and the content. While the salt is unknown the content
cannot be guessed; once salt and content are destroyed, the entry proves only that something of its kind happened.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from siyada.errors import VerificationError
from siyada.ledger.encoding import format_base64, parse_base64

_LABEL = b"siyada commitment 1\x00"
_SALT_BYTES = 32
_ENTRY = re.compile(
    rb'\{"commitment":"([A-Za-z0-9+/]{43}=)","kind":"([a-z_]{1,32})",'
    rb'"time":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)"\}'
)


class EntryKind(StrEnum):
    """What happened."""

    ANSWER = "answer"
    ABSTENTION = "abstention"
    REFUSAL = "refusal"
    FEEDBACK = "feedback"
    OVERRIDE = "override"
    STOP = "stop"
    POLICY = "policy"
    MODEL = "model"
    DOCUMENT = "document"
    SIGN_IN = "sign_in"
    OUTBOUND = "outbound"
    REQUEST = "request"
    """A person uses a right of law 09-08: access, rectification, objection, erasure."""
    ERASURE = "erasure"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a commitment. Content kept with its salt is as sensitive as the content alone."""

    salt: bytes
    content: bytes

    @classmethod
    def of(cls, content: bytes) -> Opening:
        """The content with a new salt."""
        return cls(secrets.token_bytes(_SALT_BYTES), content)

    def commitment(self) -> bytes:
        """The 32 bytes that commit to the content."""
        return sha256(_LABEL + self.salt + self.content).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf of the tree."""

    kind: EntryKind
    time: str
    """RFC 3339, UTC, milliseconds: `2026-11-23T09:15:00.000Z`."""
    commitment: bytes

    def data(self) -> bytes:
        """The bytes of the leaf: canonical JSON, built directly because every field is plain ASCII of known form."""
        commitment = format_base64(self.commitment)
        return f'{{"commitment":"{commitment}","kind":"{self.kind}","time":"{self.time}"}}'.encode("ascii")


def parse_entry(data: bytes) -> Entry:
    """The entry of a leaf. Raises VerificationError where a byte is out of form."""
    match = _ENTRY.fullmatch(data)
    if match is None:
        raise VerificationError("This is not an entry: {data}.", data=data[:80])
    commitment, kind, time = (part.decode("ascii") for part in match.groups())
    try:
        datetime.fromisoformat(time)
        return Entry(EntryKind(kind), time, parse_base64(commitment))
    except ValueError as error:
        raise VerificationError("This is not an entry: {reason}.", reason=error) from error


def verify_opening(opening: Opening, commitment: bytes) -> None:
    """Pass if the commitment is to this content. Raises VerificationError."""
    if len(opening.salt) != _SALT_BYTES or not hmac.compare_digest(opening.commitment(), commitment):
        raise VerificationError("The content is not what the entry commits to.")


__all__ = ["Entry", "EntryKind", "Opening", "parse_entry", "verify_opening"]
