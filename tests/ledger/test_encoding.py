"""One value, one form: canonical JSON and base64."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import VerificationError
from siyada.ledger.encoding import Json, canonical_json, parse_base64, parse_canonical_json, parse_count, parse_hash

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def test_example_of_the_specification() -> None:
    """The example of RFC 8785, section 3.2.2, comes out as section 3.2.3 shows it."""
    source = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )

    assert canonical_json(json.loads(source)).decode() == expected


def test_members_sort_by_utf_16() -> None:
    """Members sort by UTF-16 code units, as RFC 8785, section 3.2.3, shows: an astral name precedes U+FB33."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    sorted_names = list(json.loads(canonical_json(dict.fromkeys(names))))

    assert sorted_names == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@given(JSON)
def test_round_trip(value: Json) -> None:
    """Canonical JSON reads back to its value, and to itself."""
    data = canonical_json(value)

    assert canonical_json(parse_canonical_json(data)) == data
    assert parse_canonical_json(data) == value


@pytest.mark.parametrize("data", [
    b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b"1.0", b"01", b'"\\u0041"', b"NaN", b"", b"\xff", b"{",
    b"[" * 99_999, b'{"a":1}\n', b"9007199254740993", b'"\\ud800"', b"[" * 900 + b"]" * 900,
])  # fmt: skip
def test_other_forms_are_refused(data: bytes) -> None:
    """JSON in any other form, and what is not JSON at all, is refused without a traceback of its own."""
    with pytest.raises(VerificationError):
        parse_canonical_json(data)


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53 + 1, "\ud800", {"\ud800": 1}])
def test_values_without_a_form_are_refused(value: Json) -> None:
    """What JSON cannot hold has no canonical form."""
    with pytest.raises(VerificationError, match="no canonical form"):
        canonical_json(value)


@pytest.mark.parametrize("text", ["A", "AB", "AB=", "AB==\n", "AB==AB==", "AR==", "A-_=", "é"])
def test_base64_has_one_form(text: str) -> None:
    """Base64 with stray characters, missing padding or unused bits set is refused."""
    with pytest.raises(VerificationError):
        parse_base64(text)


@pytest.mark.parametrize("text", ["", "00", "+1", "1 ", "1_0", "٣", "²", "9" * 19, "1" * 5000])
def test_counts_have_one_form(text: str) -> None:
    """A count in any but its plain decimal form is refused."""
    with pytest.raises(VerificationError):
        parse_count(text)


def test_hash_has_its_length() -> None:
    """A hash of another length is refused."""
    with pytest.raises(VerificationError, match="3 bytes"):
        parse_hash("AAAA")
