"""Entries commit to their content and show nothing of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import VerificationError
from siyada.ledger.encoding import canonical_json
from siyada.ledger.entries import Entry, EntryKind, Opening, parse_entry, verify_opening

TIME = "2026-11-23T09:15:00.000Z"


@given(st.sampled_from(EntryKind), st.binary())
def test_leaf_is_canonical_and_reads_back(kind: EntryKind, content: bytes) -> None:
    """The leaf of any entry is canonical JSON and gives the entry back."""
    entry = Entry(kind, TIME, Opening.of(content).commitment())

    assert parse_entry(entry.data()) == entry
    assert canonical_json(json.loads(entry.data())) == entry.data()


def test_commitment_hides_and_binds() -> None:
    """The same content under another salt is another commitment; another content never opens one."""
    first, second = Opening.of(b"content"), Opening.of(b"content")
    verify_opening(first, first.commitment())

    assert first.commitment() != second.commitment()
    for other in (second, Opening(first.salt, b"Content"), Opening(first.salt + b"c", b"ontent"), Opening(b"", b"")):
        with pytest.raises(VerificationError, match="not what the entry commits to"):
            verify_opening(other, first.commitment())


def test_commitment_is_stable() -> None:
    """The commitment of a given salt and content never changes: receipts of years ago still verify."""
    opening = Opening(bytes(range(32)), '{"answer":"نعم"}'.encode())

    assert opening.commitment().hex() == "753d63afc5167cecbb07925382012a8b646f8d49e7884058605a2e831d84e387"


@pytest.mark.parametrize("data", [
    b"", b"{}", b'{"commitment":"AAAA","kind":"answer","time":"2026-11-23T09:15:00.000Z"}',
    Entry(EntryKind.STOP, "2026-13-23T09:15:00.000Z", bytes(32)).data(),
    Entry(EntryKind.STOP, "2026-11-23T09:15:00Z", bytes(32)).data(),
    Entry(EntryKind.STOP, TIME, bytes(32)).data().replace(b"stop", b"start"),
    Entry(EntryKind.STOP, TIME, bytes(32)).data().replace(b"A=", b"B="),
    Entry(EntryKind.STOP, TIME, bytes(32)).data() + b"\n",
])  # fmt: skip
def test_damaged_entries_are_refused(data: bytes) -> None:
    """A leaf that is not an entry in its one form is refused."""
    with pytest.raises(VerificationError):
        parse_entry(data)
