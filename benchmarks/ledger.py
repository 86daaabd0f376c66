"""The ledger's figures: appends, proofs, signatures, verification of an export. In memory: storage has its own.

    python -m benchmarks.ledger [ENTRIES]

Prints JSON. Times are of this process alone; proofs are of random entries of a tree of ENTRIES (1,000,000).
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from siyada.ledger.checkpoint import Checkpoint, sign_checkpoint
from siyada.ledger.entries import Entry, EntryKind, Opening
from siyada.ledger.envelope import MemoryKeys, Vault, new_key
from siyada.ledger.export import ExportItem, SignedHead, format_export
from siyada.ledger.hashing import hash_leaf, verify_consistency, verify_inclusion
from siyada.ledger.note import Signer
from siyada.ledger.receipt import Receipt, format_receipt, pack_receipt
from siyada.ledger.tiles import MemoryTiles
from siyada.ledger.tree import TileReader, Tree
from siyada.ledger.verifier import check_export

_TIME = "2026-11-23T09:15:00.000Z"
_BATCH = 1_000
_SAMPLES = 2_000


def _per_second(count: int, work: Callable[[], object]) -> int:
    start = time.process_time()
    work()
    return round(count / (time.process_time() - start))


def _percentiles(samples: int, work: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of the median, the 99th percentile and the worst of so many runs."""
    times = []
    for _ in range(samples):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    times.sort()
    ranks = {"p50": samples // 2, "p99": samples * 99 // 100, "max": -1}
    return {name: round(times[rank] * 1e3, 3) for name, rank in ranks.items()}


def _grow(tree: Tree, count: int) -> None:
    for first in range(0, count, _BATCH):
        tree.append(b"entry %d" % number for number in range(first, min(first + _BATCH, count)))


def measure_tree(size: int) -> dict[str, object]:
    """Appends in batches and one by one, proofs cold and warm, and their verification."""
    store = MemoryTiles()
    tree = Tree(store)
    report: dict[str, object] = {"appends_per_s_in_batches": _per_second(size, lambda: _grow(tree, size))}
    report["single_appends_per_s"] = _per_second(_SAMPLES, lambda: [tree.append([b"one"]) for _ in range(_SAMPLES)])
    pick, reader = random.Random(6), TileReader(store)  # noqa: S311  # any entries do
    report["inclusion_proof_ms"] = _percentiles(
        _SAMPLES, lambda: reader.inclusion_proof(pick.randrange(tree.size), tree.size)
    )
    report["inclusion_proof_cold_ms"] = _percentiles(
        200, lambda: TileReader(store).inclusion_proof(pick.randrange(tree.size), tree.size)
    )
    report["consistency_proof_ms"] = _percentiles(
        _SAMPLES, lambda: reader.consistency_proof(pick.randrange(1, tree.size), tree.size)
    )
    proof, root = reader.inclusion_proof(5, tree.size), tree.root()
    report["verify_inclusion_ms"] = _percentiles(
        _SAMPLES, lambda: verify_inclusion(hash_leaf(b"entry 5"), 5, tree.size, proof, root)
    )
    consistency, old_root = reader.consistency_proof(99_999 % size or 1, tree.size), reader.root(99_999 % size or 1)
    report["verify_consistency_ms"] = _percentiles(
        _SAMPLES, lambda: verify_consistency(99_999 % size or 1, tree.size, consistency, old_root, root)
    )
    report["open_tree_ms"] = _percentiles(50, lambda: Tree(store, tree.size))
    return report


def _export(size: int, signer: Signer) -> Iterator[ExportItem]:
    tree = Tree(MemoryTiles())
    for number in range(size):
        entry = Entry(EntryKind.ANSWER, _TIME, hash_leaf(b"%d" % number))
        tree.append([entry.data()])
        yield entry
    yield SignedHead(sign_checkpoint(Checkpoint(signer.key.name, size, tree.root()), signer))


def measure_files(size: int) -> dict[str, object]:
    """The verification of an export, and the size of a receipt of a log of a million entries."""
    signer = Signer.generate("ledger.example/benchmark")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.export"
        path.write_bytes(b"".join(format_export([signer.key], _export(size, signer))))
        rate = _per_second(size, lambda: check_export(path))
        bytes_per_entry = round(path.stat().st_size / size)
    note = sign_checkpoint(Checkpoint(signer.key.name, 1_000_000, bytes(32)), signer)
    proof = tuple(hash_leaf(b"%d" % number) for number in range(20))
    opening = Opening.of(b"x" * 2_000)
    receipt = Receipt(Entry(EntryKind.ANSWER, _TIME, opening.commitment()), 5, proof, note, (signer.key,), opening)
    return {
        "export_entries_verified_per_s": rate,
        "export_bytes_per_entry": bytes_per_entry,
        "receipt_bytes": len(format_receipt(receipt)),
        "packed_receipt_characters": len(pack_receipt(receipt)),
    }


def measure_cryptography() -> dict[str, object]:
    """Checkpoints signed, and contents of 2 kB sealed and opened, a second."""
    signer = Signer.generate("ledger.example/benchmark")
    head = Checkpoint(signer.key.name, 5, bytes(32))
    vault, content = Vault(new_key(), MemoryKeys()), bytes(2_000)
    sealed = vault.seal("person", "space", content, "1")
    count = 2_000
    return {
        "checkpoints_signed_per_s": _per_second(count, lambda: [sign_checkpoint(head, signer) for _ in range(count)]),
        "contents_sealed_per_s": _per_second(
            count, lambda: [vault.seal("person", "space", content, "1") for _ in range(count)]
        ),
        "contents_opened_per_s": _per_second(
            count, lambda: [vault.open("person", "space", sealed, "1") for _ in range(count)]
        ),
    }


def main(size: int) -> None:
    """Print the figures."""
    report = {"entries": size, **measure_tree(size), **measure_files(min(size, 100_000)), **measure_cryptography()}
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
