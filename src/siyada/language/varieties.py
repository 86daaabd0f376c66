"""Codes of varieties: BCP 47 and NLLB, mapped in this one place."""

from __future__ import annotations

import re

from siyada.errors import UserError
from siyada.types import Variety

_NLLB = {
    "fra_Latn": Variety.FRENCH,
    "arb_Arab": Variety.ARABIC,
    "ary_Arab": Variety.DARIJA_ARABIC,
    "ary_Latn": Variety.DARIJA_LATIN,
    "zgh_Tfng": Variety.AMAZIGH_TIFINAGH,
    "zgh_Latn": Variety.AMAZIGH_LATIN,
    "eng_Latn": Variety.ENGLISH,
    "spa_Latn": Variety.SPANISH,
}
# NLLB and FLORES call Standard Moroccan Amazigh in Tifinagh `tzm_Tfng`; every Amazigh in Latin script is one variety.
_ALIASES = {
    "tzm_Tfng": Variety.AMAZIGH_TIFINAGH,
    "shi_Tfng": Variety.AMAZIGH_TIFINAGH,
    "kab_Latn": Variety.AMAZIGH_LATIN,
    "shi_Latn": Variety.AMAZIGH_LATIN,
    "rif_Latn": Variety.AMAZIGH_LATIN,
    "tzm_Latn": Variety.AMAZIGH_LATIN,
    "ary": Variety.DARIJA_ARABIC,
    "zgh": Variety.AMAZIGH_TIFINAGH,
    "ar-MA": Variety.ARABIC,
    "fr-MA": Variety.FRENCH,
}
_CODES = {code.lower(): variety for code, variety in {**_NLLB, **_ALIASES}.items()} | {
    variety.lower(): variety for variety in Variety
}
_OTHER_NLLB = re.compile(r"[a-z]{3}_[a-z]{4}")
_RIGHT_TO_LEFT = (Variety.ARABIC, Variety.DARIJA_ARABIC)


def parse_variety(code: str) -> Variety:
    """The variety of a BCP 47 tag or NLLB code, in any case; an NLLB code of another language is `other`.

    Raises UserError for what is neither.
    """
    key = code.strip().lower()
    variety = _CODES.get(key)
    if variety is None and _OTHER_NLLB.fullmatch(key):
        return Variety.OTHER
    if variety is None:
        raise UserError(
            "{code} is not a variety that Siyada knows.",
            hint="Known are {known}, and NLLB codes such as ary_Arab.",
            code=repr(code),
            known=", ".join(Variety),
        )
    return variety


def format_nllb(variety: Variety) -> str:
    """The NLLB code of a variety; `other` has none and stays `other`."""
    return next((code for code, known in _NLLB.items() if known is variety), "other")


def direction(variety: Variety | str) -> str:
    """`rtl` for Arabic script, `ltr` for the others; what is unknown is `auto`."""
    if variety == "und":
        return "auto"
    return "rtl" if variety in _RIGHT_TO_LEFT else "ltr"


__all__ = ["direction", "format_nllb", "parse_variety"]
