"""The tree against RFC 6962: published vectors, and a slow second version written straight from its definitions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyada.errors import VerificationError
from siyada.ledger.hashing import (
    EMPTY_ROOT,
    CompactRange,
    hash_children,
    hash_leaf,
    verify_consistency,
    verify_inclusion,
)
from siyada.ledger.tiles import MemoryTiles, tile_widths
from siyada.ledger.tree import TileReader, Tree

# The leaves and roots by which implementations of RFC 6962 are compared (Certificate Transparency reference tests).
LEAVES = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [bytes.fromhex(root) for root in (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)]  # fmt: skip


def slow_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1."""
    if len(leaves) < 2:
        return hash_leaf(leaves[0]) if leaves else EMPTY_ROOT
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hash_children(slow_root(leaves[:k]), slow_root(leaves[k:]))


def slow_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*slow_path(m, leaves[:k]), slow_root(leaves[k:])]
    return [*slow_path(m - k, leaves[k:]), slow_root(leaves[:k])]


def slow_subproof(m: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [slow_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*slow_subproof(m, leaves[:k], whole=whole), slow_root(leaves[k:])]
    return [*slow_subproof(m - k, leaves[k:], whole=False), slow_root(leaves[:k])]


def numbered(count: int) -> list[bytes]:
    """Leaves that tell their place."""
    return [b"leaf %d" % number for number in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    """The roots of the first eight reference trees are the published ones."""
    edge = CompactRange()
    for leaf in LEAVES[:size]:
        edge.append(hash_leaf(leaf))

    assert edge.root() == ROOTS[size - 1]


def test_empty_root() -> None:
    """The root of the empty tree is the hash of nothing."""
    assert CompactRange().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257, 300, 515])
def test_proofs_match_the_definition(size: int) -> None:
    """Roots and proofs read from tiles are those of the RFC's recursive definitions, and verify."""
    leaves = numbered(size)
    store = MemoryTiles()
    tree = Tree(store)
    tree.append(leaves)
    reader, root = TileReader(store), slow_root(leaves)

    assert tree.root() == reader.root(size) == root
    for index in {0, 1, size // 3, size - 1} & set(range(size)):
        proof = reader.inclusion_proof(index, size)
        assert proof == slow_path(index, leaves)
        verify_inclusion(hash_leaf(leaves[index]), index, size, proof, root)
    for old in {1, size // 2, size - 1, size} - {0}:
        proof = reader.consistency_proof(old, size)
        assert proof == slow_subproof(old, leaves, whole=True)
        verify_consistency(old, size, proof, slow_root(leaves[:old]), root)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_batches_never_matter(batches: list[int]) -> None:
    """A tree grown in any batches, and reopened between them, is the tree grown at once."""
    whole, store, size = Tree(MemoryTiles()), MemoryTiles(), 0
    for batch in batches:
        entries = [b"leaf %d" % number for number in range(size, size + batch)]
        assert Tree(store, size).append(entries) == range(size, size + batch)
        whole.append(entries)
        size += batch

    assert Tree(store, size).root() == whole.root() == TileReader(store).root(size)


def test_past_roots_and_proofs_stay_readable() -> None:
    """Every root and proof of every past size can be had from today's tiles."""
    store = MemoryTiles()
    tree, roots = Tree(store), [EMPTY_ROOT]
    for leaf in numbered(530):
        tree.append([leaf])
        roots.append(tree.root())
    reader = TileReader(store)

    assert [reader.root(size) for size in range(531)] == roots
    for old in range(1, 530, 37):
        verify_consistency(old, 530, reader.consistency_proof(old, 530), roots[old], roots[530])


def test_every_wrong_proof_is_refused() -> None:
    """Proofs of the RFC's seven-leaf example fail once any bit of any hash, the place or the size is another."""
    leaves = numbered(7)
    root, leaf = slow_root(leaves), hash_leaf(leaves[3])
    proof = slow_path(3, leaves)
    verify_inclusion(leaf, 3, 7, proof, root)

    wrong = [
        *[(leaf, index, 7, proof) for index in range(8) if index != 3],
        (leaf, 3, 7, proof[:-1]), (leaf, 3, 7, [*proof, root]), (leaf, 3, 4, proof), (leaf, 3, 9, proof),
        (hash_leaf(b"other"), 3, 7, proof), (leaf, -1, 7, proof),
        *[(leaf, 3, 7, [*proof[:at], bytes(32), *proof[at + 1 :]]) for at in range(len(proof))],
    ]  # fmt: skip
    for leaf_hash, index, size, path in wrong:
        with pytest.raises(VerificationError):
            verify_inclusion(leaf_hash, index, size, path, root)


@pytest.mark.parametrize(("old", "new", "message"), [
    (5, 3, "smaller than the head already seen"),
    (7, 7, "split view"),
    (0, 7, "empty tree"),
    (3, 7, "older root"),
    (4, 7, "newer root"),
])  # fmt: skip
def test_consistency_names_what_is_wrong(old: int, new: int, message: str) -> None:
    """A consistency proof of another history is refused with what it shows."""
    leaves = numbered(new)
    proof = slow_subproof(old, leaves, whole=True) if 0 < old < new else []

    with pytest.raises(VerificationError, match=message):
        verify_consistency(old, new, proof, bytes(32), bytes(32) if message == "newer root" else slow_root(leaves))


@pytest.mark.parametrize("length", [0, 1, 5])
def test_consistency_proof_of_wrong_length(length: int) -> None:
    """A consistency proof that is too short or too long is refused, never an index error."""
    leaves = numbered(7)
    proof = slow_subproof(3, leaves, whole=True)
    proof = (proof * 2)[:length]

    with pytest.raises(VerificationError):
        verify_consistency(3, 7, proof, slow_root(leaves[:3]), slow_root(leaves))


def test_missing_tile_is_named() -> None:
    """A tree whose tiles are missing or cut does not open, and the error names the tile."""
    store = MemoryTiles()
    Tree(store).append(numbered(300))
    store.put(0, 1, store.get(0, 1)[:-1])

    with pytest.raises(VerificationError, match="Tile 1 of level 0"):
        Tree(store, 300)
    with pytest.raises(VerificationError, match="outside the tree"):
        TileReader(store).inclusion_proof(300, 300)
    with pytest.raises(VerificationError, match="does not extend"):
        TileReader(store).consistency_proof(3, 2)


def test_specification_example_of_tile_widths() -> None:
    """A tree of 70,000 has the tiles that C2SP tlog-tiles gives as its example."""
    store = MemoryTiles()
    Tree(store).append(b"%d" % number for number in range(70_000))

    assert tile_widths(70_000) == [112, 17, 1]
    widths = {place: len(hashes) // 32 for place, hashes in store.tiles.items()}
    assert {place: width for place, width in widths.items() if place not in {(0, tile) for tile in range(272)}} == {
        (0, 272): 256, (0, 273): 112, (1, 0): 256, (1, 1): 17, (2, 0): 1,
    }  # fmt: skip
