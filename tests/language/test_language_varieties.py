from __future__ import annotations

import pytest

from siyada.errors import UserError
from siyada.language import direction, format_nllb, parse_variety
from siyada.types import Variety


@pytest.mark.parametrize(
    ("code", "variety"),
    [
        ("fr", Variety.FRENCH),
        ("FRA_LATN", Variety.FRENCH),
        ("ary-Latn", Variety.DARIJA_LATIN),
        ("ary_Arab", Variety.DARIJA_ARABIC),
        ("tzm_Tfng", Variety.AMAZIGH_TIFINAGH),
        ("kab_Latn", Variety.AMAZIGH_LATIN),
        ("rif_Latn", Variety.AMAZIGH_LATIN),
        ("arz_Arab", Variety.OTHER),
        ("other", Variety.OTHER),
        (" es ", Variety.SPANISH),
    ],
)
def test_both_families_of_codes_are_read(code: str, variety: Variety) -> None:
    """BCP 47 and NLLB codes name the same varieties, in any case; other languages are `other`."""
    assert parse_variety(code) is variety


@pytest.mark.parametrize("variety", [variety for variety in Variety if variety is not Variety.OTHER])
def test_written_codes_are_read_back(variety: Variety) -> None:
    """What `format_nllb` writes, `parse_variety` reads."""
    assert parse_variety(format_nllb(variety)) is variety
    assert parse_variety(variety) is variety


@pytest.mark.parametrize("code", ["", "français", "x", "ary_arab_latn"])
def test_what_is_no_code_is_refused(code: str) -> None:
    """An unknown code is an error that names the known ones."""
    with pytest.raises(UserError, match="is not a variety") as refused:
        parse_variety(code)

    assert "ary-Latn" in refused.value.hint


def test_direction_follows_the_script() -> None:
    """Arabic script runs from the right, the others from the left, the unknown as its first letter says."""
    assert [direction(code) for code in ("ar", "ary-Arab", "ary-Latn", "zgh-Tfng", "fr", "und")] == [
        "rtl", "rtl", "ltr", "ltr", "ltr", "auto",
    ]  # fmt: skip
