"""Envelopes: content encrypted under a key per person and a key per space, and erased by destroying either key.

AES-256-GCM seals; each content gets its own random nonce, and its context (which record it is) is authenticated, so a
sealed content moved to another record does not open. Person and space keys are themselves sealed under a master key
that the operator keeps; they never stand in the clear on a disk. HKDF-SHA256 joins the two keys (RFC 5869).

Random 96-bit nonces are safe for 2**32 contents under one key (NIST SP 800-38D, 8.3): a person writes fewer.
"""

from __future__ import annotations

import secrets
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from siyada.errors import VerificationError

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"


def new_key() -> bytes:
    """A new random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, content: bytes, context: str) -> bytes:
    """The content encrypted; `context` names the record and must be given again to open it."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, content, _VERSION + context.encode())


def open_sealed(key: bytes, sealed: bytes, context: str) -> bytes:
    """The content. Raises VerificationError for another key, another context or a changed byte."""
    nonce, box = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _VERSION or len(box) < 16:
        raise VerificationError("The sealed content is cut short or of an unknown form.")
    try:
        return AESGCM(key).decrypt(nonce, box, _VERSION + context.encode())
    except InvalidTag as error:
        raise VerificationError("The sealed content does not open: other key, other record, or changed.") from error


def join_keys(person_key: bytes, space_key: bytes) -> bytes:
    """The key of one person's content in one space: without either of the two it cannot be had."""
    return HKDF(SHA256(), KEY_BYTES, salt=space_key, info=b"siyada content 1").derive(person_key)


class KeyStore(Protocol):
    """Where sealed keys are kept, by the name of their holder."""

    def get(self, holder: str) -> bytes | None:
        """The holder's sealed key; None where it has none, or it was destroyed."""

    def put(self, holder: str, sealed: bytes) -> None:
        """Keep a new holder's sealed key; durable when it returns."""

    def destroy(self, holder: str) -> None:
        """Forget the key beyond recovery: from the database, its write-ahead log and the readable part of backups."""


class MemoryKeys:
    """Keys in memory, for tests."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}

    def get(self, holder: str) -> bytes | None:
        """The holder's sealed key, or None."""
        return self.keys.get(holder)

    def put(self, holder: str, sealed: bytes) -> None:
        """Keep the key."""
        self.keys[holder] = sealed

    def destroy(self, holder: str) -> None:
        """Forget the key."""
        self.keys.pop(holder, None)


class Vault:
    """Seals content for a person in a space. Holds the master key in memory as long as it lives; keeps no other key."""

    def __init__(self, master: bytes, keys: KeyStore) -> None:
        self._master = master
        self._keys = keys

    def seal(self, person: str, space: str, content: bytes, context: str) -> bytes:
        """The content under both keys, which are made on first use."""
        key = join_keys(self._key(_person(person), make=True), self._key(_space(space), make=True))
        return seal(key, content, context)

    def open(self, person: str, space: str, sealed: bytes, context: str) -> bytes:
        """The content. Raises VerificationError where a key was destroyed, or the sealed content does not open."""
        key = join_keys(self._key(_person(person), make=False), self._key(_space(space), make=False))
        return open_sealed(key, sealed, context)

    def erase_person(self, person: str) -> None:
        """Destroy a person's key: nothing sealed for them opens again, in any space."""
        self._keys.destroy(_person(person))

    def erase_space(self, space: str) -> None:
        """Destroy a space's key: nothing sealed in it opens again, for anyone."""
        self._keys.destroy(_space(space))

    def _key(self, holder: str, *, make: bool) -> bytes:
        sealed = self._keys.get(holder)
        if sealed is not None:
            return open_sealed(self._master, sealed, holder)
        if not make:
            raise VerificationError("The content was erased: its key is destroyed.")
        key = new_key()
        self._keys.put(holder, seal(self._master, key, holder))
        return key


def _person(name: str) -> str:
    return f"person:{name}"


def _space(name: str) -> str:
    return f"space:{name}"


__all__ = ["KEY_BYTES", "KeyStore", "MemoryKeys", "Vault", "join_keys", "new_key", "open_sealed", "seal"]
