"""Signed notes, keys and cosignatures against published vectors."""

from __future__ import annotations

import re

import pytest

from siyada.errors import VerificationError
from siyada.ledger.note import (
    KeyKind,
    Note,
    Signature,
    Signer,
    find_key,
    parse_key,
    parse_note,
    signature_time_s,
    verify_signature,
)

# The vector of golang.org/x/mod/sumdb/note, where the format comes from.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # noqa: S105  # published
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    GO_TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# A checkpoint that the Go checksum database published in March 2023, and its key.
SUMDB_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUMDB_NOTE = (
    "go.sum database tree\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
# The cosignature line of C2SP tlog-cosignature's example, and the time in its signed message.
C2SP_COSIGNATURE = (
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
# A cosigner's key in use (transparency-dev/formats).
COSIGNER_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"


def test_signing_is_the_reference_implementations() -> None:
    """The same key and text give the note of the reference implementation, byte for byte."""
    signer = Signer.from_text(GO_SECRET)

    assert str(signer.key) == GO_KEY
    assert str(Note(GO_TEXT, (signer.sign(GO_TEXT),))) == GO_NOTE
    assert signer.unsafe_text() == GO_SECRET


@pytest.mark.parametrize(("key", "text"), [(GO_KEY, GO_NOTE), (SUMDB_KEY, SUMDB_NOTE)])
def test_published_notes_verify(key: str, text: str) -> None:
    """Notes that others signed verify, and come back byte for byte."""
    note = parse_note(text)

    verify_signature(note.text, note.signatures[0], parse_key(key))
    assert str(note) == text


def test_cosignature_key_and_time() -> None:
    """Keys and times of published cosignatures are read as their makers wrote them."""
    note = parse_note("body\n\n" + C2SP_COSIGNATURE)

    assert str(parse_key(COSIGNER_KEY)) == COSIGNER_KEY
    assert parse_key(COSIGNER_KEY).kind is KeyKind.COSIGNATURE
    assert signature_time_s(note.signatures[0]) == 1_679_315_147


def test_cosignature_covers_its_time() -> None:
    """A cosignature with another time does not verify."""
    witness = Signer.generate("university.example", KeyKind.COSIGNATURE)
    signature = witness.sign("text\n", time_s=1_700_000_000)
    verify_signature("text\n", signature, witness.key)
    moved = Signature(signature.name, signature.key_id, (1_700_000_001).to_bytes(8, "big") + signature.value[8:])

    assert signature_time_s(signature) == 1_700_000_000
    with pytest.raises(VerificationError, match="not valid"):
        verify_signature("text\n", moved, witness.key)
    with pytest.raises(VerificationError, match="holds no time"):
        verify_signature("text\n", Signature(signature.name, signature.key_id, signature.value[1:]), witness.key)


def test_same_secret_as_log_and_witness_are_two_keys() -> None:
    """A key's identifier commits to its kind, so a log's signature never passes for a witness's."""
    log = Signer("same.example", bytes(32))
    witness = Signer("same.example", bytes(32), KeyKind.COSIGNATURE)

    assert log.key.id != witness.key.id
    assert find_key(log.sign("text\n"), [witness.key]) is None


@pytest.mark.parametrize(("key", "message"), [
    ("no plus signs", "is not a key"),
    (GO_KEY.replace("c74f20a3", "c74f20a4"), "does not match its identifier"),
    (GO_KEY.replace("+ARpc", "+Apc"), "not base64"),
    ("short+c74f20a3+ARpc", "not 33"),
    (GO_KEY.replace("+ARpc", "+Ahpc"), "type 2 are not known"),
    (GO_KEY[:-1] + "X", "does not match its identifier"),
    (GO_KEY + "\n", "is not a key"),
])  # fmt: skip
def test_damaged_keys_are_refused(key: str, message: str) -> None:
    """A key that is damaged is refused with what is wrong."""
    with pytest.raises(VerificationError, match=re.escape(message)):
        parse_key(key)


@pytest.mark.parametrize("secret", ["", GO_KEY, GO_SECRET.replace("c74f20a3", "00000000"), "PRIVATE+KEY+x"])
def test_damaged_signing_keys_are_refused(secret: str) -> None:
    """A signing key that is damaged is refused, and is not shown."""
    with pytest.raises(VerificationError):
        Signer.from_text(secret)


def test_signer_refuses_a_wrong_seed_or_name() -> None:
    """A seed of another length, or a name that a key line cannot hold, is refused."""
    with pytest.raises(VerificationError, match="32 bytes"):
        Signer("name.example", bytes(31))
    with pytest.raises(VerificationError, match="is not a key"):
        Signer("two words", bytes(32))


@pytest.mark.parametrize(("text", "message"), [
    ("no signatures\n", "has no signatures"),
    ("text\n\n", "has no signatures"),
    ("text\n\n- ascii dash AAAAAAA=\n", "not a signature line"),
    ("text\n\n— name AAAAAA==\n", "cut short"),
    ("text\n\n— name AAAAAAB=\n", "one form"),
    ("te\rxt\n\n— name AAAAAAA=\n", "control character"),
    ("text\n\n— name AAAAAAA=", "has no signatures"),
    ("text\n\n" + "— name AAAAAAA=\n" * 65, "65 signatures"),
])  # fmt: skip
def test_damaged_notes_are_refused(text: str, message: str) -> None:
    """A note that is damaged is refused with what is wrong."""
    with pytest.raises(VerificationError, match=message):
        parse_note(text)


def test_text_may_hold_empty_lines() -> None:
    """The signatures begin after the last empty line."""
    signer = Signer.generate("name.example")
    text = "first\n\nsecond\n"
    note = parse_note(str(Note(text, (signer.sign(text),))))

    assert note.text == text
    verify_signature(note.text, note.signatures[0], signer.key)
