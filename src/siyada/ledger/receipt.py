"""Receipts: a C2SP tlog-proof file that carries its entry, the keys to check it by and, if wished, the content.

Any tool that knows tlog-proof can check the proof; the extra line is canonical JSON:
`{"entry":{…},"format":"siyada-receipt-1","keys":["log key","witness key",…],"opening":{"content":"…","salt":"…"}}`.
"""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from siyada.errors import VerificationError
from siyada.ledger.encoding import (
    Json,
    canonical_json,
    format_base64,
    parse_base64,
    parse_canonical_json,
    parse_count,
    parse_hash,
)
from siyada.ledger.entries import Entry, Opening, parse_entry
from siyada.ledger.note import VerifierKey, parse_key

RECEIPT_LIMIT_BYTES = 4_000_000
_HEADER = "c2sp.org/tlog-proof@v1"
_FORMAT = "siyada-receipt-1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What shows that an entry is in the log: its place, the way to the root, and the signed head."""

    entry: Entry
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    """The signed note, as the log and its witnesses signed it."""
    keys: tuple[VerifierKey, ...]
    """The log's key, then those of the witnesses. A reader who has the keys from elsewhere goes by those."""
    opening: Opening | None = None
    """The content and its salt; None in a receipt that may be shown to anyone."""

    def without_content(self) -> Receipt:
        """The receipt that shows that something was answered, and not what."""
        return replace(self, opening=None)


def format_receipt(receipt: Receipt) -> bytes:
    """The file of a receipt. Its content must be UTF-8 text."""
    extra = format_base64(canonical_json(_extra(receipt)))
    hashes = "".join(f"{format_base64(each)}\n" for each in receipt.proof)
    return f"{_HEADER}\nextra {extra}\nindex {receipt.index}\n{hashes}\n{receipt.checkpoint}".encode()


def _extra(receipt: Receipt) -> dict[str, Json]:
    extra: dict[str, Json] = {
        "entry": parse_canonical_json(receipt.entry.data()),
        "format": _FORMAT,
        "keys": [str(key) for key in receipt.keys],
    }
    if receipt.opening is not None:
        content = receipt.opening.content.decode("utf-8")
        extra["opening"] = {"content": content, "salt": format_base64(receipt.opening.salt)}
    return extra


def parse_receipt(data: bytes) -> Receipt:
    """The receipt of a file; nothing in it is verified yet. Raises VerificationError where a byte is out of form."""
    text = _decode(data)
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or len(lines) < 3 or lines[0] != _HEADER:
        raise VerificationError("This is not a receipt.")
    if not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise VerificationError("The receipt lacks its entry or its place in the log.")
    extra = _members(parse_canonical_json(parse_base64(lines[1].removeprefix("extra "))))
    receipt = Receipt(
        entry=parse_entry(canonical_json(extra["entry"])),
        index=parse_count(lines[2].removeprefix("index ")),
        proof=tuple(parse_hash(line) for line in lines[3:]),
        checkpoint=checkpoint,
        keys=parse_keys(extra["keys"]),
        opening=parse_opening(extra["opening"]) if "opening" in extra else None,
    )
    if format_receipt(receipt) != data:
        raise VerificationError("The receipt is not in its one form.")
    return receipt


def _decode(data: bytes) -> str:
    if len(data) > RECEIPT_LIMIT_BYTES:
        raise VerificationError("A receipt of {size} bytes is too large.", size=len(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise VerificationError("This is not a receipt: it is not UTF-8 text.") from error


def _members(extra: Json) -> Mapping[str, Json]:
    if not isinstance(extra, dict) or set(extra) - {"opening"} != {"entry", "format", "keys"}:
        raise VerificationError("The receipt lacks its entry or its keys.")
    if extra["format"] != _FORMAT:
        raise VerificationError("Receipts of the form {form!r} are not known.", form=extra["format"])
    return extra


def parse_keys(value: Json) -> tuple[VerifierKey, ...]:
    """The keys of a list of published keys, the log's first. Raises VerificationError."""
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise VerificationError("The keys are not a list of published keys.")
    return tuple(parse_key(each) for each in cast("Sequence[str]", value))


def parse_opening(value: Json) -> Opening:
    """The opening of `{"content": …, "salt": …}`. Raises VerificationError."""
    if not isinstance(value, dict) or set(value) != {"content", "salt"}:
        raise VerificationError("The opening lacks its content or its salt.")
    content, salt = value["content"], value["salt"]
    if not isinstance(content, str) or not isinstance(salt, str):
        raise VerificationError("The opening's content and salt are not text.")
    return Opening(parse_base64(salt), content.encode("utf-8"))


def pack_receipt(receipt: Receipt) -> str:
    """The receipt, without its content, in few characters of a URL: what a QR code or a link carries.

    About 1,600 characters at a million entries; a QR code holds 2,953.
    """
    packed = zlib.compress(format_receipt(receipt.without_content()), 9)
    return urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def unpack_receipt(text: str) -> Receipt:
    """The receipt that `pack_receipt` packed. Raises VerificationError."""
    try:
        packed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        inflate = zlib.decompressobj()
        data = inflate.decompress(packed, RECEIPT_LIMIT_BYTES)
    except (Base64Error, ValueError, zlib.error) as error:
        raise VerificationError("This is not a packed receipt.") from error
    receipt = parse_receipt(data)
    if pack_receipt(receipt) != text:
        raise VerificationError("The packed receipt is not in its one form.")
    return receipt


__all__ = [
    "RECEIPT_LIMIT_BYTES",
    "Receipt",
    "format_receipt",
    "pack_receipt",
    "parse_keys",
    "parse_opening",
    "parse_receipt",
    "unpack_receipt",
]
