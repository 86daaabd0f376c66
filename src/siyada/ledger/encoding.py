"""Encodings with one form for one value: what is not in that form is refused, so no byte can change unseen.

Canonical JSON is RFC 8785; base64 is RFC 4648, section 4, with its padding and unused bits checked.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from typing import TypeAlias

import rfc8785

from siyada.errors import VerificationError

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

# Deeper nesting than any record of ours has; it keeps hostile input from exhausting the stack.
_DEPTH_LIMIT = 64


def canonical_json(value: Json) -> bytes:
    """The RFC 8785 form. Raises VerificationError for what JSON cannot hold (NaN, integers beyond 2**53, …)."""
    try:
        return rfc8785.dumps(value)
    except (ValueError, RecursionError) as error:
        raise VerificationError("The record has no canonical form: {reason}.", reason=error) from error


def parse_canonical_json(data: bytes) -> Json:
    """The value of canonical JSON. Raises VerificationError where the bytes are not the canonical form."""
    if data.count(b"[") + data.count(b"{") > _DEPTH_LIMIT and _depth(data) > _DEPTH_LIMIT:
        raise VerificationError("The JSON is nested too deeply.")
    try:
        value: Json = json.loads(data.decode("utf-8"), parse_int=_parse_integer)
    except (ValueError, RecursionError) as error:
        raise VerificationError("This is not JSON: {reason}.", reason=error) from error
    if canonical_json(value) != data:
        raise VerificationError("The JSON is not in its canonical form.")
    return value


def _parse_integer(digits: str) -> int | float:
    """JSON has one kind of number: an integer that a double cannot count to is a double (RFC 8785, 3.2.2.3)."""
    return int(digits) if len(digits) < 17 and abs(int(digits)) < 1 << 53 else float(digits)


def _depth(data: bytes) -> int:
    """An upper bound of the nesting: brackets within strings count too."""
    depth = deepest = 0
    for byte in data:
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def format_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return b64encode(data).decode("ascii")


def parse_base64(text: str) -> bytes:
    """The bytes of base64 in its one form. Raises VerificationError for any other."""
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise VerificationError("{text!r} is not base64.", text=text[:80]) from error
    if format_base64(data) != text:
        raise VerificationError("{text!r} is not base64 in its one form.", text=text[:80])
    return data


def parse_hash(text: str) -> bytes:
    """A SHA-256 hash in base64. Raises VerificationError."""
    data = parse_base64(text)
    if len(data) != 32:
        raise VerificationError("A hash of {size} bytes stands where one of 32 is due.", size=len(data))
    return data


def parse_count(text: str) -> int:
    """A decimal number of ASCII digits without leading zeroes, below 2**63. Raises VerificationError."""
    if not (text.isascii() and text.isdigit()) or (text[0] == "0" and text != "0") or len(text) > 19:
        raise VerificationError("{text!r} is not a count.", text=text[:80])
    count = int(text)
    if count >= 1 << 63:
        raise VerificationError("{text!r} is not a count.", text=text)
    return count


__all__ = [
    "Json",
    "canonical_json",
    "format_base64",
    "parse_base64",
    "parse_canonical_json",
    "parse_count",
    "parse_hash",
]
