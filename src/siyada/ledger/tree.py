"""The growing tree: appends write tiles, proofs are read from them.

It knows nothing of entries or signatures. RFC 6962, section 2.1, gives the tree; C2SP tlog-tiles its storage.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from hashlib import sha256

from siyada.errors import VerificationError
from siyada.ledger.hashing import EMPTY_ROOT, HASH_BYTES, CompactRange, hash_children, hash_leaf, split_point
from siyada.ledger.tiles import TILE_BYTES, TILE_HEIGHT, TILE_WIDTH, TileStore, tile_widths

_PAIR_BYTES = 2 * HASH_BYTES
# A full tile with its inner nodes takes some 16 kB; 128 of them cover the upper levels of any tree met in practice.
_CACHED_TILES = 128


class TileReader:
    """Reads nodes and proofs of trees of any past size from stored tiles. Not for several threads at once."""

    def __init__(self, store: TileStore) -> None:
        self._store = store
        self._cache: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()

    def range_hash(self, start: int, end: int) -> bytes:
        """The root of the leaves from `start` to `end`, of which `start` is a split of the tree."""
        count = end - start
        if count & (count - 1) == 0:
            return self.node(count.bit_length() - 1, start // count)
        middle = start + split_point(count)
        return hash_children(self.range_hash(start, middle), self.range_hash(middle, end))

    def root(self, size: int) -> bytes:
        """The root of the tree when it had `size` leaves. Raises VerificationError where tiles are missing."""
        return self.range_hash(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """The siblings from the leaf up, in the tree of `size` leaves (RFC 6962, 2.1.1)."""
        if not 0 <= index < size:
            raise VerificationError("The entry's number {index} is outside the tree of {size}.", index=index, size=size)
        path, start, end = [], 0, size
        while end - start > 1:
            middle = start + split_point(end - start)
            if index < middle:
                path.append(self.range_hash(middle, end))
                end = middle
            else:
                path.append(self.range_hash(start, middle))
                start = middle
        return path[::-1]

    def consistency_proof(self, old_size: int, new_size: int) -> list[bytes]:
        """What shows that the tree of `new_size` leaves extends that of `old_size` (RFC 6962, 2.1.2)."""
        if not 0 <= old_size <= new_size:
            raise VerificationError("A tree of {new} leaves does not extend one of {old}.", new=new_size, old=old_size)
        path, start, end, whole = [], 0, new_size, True
        if old_size == 0:
            return []
        while end != old_size:
            middle = start + split_point(end - start)
            if old_size <= middle:
                path.append(self.range_hash(middle, end))
                end = middle
            else:
                path.append(self.range_hash(start, middle))
                start, whole = middle, False
        return ([] if whole else [self.range_hash(start, end)]) + path[::-1]

    def node(self, height: int, index: int) -> bytes:
        """The root of the perfect subtree of 2**height leaves that is number `index` among its like."""
        level, inner = divmod(height, TILE_HEIGHT)
        tile, place = divmod(index, TILE_WIDTH >> inner)
        row = self._rows(level, tile, (place + 1) << inner)[inner]
        return row[place * HASH_BYTES : (place + 1) * HASH_BYTES]

    def _rows(self, level: int, index: int, width: int) -> list[bytes]:
        """The tile's hashes and the complete nodes above them, by height within the tile, 32 bytes each."""
        rows = self._cache.get((level, index))
        if rows is None or len(rows[0]) < width * HASH_BYTES:
            rows = _tile_rows(read_tile(self._store, level, index, width))
            self._cache[level, index] = rows
            if len(self._cache) > _CACHED_TILES:
                self._cache.popitem(last=False)
        else:
            self._cache.move_to_end((level, index))
        return rows


class Tree:
    """A tree that grows. Lives as long as its store; one writer at a time.

    When the transaction that holds its tiles is rolled back, drop it and open it again: it is ahead of its store.
    """

    def __init__(self, store: TileStore, size: int = 0) -> None:
        """Open the tree of `size` leaves from its tiles. Raises VerificationError where tiles are missing or cut."""
        self._store = store
        self._edge = [
            bytearray(read_tile(store, level, size >> (TILE_HEIGHT * (level + 1)), width)[: width * HASH_BYTES])
            for level, width in enumerate(tile_widths(size))
        ]
        self._range = CompactRange(size, _perfect_roots(TileReader(store), size))

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._range.size

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        return self._range.root()

    def append(self, entries: Iterable[bytes]) -> range:
        """Add entries as leaves, write the tiles that changed, and return the numbers the entries got."""
        return self.append_hashes([hash_leaf(entry) for entry in entries])

    def append_hashes(self, hashes: Sequence[bytes]) -> range:
        """Add leaves by their hashes."""
        first, changed = self.size, set()
        for leaf_hash in hashes:
            number = self._range.size
            for height, completed in enumerate(self._range.append(leaf_hash)):
                if height % TILE_HEIGHT == 0:
                    level = height // TILE_HEIGHT
                    self._write(level, number >> height, completed)
                    changed.add(level)
        for level in sorted(changed):
            self._put_partial(level)
        return range(first, self.size)

    def _write(self, level: int, number: int, node: bytes) -> None:
        if level == len(self._edge):
            self._edge.append(bytearray())
        tile = self._edge[level]
        tile += node
        if len(tile) == TILE_BYTES:
            self._store.put(level, number // TILE_WIDTH, bytes(tile))
            tile.clear()

    def _put_partial(self, level: int) -> None:
        tile = self._edge[level]
        if tile:
            self._store.put(level, self.size >> (TILE_HEIGHT * (level + 1)), bytes(tile))


def read_tile(store: TileStore, level: int, index: int, width: int) -> bytes:
    """At least `width` hashes of a tile, or what the store has more. Raises VerificationError where it has fewer."""
    hashes = store.get(level, index) if width else b""
    if len(hashes) < width * HASH_BYTES or len(hashes) % HASH_BYTES or len(hashes) > TILE_BYTES:
        raise VerificationError(
            "Tile {index} of level {level} holds {found} bytes where {width} hashes are due.",
            hint="Restore the ledger from a backup: its tree is incomplete.",
            level=level, index=index, found=len(hashes), width=width,
        )  # fmt: skip
    return hashes


def _tile_rows(hashes: bytes) -> list[bytes]:
    rows = [hashes]
    while len(rows[-1]) >= _PAIR_BYTES:
        row = rows[-1]
        # hash_children over slices, written out: a cold proof spends its time here.
        pairs = range(0, len(row) - _PAIR_BYTES + 1, _PAIR_BYTES)
        rows.append(b"".join([sha256(b"\x01" + row[at : at + _PAIR_BYTES]).digest() for at in pairs]))
    return rows


def _perfect_roots(reader: TileReader, size: int) -> list[bytes]:
    """The roots of the perfect subtrees that make up a tree, largest first: one per bit of its size."""
    roots, start = [], 0
    for height in range(size.bit_length() - 1, -1, -1):
        if size >> height & 1:
            roots.append(reader.node(height, start >> height))
            start += 1 << height
    return roots


__all__ = ["TileReader", "Tree", "read_tile"]
