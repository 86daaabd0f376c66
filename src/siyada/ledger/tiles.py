"""Tiles: how a tree is stored and published, as in C2SP tlog-tiles.

A tile holds up to 256 consecutive hashes of one height: level 0 holds leaf hashes, level 1 the roots of full tiles of
level 0, and so on. A full tile never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from siyada.errors import VerificationError
from siyada.ledger.hashing import HASH_BYTES

TILE_HEIGHT = 8
TILE_WIDTH = 256
TILE_BYTES = TILE_WIDTH * HASH_BYTES
# An entry bundle prefixes each entry with its length in 16 bits.
ENTRY_LIMIT_BYTES = 0xFFFF


class TileStore(Protocol):
    """Where tiles are kept. One row a tile: a wider tile replaces the narrower one of the same place."""

    def get(self, level: int, index: int) -> bytes:
        """The hashes stored for the tile, 32 bytes each, in order; empty where there is no such tile."""

    def put(self, level: int, index: int, hashes: bytes) -> None:
        """Store the tile: 1 to 256 hashes, which begin with those already stored."""


class MemoryTiles:
    """Tiles in memory, for tests and for trees that live as long as a process."""

    def __init__(self) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}

    def get(self, level: int, index: int) -> bytes:
        """The tile, or empty."""
        return self.tiles.get((level, index), b"")

    def put(self, level: int, index: int, hashes: bytes) -> None:
        """Store the tile."""
        self.tiles[level, index] = hashes


def format_tile_path(level: int | None, index: int, width: int = TILE_WIDTH) -> str:
    """The path of a tile below the log's prefix; `level` None names an entry bundle."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    number = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    partial = f".p/{width}" if width < TILE_WIDTH else ""
    return f"tile/{'entries' if level is None else level}/{number}{partial}"


def tile_widths(size: int) -> list[int]:
    """The width of the partial tile at each level of a tree of `size` leaves; 0 where the last tile is full."""
    widths = []
    while size:
        widths.append(size % TILE_WIDTH)
        size //= TILE_WIDTH
    return widths


def format_bundle(entries: Iterable[bytes]) -> bytes:
    """The entry bundle of up to 256 entries, each of at most 65,535 bytes. Raises VerificationError beyond."""
    parts = []
    for entry in entries:
        if len(entry) > ENTRY_LIMIT_BYTES:
            raise VerificationError("An entry of {size} bytes does not fit a bundle.", size=len(entry))
        parts.append(len(entry).to_bytes(2, "big") + entry)
    return b"".join(parts)


def parse_bundle(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle. Raises VerificationError where it is cut."""
    entries, at = [], 0
    while at < len(bundle):
        size = int.from_bytes(bundle[at : at + 2], "big")
        entry = bundle[at + 2 : at + 2 + size]
        if at + 2 > len(bundle) or len(entry) < size:
            raise VerificationError("The entry bundle is cut short.")
        entries.append(entry)
        at += 2 + size
    return tuple(entries)


__all__ = [
    "ENTRY_LIMIT_BYTES",
    "TILE_BYTES",
    "TILE_HEIGHT",
    "TILE_WIDTH",
    "MemoryTiles",
    "TileStore",
    "format_bundle",
    "format_tile_path",
    "parse_bundle",
    "tile_widths",
]
