"""Paths and bundles of C2SP tlog-tiles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import VerificationError
from siyada.ledger.tiles import format_bundle, format_tile_path, parse_bundle


@pytest.mark.parametrize(("level", "index", "width", "path"), [
    (0, 1_234_067, 256, "tile/0/x001/x234/067"),  # the example of the specification
    (0, 0, 256, "tile/0/000"),
    (3, 999, 17, "tile/3/999.p/17"),
    (None, 1000, 256, "tile/entries/x001/000"),
])  # fmt: skip
def test_paths(level: int | None, index: int, width: int, path: str) -> None:
    """Tiles are named as the specification names them."""
    assert format_tile_path(level, index, width) == path


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_round_trip(entries: list[bytes]) -> None:
    """A bundle gives back its entries."""
    assert parse_bundle(format_bundle(entries)) == tuple(entries)


def test_cut_bundle_is_refused() -> None:
    """A bundle that ends anywhere within an entry is refused."""
    bundle = format_bundle([b"one", b"three"])

    for end in set(range(len(bundle))) - {0, 5}:
        with pytest.raises(VerificationError, match="cut short"):
            parse_bundle(bundle[:end])


def test_entry_too_long_for_a_bundle() -> None:
    """An entry whose length does not fit 16 bits is refused."""
    with pytest.raises(VerificationError, match="65536 bytes"):
        format_bundle([bytes(65_536)])
