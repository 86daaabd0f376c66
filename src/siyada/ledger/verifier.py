"""The offline verifier: receipts and exports are checked here with files and keys alone.

It imports nothing of storage and opens no connection. Without keys from elsewhere it goes by those in the file, which
shows that the file is whole and says whose it claims to be: compare `key` with the one that the institution published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from siyada.errors import UserError, VerificationError
from siyada.ledger.checkpoint import Checkpoint, Keys, open_checkpoint, verify_same_history
from siyada.ledger.entries import Entry, Opening, verify_opening
from siyada.ledger.export import LINE_LIMIT_BYTES, ExportHeader, ExportItem, Purged, SignedHead, parse_item
from siyada.ledger.hashing import CompactRange, hash_leaf, verify_inclusion
from siyada.ledger.note import VerifierKey
from siyada.ledger.receipt import RECEIPT_LIMIT_BYTES, Receipt, parse_receipt, unpack_receipt
from siyada.types import Finding


@dataclass(frozen=True, slots=True)
class ReceiptCheck:
    """What the check of a receipt showed. Only what `findings` leave unsaid may be believed."""

    receipt: Receipt | None
    checkpoint: Checkpoint | None
    key: str
    """The published form of the log's key that was gone by; empty where none could be read."""
    trusted: bool
    """The key came from the reader, not from the file."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ExportCheck:
    """What the check of an export showed."""

    entries: int
    checkpoint: Checkpoint | None
    """The last head; None where none could be verified."""
    key: str
    trusted: bool
    findings: tuple[Finding, ...]


def check_receipt(data: bytes | str, keys: Keys | None = None) -> ReceiptCheck:
    """Check a receipt: the bytes of its file, or the text of its QR code or link.

    1. every byte is in the form that receipts have
    2. the checkpoint is signed by the log, and by each witness whose line it bears
    3. the entry is in the tree of that checkpoint
    4. the content, where the receipt holds it, is what the entry commits to
    """
    receipt: Receipt | None = None
    checkpoint: Checkpoint | None = None
    step, trusted, known = 1, keys is not None, keys
    try:
        receipt = unpack_receipt(data) if isinstance(data, str) else parse_receipt(data)
        known = keys or keys_of(receipt.keys)
        step = 2
        checkpoint = open_checkpoint(receipt.checkpoint, known)
        step = 3
        leaf = hash_leaf(receipt.entry.data())
        verify_inclusion(leaf, receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
        step = 4
        if receipt.opening is not None:
            verify_opening(receipt.opening, receipt.entry.commitment)
    except VerificationError as error:
        findings = (Finding(step, error.message, error.values),)
        return ReceiptCheck(receipt, checkpoint, _key(known), trusted, findings)
    return ReceiptCheck(receipt, checkpoint, _key(known), trusted, ())


def keys_of(keys: Iterable[VerifierKey]) -> Keys:
    """The keys of a file: the log's, then the witnesses'. At least one."""
    log, *witnesses = keys
    return Keys(log, tuple(witnesses))


def _key(keys: Keys | None) -> str:
    return "" if keys is None else str(keys.log)


def verify_receipt(path: Path, keys: Keys | None = None) -> None:
    """Pass if the receipt in the file holds. Raises VerificationError, or UserError where it cannot be read."""
    with _open(path) as file:
        _raise_first(check_receipt(file.read(RECEIPT_LIMIT_BYTES + 1), keys).findings)


def check_export(path: Path, keys: Keys | None = None) -> ExportCheck:
    """Check an export, in memory that does not grow with it. Raises UserError where the file cannot be read.

    1. every byte is in the form that exports have
    2. every checkpoint is signed by the log, and by each witness whose line it bears
    3. every checkpoint's root is that of the entries before it; the last checkpoint covers them all
    4. every content shown is what its entry commits to
    """
    replay = _Replay(keys)
    with _open(path) as file:
        try:
            while line := file.readline(LINE_LIMIT_BYTES):
                replay.step = 1
                replay.take(parse_item(line))
            replay.close()
        except VerificationError as error:
            return replay.result((Finding(replay.step, error.message, error.values),))
    return replay.result(())


def verify_export(path: Path, keys: Keys | None = None) -> None:
    """Pass if the export in the file holds. Raises VerificationError, or UserError where it cannot be read."""
    _raise_first(check_export(path, keys).findings)


class _Replay:
    """Grows the tree of an export line by line. `step` is the numbered step under way."""

    def __init__(self, keys: Keys | None) -> None:
        self.step = 1
        self._trusted = keys is not None
        self._keys = keys
        self._begun = False
        self._tree = CompactRange()
        self._entry: Entry | None = None
        self._head: Checkpoint | None = None

    def take(self, item: ExportItem) -> None:
        if isinstance(item, ExportHeader) == self._begun:
            raise VerificationError("The export's first line is missing or stands twice.")
        self._begun = True
        self._entry_before = self._entry
        self._entry = None
        match item:
            case Entry():
                self._entry = item
                self._tree.append(hash_leaf(item.data()))
            case Purged(leaf_hash):
                self._tree.append(leaf_hash)
            case Opening():
                self._open(item)
            case SignedHead(text):
                self._take_head(text)
            case ExportHeader(keys):
                self._keys = self._keys or keys_of(keys)

    def _open(self, opening: Opening) -> None:
        self.step = 4
        if self._entry_before is None:
            raise VerificationError("A content stands where no entry is before it.")
        verify_opening(opening, self._entry_before.commitment)

    def _take_head(self, text: str) -> None:
        if self._keys is None:
            raise VerificationError("The export names no key.")
        self.step = 2
        head = open_checkpoint(text, self._keys)
        self.step = 3
        if self._head is not None:
            verify_same_history(self._head, head)
        if head.size != self._tree.size or head.root != self._tree.root():
            raise VerificationError(
                "The checkpoint of {size} entries does not match the {found} entries before it.",
                size=head.size, found=self._tree.size,
            )  # fmt: skip
        self._head = head

    def close(self) -> None:
        self.step = 3
        if self._head is None or self._head.size != self._tree.size:
            raise VerificationError("The export ends without a checkpoint of its {size} entries.", size=self._tree.size)

    def result(self, findings: tuple[Finding, ...]) -> ExportCheck:
        return ExportCheck(self._tree.size, self._head, _key(self._keys), self._trusted, findings)


def read_file(path: Path, limit: int = RECEIPT_LIMIT_BYTES + 1) -> bytes:
    """The first bytes of a file, at most one more than a receipt may have. Raises UserError."""
    with _open(path) as file:
        return file.read(limit)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise UserError("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error) from error


def _raise_first(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise VerificationError(findings[0].message, **findings[0].values)


__all__ = [
    "ExportCheck",
    "ReceiptCheck",
    "check_export",
    "check_receipt",
    "keys_of",
    "read_file",
    "verify_export",
    "verify_receipt",
]
