"""Checkpoints: the signed head of the log, as in C2SP tlog-checkpoint, and what two of them prove together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from siyada.errors import VerificationError
from siyada.ledger.encoding import format_base64, parse_count, parse_hash
from siyada.ledger.hashing import verify_consistency
from siyada.ledger.note import KeyKind, Note, Signer, VerifierKey, find_key, parse_note, verify_signature


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: whose it is, how many entries it has, and the root of their tree."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{format_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys a verifier goes by."""

    log: VerifierKey
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0
    """How many witnesses must have cosigned."""

    def all(self) -> tuple[VerifierKey, ...]:
        """The log's key, then the witnesses'."""
        return (self.log, *self.witnesses)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a note's text. Extension lines are refused: we write none. Raises VerificationError."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise VerificationError("This is not a checkpoint: origin, size and root, each on a line.")
    return Checkpoint(lines[0], parse_count(lines[1]), parse_hash(lines[2]))


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """The checkpoint as a signed note. The log must never sign two that are inconsistent."""
    return str(Note(str(checkpoint), (signer.sign(str(checkpoint)),)))


def open_checkpoint(text: str, keys: Keys) -> Checkpoint:
    """The checkpoint of a signed note, once the log and enough witnesses are seen to have signed it.

    Stricter than a general note: a signature whose key is not among `keys`, or that stands twice, is refused, so that
    no byte of the note can change unseen. Raises VerificationError.
    """
    # 1. The note is well formed.
    note = parse_note(text)
    # 2. Every signature is by a known key and valid.
    signed = [_verified_key(note, position, keys) for position in range(len(note.signatures))]
    if len(set(signed)) < len(signed):
        raise VerificationError("A signature of the checkpoint stands twice.")
    # 3. The log signed, and as many witnesses as are asked for.
    if keys.log not in signed:
        raise VerificationError("The checkpoint is not signed by the log {name}.", name=keys.log.name)
    count = sum(key in keys.witnesses for key in signed)
    if count < keys.quorum:
        raise VerificationError(
            "{found} witnesses cosigned the checkpoint; {due} are asked for.", found=count, due=keys.quorum
        )
    # 4. The text is a checkpoint of that log.
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != keys.log.name:
        raise VerificationError(
            "The checkpoint is of {found}, not of {due}.", found=checkpoint.origin, due=keys.log.name
        )
    return checkpoint


def _verified_key(note: Note, position: int, keys: Keys) -> VerifierKey:
    signature = note.signatures[position]
    key = find_key(signature, keys.all())
    if key is None:
        raise VerificationError("The checkpoint is signed by an unknown key of {name}.", name=signature.name)
    verify_signature(note.text, signature, key)
    return key


def cosign_checkpoint(
    text: str, keys: Keys, witness: Signer, *, time_s: int, seen: Checkpoint | None = None, proof: Sequence[bytes] = ()
) -> str:
    """The checkpoint with the cosignature of a witness that has last seen `seen` and was given the proof since then.

    The witness must keep the checkpoint it signed and pass it as `seen` next time. A checkpoint that is smaller than
    `seen`, or does not extend it, is never signed: raises VerificationError (as in C2SP tlog-witness).
    """
    if witness.key.kind is not KeyKind.COSIGNATURE:
        raise VerificationError("The key of {name} is not a witness's key.", name=witness.key.name)
    checkpoint = open_checkpoint(text, replace(keys, quorum=0))
    if seen is not None:
        verify_extension(seen, checkpoint, proof)
    note = parse_note(text)
    others = tuple(each for each in note.signatures if (each.name, each.key_id) != (witness.key.name, witness.key.id))
    return str(Note(note.text, (*others, witness.sign(note.text, time_s=time_s))))


def merge_cosignatures(texts: Iterable[str]) -> str:
    """One note with the signatures of several notes of the same checkpoint. Raises VerificationError if it differs."""
    notes = [parse_note(text) for text in texts]
    if not notes or len({note.text for note in notes}) != 1:
        raise VerificationError("These are not signatures of one checkpoint.")
    signatures = {(each.name, each.key_id): each for note in notes for each in note.signatures}
    return str(Note(notes[0].text, tuple(signatures.values())))


def verify_extension(old: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> None:
    """Pass if the log only grew from `old` to `new`. Raises VerificationError: rollback, split view or bad proof."""
    verify_same_history(old, new)
    verify_consistency(old.size, new.size, proof, old.root, new.root)


def verify_same_history(old: Checkpoint, new: Checkpoint) -> None:
    """What two checkpoints tell without a proof: no rollback, no split view. Raises VerificationError."""
    if old.origin != new.origin:
        raise VerificationError("The checkpoints are of two logs: {old} and {new}.", old=old.origin, new=new.origin)
    if new.size < old.size:
        raise VerificationError(
            "The checkpoint of {new} entries is smaller than the head already seen, of {old}: a rollback.",
            new=new.size, old=old.size,
        )  # fmt: skip
    if new.size == old.size and new.root != old.root:
        raise VerificationError("Two checkpoints of {size} entries have different roots: a split view.", size=new.size)


__all__ = [
    "Checkpoint",
    "Keys",
    "cosign_checkpoint",
    "merge_cosignatures",
    "open_checkpoint",
    "parse_checkpoint",
    "sign_checkpoint",
    "verify_extension",
    "verify_same_history",
]
