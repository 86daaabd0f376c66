"""Signed notes and their keys, as in C2SP signed-note, with the Ed25519 cosignatures of C2SP tlog-cosignature.

A note is a text ending in a newline, a blank line, and signature lines. This module knows nothing of trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from siyada.errors import VerificationError
from siyada.ledger.encoding import format_base64, parse_base64

_PRIVATE_PREFIX = "PRIVATE+KEY+"
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) (\S+)")
# tlog-cosignature asks to accept 16; more only serve to exhaust a verifier.
_SIGNATURE_LIMIT = 64
_TIME_BYTES = 8


class KeyKind(IntEnum):
    """The signature type that a key's identifier commits to."""

    NOTE = 0x01
    """Ed25519 over the note's text: what a log signs with."""
    COSIGNATURE = 0x04
    """Ed25519 over the time and the note's text: what a witness signs with."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name of its holder."""

    name: str
    kind: KeyKind
    public: bytes
    """32 bytes."""

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys apart; they prove nothing."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """The form in which keys are published: `name+id+base64`."""
        return f"{self.name}+{self.id.hex()}+{format_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: who, with which key, and what follows the key's identifier."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        """The line, without its newline."""
        return f"— {self.name} {format_base64(self.key_id + self.value)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures, none of them checked."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """The signed note."""
        return f"{self.text}\n" + "".join(f"{signature}\n" for signature in self.signatures)


class Signer:
    """Signs notes. Lives in memory only as long as it is needed; `str(signer.key)` is what may be published."""

    def __init__(self, name: str, secret: bytes, kind: KeyKind = KeyKind.NOTE) -> None:
        """`secret` is the 32-byte Ed25519 seed. A witness must not share its key with any other signer."""
        if len(secret) != 32:
            raise VerificationError("A signing key has 32 bytes, not {size}.", size=len(secret))
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self._secret = secret
        self.key = VerifierKey(name, kind, self._private.public_key().public_bytes_raw())
        parse_key(str(self.key))

    @classmethod
    def generate(cls, name: str, kind: KeyKind = KeyKind.NOTE) -> Signer:
        """A signer with a new key."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw(), kind)

    @classmethod
    def from_text(cls, text: str) -> Signer:
        """The signer that `unsafe_text` wrote. Raises VerificationError."""
        if not text.startswith(_PRIVATE_PREFIX):
            raise VerificationError("This is not a signing key.")
        name, key_id, secret = _split_key(text.removeprefix(_PRIVATE_PREFIX))
        signer = cls(name, secret[1:], _kind(secret))
        if signer.key.id != key_id:
            raise VerificationError("The signing key of {name} does not match its identifier.", name=name)
        return signer

    def unsafe_text(self) -> str:
        """The secret key as text: whoever reads it can sign."""
        secret = format_base64(bytes([self.key.kind]) + self._secret)
        return f"{_PRIVATE_PREFIX}{self.key.name}+{self.key.id.hex()}+{secret}"

    def sign(self, text: str, *, time_s: int = 0) -> Signature:
        """Sign a note's text; `time_s`, in POSIX seconds, is part of a cosignature and of nothing else."""
        value = self._private.sign(_message(self.key.kind, time_s, text))
        if self.key.kind is KeyKind.COSIGNATURE:
            value = time_s.to_bytes(_TIME_BYTES, "big") + value
        return Signature(self.key.name, self.key.id, value)


def parse_key(text: str) -> VerifierKey:
    """The public key of its published form. Raises VerificationError."""
    name, key_id, public = _split_key(text)
    key = VerifierKey(name, _kind(public), public[1:])
    if key.id != key_id:
        raise VerificationError("The key of {name} does not match its identifier.", name=name)
    return key


def _split_key(text: str) -> tuple[str, bytes, bytes]:
    match = _KEY.fullmatch(text)
    if match is None:
        raise VerificationError("{text!r} is not a key.", hint="A key looks like name+1a2b3c4d+base64.", text=text[:80])
    data = parse_base64(match[3])
    if len(data) != 33:
        raise VerificationError("The key of {name} has {size} bytes, not 33.", name=match[1], size=len(data))
    return match[1], bytes.fromhex(match[2]), data


def _kind(data: bytes) -> KeyKind:
    try:
        return KeyKind(data[0])
    except ValueError:
        raise VerificationError("Keys of type {kind} are not known.", kind=data[0]) from None


def parse_note(text: str) -> Note:
    """The note of its signed form; its signatures are not checked. Raises VerificationError."""
    if any(character < " " and character != "\n" for character in text):
        raise VerificationError("The note holds a control character.")
    body, blank, lines = text.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise VerificationError("The note has no signatures.")
    signatures = tuple(_parse_signature(line) for line in lines[:-1].split("\n"))
    if len(signatures) > _SIGNATURE_LIMIT:
        raise VerificationError("The note has {count} signatures.", count=len(signatures))
    return Note(body + "\n", signatures)


def _parse_signature(line: str) -> Signature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if match is None:
        raise VerificationError("{line!r} is not a signature line.", line=line[:80])
    data = parse_base64(match[2])
    if len(data) < 5:
        raise VerificationError("The signature of {name} is cut short.", name=match[1])
    return Signature(match[1], data[:4], data[4:])


def verify_signature(text: str, signature: Signature, key: VerifierKey) -> None:
    """Pass if `key` signed the note's text. Raises VerificationError."""
    value = signature.value
    time_s = 0
    if key.kind is KeyKind.COSIGNATURE:
        time_s, value = signature_time_s(signature), value[_TIME_BYTES:]
    try:
        public = Ed25519PublicKey.from_public_bytes(key.public)
        public.verify(value, _message(key.kind, time_s, text))
    except (InvalidSignature, ValueError) as error:
        raise VerificationError("The signature of {name} is not valid.", name=key.name) from error


def signature_time_s(signature: Signature) -> int:
    """When a cosignature was made, in POSIX seconds. Raises VerificationError where it holds no time."""
    time_s = int.from_bytes(signature.value[:_TIME_BYTES], "big")
    if len(signature.value) != _TIME_BYTES + 64 or time_s >= 1 << 63:
        raise VerificationError("The cosignature of {name} holds no time.", name=signature.name)
    return time_s


def find_key(signature: Signature, keys: Iterable[VerifierKey]) -> VerifierKey | None:
    """The key that a signature names; None where it is not among `keys`."""
    return next((key for key in keys if (key.name, key.id) == (signature.name, signature.key_id)), None)


def _message(kind: KeyKind, time_s: int, text: str) -> bytes:
    head = f"cosignature/v1\ntime {time_s}\n" if kind is KeyKind.COSIGNATURE else ""
    return (head + text).encode()


__all__ = [
    "KeyKind",
    "Note",
    "Signature",
    "Signer",
    "VerifierKey",
    "find_key",
    "parse_key",
    "parse_note",
    "signature_time_s",
    "verify_signature",
]
