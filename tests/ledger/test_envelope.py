"""Sealed content: opened only with its keys, gone once one of them is destroyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import VerificationError
from siyada.ledger.envelope import MemoryKeys, Vault, join_keys, new_key, open_sealed, seal


@given(st.binary(), st.text(st.characters(exclude_categories=["Cs"])))
def test_seal_and_open(content: bytes, context: str) -> None:
    """What is sealed opens with its key and its context."""
    key = new_key()

    assert open_sealed(key, seal(key, content, context), context) == content


def test_every_changed_byte_is_refused() -> None:
    """A sealed content with any byte changed, or cut anywhere, does not open."""
    key = new_key()
    sealed = seal(key, b"content", "answer 1")

    for at in range(len(sealed)):
        for changed in (sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], sealed[:at]):
            with pytest.raises(VerificationError):
                open_sealed(key, changed, "answer 1")


def test_sealed_content_opens_only_in_its_place() -> None:
    """Another key or another record does not open it, and sealing twice gives two boxes."""
    key = new_key()
    sealed = seal(key, b"content", "answer 1")

    assert seal(key, b"content", "answer 1") != sealed
    for other, context in ((new_key(), "answer 1"), (key, "answer 2")):
        with pytest.raises(VerificationError, match="does not open"):
            open_sealed(other, sealed, context)


def test_erasing_a_person_leaves_the_others() -> None:
    """Once a person's key is destroyed their content is gone in every space, and nobody else's."""
    keys = MemoryKeys()
    vault = Vault(new_key(), keys)
    fatima = [vault.seal("fatima", space, b"content", "1") for space in ("hospital", "school")]
    omar = vault.seal("omar", "hospital", b"content", "2")
    vault.erase_person("fatima")

    assert vault.open("omar", "hospital", omar, "2") == b"content"
    for space, sealed in zip(("hospital", "school"), fatima, strict=True):
        with pytest.raises(VerificationError, match="its key is destroyed"):
            vault.open("fatima", space, sealed, "1")


def test_content_of_before_the_erasure_stays_gone() -> None:
    """A person who comes back gets a new key, which opens nothing sealed before."""
    vault = Vault(new_key(), MemoryKeys())
    old = vault.seal("fatima", "school", b"before", "1")
    vault.erase_person("fatima")
    new = vault.seal("fatima", "school", b"after", "2")

    assert vault.open("fatima", "school", new, "2") == b"after"
    with pytest.raises(VerificationError, match="does not open"):
        vault.open("fatima", "school", old, "1")


def test_erasing_a_space_erases_it_for_all() -> None:
    """Once a space's key is destroyed nobody's content in it opens."""
    vault = Vault(new_key(), MemoryKeys())
    sealed = vault.seal("omar", "hospital", b"content", "2")
    elsewhere = vault.seal("omar", "school", b"content", "3")
    vault.erase_space("hospital")

    assert vault.open("omar", "school", elsewhere, "3") == b"content"
    with pytest.raises(VerificationError, match="its key is destroyed"):
        vault.open("omar", "hospital", sealed, "2")


def test_stored_keys_are_useless_without_the_master_key() -> None:
    """What the store holds of keys is sealed: another master key opens none of it, nor does a renamed holder."""
    keys = MemoryKeys()
    sealed = Vault(new_key(), keys).seal("omar", "school", b"content", "1")

    with pytest.raises(VerificationError, match="does not open"):
        Vault(new_key(), keys).open("omar", "school", sealed, "1")
    assert all(len(stored) == 1 + 12 + 32 + 16 for stored in keys.keys.values())


def test_join_needs_both_keys() -> None:
    """The joined key differs with either key and with their order."""
    one, two = new_key(), new_key()

    assert len({join_keys(one, two), join_keys(two, one), join_keys(one, new_key()), one, two}) == 5
