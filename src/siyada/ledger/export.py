"""The export: the whole log in one file that anyone can verify, without Siyada's database.

UTF-8 lines, each canonical JSON with one member:

    {"export":{"format":"siyada-export-1","keys":["log key","witness key",…]}}     first
    {"entry":{"commitment":"…","kind":"…","time":"…"}}     the next entry; its canonical JSON is the leaf
    {"purged":"…"}                                          the next entry, purged: only its leaf hash is left
    {"opening":{"content":"…","salt":"…"}}                  the content of the entry just before
    {"checkpoint":"…"}                                      a signed head, where the log had that size; last
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from siyada.errors import VerificationError
from siyada.ledger.encoding import Json, canonical_json, format_base64, parse_canonical_json, parse_hash
from siyada.ledger.entries import Entry, Opening, parse_entry
from siyada.ledger.note import VerifierKey
from siyada.ledger.receipt import parse_keys, parse_opening

LINE_LIMIT_BYTES = 4_000_000
_FORMAT = "siyada-export-1"
_ENTRY_HEAD = b'{"entry":'


@dataclass(frozen=True, slots=True)
class ExportHeader:
    """The first line: the keys to check by, the log's first."""

    keys: tuple[VerifierKey, ...]


@dataclass(frozen=True, slots=True)
class Purged:
    """An entry whose data was purged; its leaf hash keeps the tree whole."""

    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A checkpoint as its signed note."""

    text: str


ExportItem: TypeAlias = ExportHeader | Entry | Purged | Opening | SignedHead


def format_export(keys: Iterable[VerifierKey], items: Iterable[ExportItem]) -> Iterator[bytes]:
    """The lines of an export. `items` are the entries in order, each head after the last entry it covers."""
    yield format_item(ExportHeader(tuple(keys)))
    for item in items:
        yield format_item(item)


def format_item(item: ExportItem) -> bytes:
    """One line, newline included."""
    if isinstance(item, Entry):
        return _ENTRY_HEAD + item.data() + b"}\n"
    return canonical_json(_member(item)) + b"\n"


def _member(item: ExportHeader | Purged | Opening | SignedHead) -> dict[str, Json]:
    match item:
        case ExportHeader(keys):
            return {"export": {"format": _FORMAT, "keys": [str(key) for key in keys]}}
        case Purged(leaf_hash):
            return {"purged": format_base64(leaf_hash)}
        case Opening(salt, content):
            return {"opening": {"content": content.decode("utf-8"), "salt": format_base64(salt)}}
        case SignedHead(text):
            return {"checkpoint": text}


def parse_item(line: bytes) -> ExportItem:
    """The item of a line, newline included. Raises VerificationError where a byte is out of form."""
    if not line.endswith(b"\n"):
        raise VerificationError("The line is cut short.")
    # Entries are nearly every line, and their form is fixed: no general JSON is needed.
    if line.startswith(_ENTRY_HEAD):
        if not line.endswith(b"}\n"):
            raise VerificationError("The line is cut short.")
        return parse_entry(line[len(_ENTRY_HEAD) : -2])
    members = parse_canonical_json(line[:-1])
    if not isinstance(members, dict) or len(members) != 1:
        raise VerificationError("The line does not hold one member.")
    name, value = next(iter(members.items()))
    parse = _PARSERS.get(name)
    if parse is None:
        raise VerificationError("Lines of the kind {name!r} are not known.", name=name[:80])
    return parse(value)


def _parse_header(value: Json) -> ExportHeader:
    if not isinstance(value, dict) or set(value) != {"format", "keys"} or value["format"] != _FORMAT:
        raise VerificationError("The first line is not that of an export.")
    return ExportHeader(parse_keys(value["keys"]))


def _parse_purged(value: Json) -> Purged:
    return Purged(parse_hash(_text(value)))


def _parse_head(value: Json) -> SignedHead:
    return SignedHead(_text(value))


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise VerificationError("The line's member is not text.")
    return value


_PARSERS: dict[str, Callable[[Json], ExportItem]] = {
    "export": _parse_header,
    "purged": _parse_purged,
    "opening": parse_opening,
    "checkpoint": _parse_head,
}

__all__ = [
    "LINE_LIMIT_BYTES",
    "ExportHeader",
    "ExportItem",
    "Purged",
    "SignedHead",
    "format_export",
    "format_item",
    "parse_item",
]
