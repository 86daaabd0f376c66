"""Checkpoints: who signed them, and what two of them show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siyada.errors import VerificationError
from siyada.ledger.checkpoint import (
    Checkpoint,
    Keys,
    cosign_checkpoint,
    merge_cosignatures,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    verify_extension,
    verify_same_history,
)
from siyada.ledger.note import KeyKind, Signer
from siyada.ledger.tiles import MemoryTiles
from siyada.ledger.tree import TileReader, Tree

LOG = Signer("ledger.example/commune", bytes(range(32)))
UNIVERSITY = Signer("university.example", bytes(range(1, 33)), KeyKind.COSIGNATURE)
COURT = Signer("court.example", bytes(range(2, 34)), KeyKind.COSIGNATURE)
KEYS = Keys(LOG.key, (UNIVERSITY.key, COURT.key))


def grown(*sizes: int, salt: bytes = b"") -> tuple[list[Checkpoint], TileReader]:
    """Checkpoints of one log at several sizes, and what reads its proofs."""
    store = MemoryTiles()
    tree = Tree(store)
    heads = []
    for size in sizes:
        tree.append(salt + b"%d" % number for number in range(tree.size, size))
        heads.append(Checkpoint(LOG.key.name, size, tree.root()))
    return heads, TileReader(store)


def test_signed_checkpoint_opens() -> None:
    """A checkpoint that the log signed opens as it was."""
    (head,), _ = grown(5)

    assert open_checkpoint(sign_checkpoint(head, LOG), KEYS) == head
    assert parse_checkpoint(str(head)) == head


def test_every_changed_byte_of_a_checkpoint_is_refused() -> None:
    """Whatever byte of a cosigned checkpoint becomes whatever other, it does not open."""
    (head,), _ = grown(12)
    text = cosign_checkpoint(sign_checkpoint(head, LOG), KEYS, UNIVERSITY, time_s=1_700_000_000).encode()
    open_checkpoint(text.decode(), KEYS)

    for at in range(len(text)):
        for byte in {text[at] ^ 1, text[at] ^ 0x20, 0x0A, 0x41} - {text[at]}:
            changed = text[:at] + bytes([byte]) + text[at + 1 :]
            with pytest.raises((VerificationError, UnicodeDecodeError)):
                open_checkpoint(changed.decode(), KEYS)


def test_rollback_and_split_view_show_in_two_checkpoints() -> None:
    """Two signed checkpoints are enough to show a rollback or a split view."""
    (small, large), _ = grown(5, 9)
    (other,), _ = grown(9, salt=b"other ")

    with pytest.raises(VerificationError, match="rollback"):
        verify_same_history(large, small)
    with pytest.raises(VerificationError, match="split view"):
        verify_same_history(large, other)
    with pytest.raises(VerificationError, match="two logs"):
        verify_same_history(small, replace(large, origin="other.example"))
    verify_same_history(small, large)


def test_extension_needs_its_proof() -> None:
    """A larger tree is believed only with the proof that it extends the smaller one."""
    (small, large), reader = grown(5, 9)
    (_, forged), forger = grown(5, 9, salt=b"other ")
    verify_extension(small, large, reader.consistency_proof(5, 9))

    with pytest.raises(VerificationError, match="older root"):
        verify_extension(small, forged, forger.consistency_proof(5, 9))
    with pytest.raises(VerificationError):
        verify_extension(small, large, [])


def test_witness_cosigns_only_what_extends_what_it_saw() -> None:
    """A witness signs a head that extends the last it signed, and never a rollback or a split view."""
    (small, large), reader = grown(5, 9)
    (_, forged), forger = grown(5, 9, salt=b"other ")
    cosigned = cosign_checkpoint(
        sign_checkpoint(large, LOG), KEYS, UNIVERSITY, time_s=1, seen=small, proof=reader.consistency_proof(5, 9)
    )

    assert open_checkpoint(cosigned, replace(KEYS, quorum=1)) == large
    with pytest.raises(VerificationError, match="older root"):
        cosign_checkpoint(
            sign_checkpoint(forged, LOG), KEYS, UNIVERSITY, time_s=1, seen=small, proof=forger.consistency_proof(5, 9)
        )
    with pytest.raises(VerificationError, match="rollback"):
        cosign_checkpoint(sign_checkpoint(small, LOG), KEYS, UNIVERSITY, time_s=1, seen=large)
    with pytest.raises(VerificationError, match="not a witness's key"):
        cosign_checkpoint(sign_checkpoint(small, LOG), KEYS, LOG, time_s=1)


def test_cosignatures_merge_and_the_quorum_counts_them() -> None:
    """Cosignatures gathered from several witnesses make one note; fewer than the quorum do not open it."""
    (head,), _ = grown(3)
    signed = sign_checkpoint(head, LOG)
    one = cosign_checkpoint(signed, KEYS, UNIVERSITY, time_s=1)
    two = merge_cosignatures([one, cosign_checkpoint(signed, KEYS, COURT, time_s=2)])

    assert open_checkpoint(two, replace(KEYS, quorum=2)) == head
    assert cosign_checkpoint(two, KEYS, COURT, time_s=2).count("court.example") == 1
    with pytest.raises(VerificationError, match="1 witnesses cosigned the checkpoint; 2 are asked for"):
        open_checkpoint(one, replace(KEYS, quorum=2))
    with pytest.raises(VerificationError, match="not signatures of one checkpoint"):
        merge_cosignatures([one, sign_checkpoint(grown(4)[0][0], LOG)])


@pytest.mark.parametrize(("text", "message"), [
    ("unknown", "unknown key"), ("twice", "stands twice"), ("unsigned", "not signed by the log"), ("other", "is of"),
])  # fmt: skip
def test_checkpoint_of_another_hand_is_refused(text: str, message: str) -> None:
    """Signatures by unknown keys, twice, or without the log's are refused, and so is another log's checkpoint."""
    (head,), _ = grown(3)
    signed = sign_checkpoint(head, LOG)
    body, _, line = signed.rpartition("\n\n")
    cosignature = UNIVERSITY.sign(str(head), time_s=1)
    texts = {
        "unknown": sign_checkpoint(head, Signer.generate("stranger.example")),
        "twice": signed + line,
        "unsigned": f"{body}\n\n{cosignature}\n",
        "other": sign_checkpoint(replace(head, origin="other.example"), LOG),
    }

    with pytest.raises(VerificationError, match=message):
        open_checkpoint(texts[text], KEYS)


@pytest.mark.parametrize("text", [
    "", "origin\n", "origin\n01\nAAAA\n", "origin\n-1\nAAAA\n", "\n1\nAAAA\n", "origin\n1\nAAAA\n",
    "origin\n٣\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "origin\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n",
])  # fmt: skip
def test_damaged_checkpoints_are_refused(text: str) -> None:
    """What is not three lines of origin, plain decimal size and root is not a checkpoint."""
    with pytest.raises(VerificationError):
        parse_checkpoint(text)
