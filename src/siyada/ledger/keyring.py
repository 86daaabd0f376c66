"""The keys of one ledger, in files that only the operator can read: who signs, and under what contents are sealed.

A backup of the library without these files shows nothing of what was asked; with them it shows all that was not erased.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from siyada.errors import StorageError
from siyada.ledger.encoding import format_base64, parse_base64
from siyada.ledger.envelope import KEY_BYTES
from siyada.ledger.note import Signer

SIGNING, MASTER = "ledger.key", "master.key"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Signs checkpoints, and seals the keys of people and spaces. Lives in memory as long as its house."""

    signer: Signer
    master: bytes


def open_keyring(folder: Path) -> Keyring:
    """The keys in a folder, made on first use. Raises StorageError, VerificationError."""
    origin = f"siyada/{secrets.token_hex(8)}"
    signer = Signer.from_text(_kept(folder / SIGNING, Signer.generate(origin).unsafe_text()))
    return Keyring(signer, parse_base64(_kept(folder / MASTER, format_base64(secrets.token_bytes(KEY_BYTES)))))


def _kept(path: Path, fresh: str) -> str:
    """What the file holds; where there is none, it is made with `fresh`, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            made = path.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(fresh)
                file.flush()
                os.fsync(file.fileno())
            _publish(made, path)
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(
            "The key file {path} cannot be read or made: {reason}.",
            hint="Restore the folder of keys from its backup, or give yourself the right to write there.",
            path=path,
            reason=error,
        ) from error


def _publish(made: Path, path: Path) -> None:
    # A link fails where another process was first; a rename would take its key away.
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()


__all__ = ["Keyring", "open_keyring"]
