"""Check digits against published identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.privacy.checks import holds_iban, holds_luhn, holds_mod97, is_card


@pytest.mark.parametrize("ice", ["001561191000066", "000000000000097"])
def test_ice_is_a_multiple_of_97(ice: str) -> None:
    """An ICE whose number is a multiple of 97 holds; with any digit changed it does not."""
    assert holds_mod97(ice)
    assert not holds_mod97(ice[:-1] + str((int(ice[-1]) + 1) % 10))


def test_all_zeroes_hold_nothing() -> None:
    """A row of zeroes is a multiple of everything and an identifier of nobody."""
    assert not holds_mod97("0" * 24)


@given(st.integers(1, 10**22 - 1), st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_breaks_a_rib(account: int, at: int, change: int) -> None:
    """With its key a RIB holds, and one digit written wrong breaks it."""
    rib = f"{account:022d}{-account * 100 % 97:02d}"
    wrong = rib[:at] + str((int(rib[at]) + change) % 10) + rib[at + 1 :]

    assert holds_mod97(rib)
    assert not holds_mod97(wrong)


@pytest.mark.parametrize("iban", [
    "MA64011519000001205000534921",  # the example of the SWIFT registry for Morocco
    "FR1420041010050500013M02606", "GB29NWBK60161331926819", "ES9121000418450200051332",  # of the registry too
])  # fmt: skip
def test_published_ibans_hold(iban: str) -> None:
    """IBANs published as examples hold; with two digits exchanged they do not."""
    assert holds_iban(iban)
    assert not holds_iban(iban[:-1] + str((int(iban[-1]) + 1) % 10))


def test_moroccan_iban_has_28_characters() -> None:
    """A Moroccan IBAN of another length never holds, whatever its check digits."""
    assert not any(holds_iban(f"MA{check:02d}01151900000120500053492") for check in range(100))


@pytest.mark.parametrize(("number", "holds"), [
    ("4111111111111111", True), ("5555555555554444", True), ("378282246310005", True), ("30569309025904", True),
    ("4111111111111112", False), ("5555555555554445", False),
])  # fmt: skip
def test_cards(number: str, holds: bool) -> None:  # noqa: FBT001  # a column of the table
    """Test numbers of the payment networks hold; with a wrong digit they do not."""
    assert is_card(number)
    assert holds_luhn(number) is holds


@pytest.mark.parametrize("number", ["352099001761481", "1234567890123456", "99999999999999", "12345"])
def test_other_numbers_are_no_cards(number: str) -> None:
    """A telephone's serial number, or what no network issues, is no card."""
    assert not is_card(number)
