"""The hashes of an RFC 6962 Merkle tree and the verification of its proofs.

Pure functions over SHA-256: they know nothing of tiles, files or signatures. Verification follows RFC 9162, sections
2.1.3.2 (inclusion) and 2.1.4.2 (consistency), which compute the same trees as RFC 6962.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from siyada.errors import VerificationError

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def hash_leaf(data: bytes) -> bytes:
    """The hash of one leaf: 0x00 keeps it apart from a node (RFC 6962, 2.1)."""
    return sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two nodes."""
    return sha256(b"\x01" + left + right).digest()


def split_point(count: int) -> int:
    """The largest power of two below `count` (at least 2): where RFC 6962 splits a tree of `count` leaves."""
    return 1 << ((count - 1).bit_length() - 1)


class CompactRange:
    """The right edge of a growing tree: the roots of its perfect subtrees, largest first. Append is O(log n)."""

    def __init__(self, size: int = 0, roots: Iterable[bytes] = ()) -> None:
        self.size = size
        self._roots = list(roots)

    def append(self, leaf_hash: bytes) -> list[bytes]:
        """Add a leaf; returns the roots of the perfect subtrees it completed, by height from 0."""
        completed = [leaf_hash]
        size = self.size
        while size & 1:
            completed.append(hash_children(self._roots.pop(), completed[-1]))
            size >>= 1
        self._roots.append(completed[-1])
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        if not self._roots:
            return EMPTY_ROOT
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = hash_children(left, root)
        return root


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Pass if `leaf_hash` stands at `index` in the tree of `size` leaves with this root. Raises VerificationError."""
    if not 0 <= index < size:
        raise VerificationError("The entry's number {index} is outside the tree of {size}.", index=index, size=size)
    node, last, running = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise VerificationError("The inclusion proof is longer than the tree is high.")
        if node & 1 or node == last:
            running = hash_children(sibling, running)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            running = hash_children(running, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise VerificationError("The inclusion proof is shorter than the tree is high.")
    if running != root:
        raise VerificationError("The inclusion proof does not lead to the checkpoint's root.")


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Pass if the tree of `new_size` leaves only added to the tree of `old_size`. Raises VerificationError."""
    if not 0 <= old_size <= new_size:
        raise VerificationError(
            "The tree of {new} leaves is smaller than the head already seen, of {old}.", new=new_size, old=old_size
        )
    if old_size in (0, new_size):
        _verify_trivial(old_size, new_size, proof, old_root, new_root)
        return
    old, new = _roots_of_proof(old_size, new_size, proof, old_root)
    if old != old_root:
        raise VerificationError("The consistency proof does not lead to the older root.")
    if new != new_root:
        raise VerificationError("The consistency proof does not lead to the newer root.")


def _verify_trivial(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    if proof:
        raise VerificationError("The consistency proof should be empty.")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise VerificationError("The root of an empty tree is not the empty root.")
    if old_size == new_size and old_root != new_root:
        raise VerificationError("Two trees of {size} leaves have different roots: a split view.", size=new_size)


def _roots_of_proof(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    # A power of two is a perfect subtree: its root is known and the proof leaves it out.
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        raise VerificationError("The consistency proof is empty.")
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise VerificationError("The consistency proof is longer than the tree is high.")
        if node & 1 or node == last:
            old, new = hash_children(sibling, old), hash_children(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = hash_children(new, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise VerificationError("The consistency proof is shorter than the tree is high.")
    return old, new


__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "CompactRange",
    "hash_children",
    "hash_leaf",
    "split_point",
    "verify_consistency",
    "verify_inclusion",
]
