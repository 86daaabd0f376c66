"""Numbers written in words: French, Arabic, Darija (both scripts), Amazigh, English, Spanish.

Words are compared after the quote normalisation (lower case, no accents, folded Arabic letters), which the caller
applies; the tables are normalised the same way when they are loaded. Ambiguous words ("un", "neuf" the adjective,
"second") are left out: a number that is missed costs nothing when it is spelled alike in the quote, while a number
that is imagined would refuse a true claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from siyada.types import Normalise, Variety

_FRENCH = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "nonante": 90,
    "cent": 100, "cents": 100, "mille": 1_000, "million": 10**6, "millions": 10**6, "milliard": 10**9,
    "milliards": 10**9,
}  # fmt: skip
_ENGLISH = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_SPANISH = {
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiuno": 21, "veintidós": 22, "veintitrés": 23,
    "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
    "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90,
    "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500,
    "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900, "mil": 1_000, "millón": 10**6,
    "millones": 10**6,
}  # fmt: skip
# Both genders; the tens in the nominative and in the oblique case; the hundreds joined as law texts write them.
_ARABIC = {
    "ثلاث": 3, "ثلاثة": 3, "أربع": 4, "أربعة": 4, "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6, "سبع": 7, "سبعة": 7,
    "ثمان": 8, "ثماني": 8, "ثمانية": 8, "تسع": 9, "تسعة": 9, "عشر": 10, "عشرة": 10, "اثنان": 2, "اثنين": 2,
    "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2,
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "أربعون": 40, "أربعين": 40, "خمسون": 50, "خمسين": 50,
    "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
    "مائة": 100, "مئة": 100, "مائتان": 200, "مائتين": 200, "مئتان": 200, "مئتين": 200,
    "ثلاثمائة": 300, "أربعمائة": 400, "خمسمائة": 500, "ستمائة": 600, "سبعمائة": 700, "ثمانمائة": 800, "تسعمائة": 900,
    "ثلاثمئة": 300, "أربعمئة": 400, "خمسمئة": 500, "ستمئة": 600, "سبعمئة": 700, "ثمانمئة": 800, "تسعمئة": 900,
    "ألف": 1_000, "ألفا": 1_000, "آلاف": 1_000, "ألفان": 2_000, "ألفين": 2_000,
    "مليون": 10**6, "مليونا": 10**6, "ملايين": 10**6, "مليار": 10**9, "ملايير": 10**9,
    # Darija
    "جوج": 2, "تلاتة": 3, "تلت": 3, "ربعة": 4, "تمنية": 8, "تسعود": 9, "حداش": 11, "طناش": 12, "تلطاش": 13,
    "ربعطاش": 14, "خمسطاش": 15, "سطاش": 16, "سبعطاش": 17, "تمنطاش": 18, "تسعطاش": 19, "تلاتين": 30, "ربعين": 40,
    "تمانين": 80, "مية": 100,
}  # fmt: skip
# The dual holds the number two in its ending.
_ARABIC_DUALS = (
    "يومان", "يومين", "شهران", "شهرين", "سنتان", "سنتين", "عامان", "عامين", "أسبوعان", "أسبوعين", "ساعتان", "ساعتين",
    "دقيقتان", "دقيقتين", "مرتان", "مرتين", "درهمان", "درهمين", "نسختان", "نسختين", "شاهدان", "شاهدين", "عدلان",
    "عدلين", "صورتان", "صورتين", "كيلومتران", "كيلومترين", "نقطتان", "نقطتين", "ثلثان", "ثلثين",
)  # fmt: skip
_DARIJA_LATIN = {
    "jouj": 2, "joj": 2, "zouj": 2, "tlata": 3, "tlat": 3, "reb3a": 4, "rb3a": 4, "khamsa": 5, "khmsa": 5, "setta": 6,
    "sta": 6, "seb3a": 7, "sb3a": 7, "tmenya": 8, "tmnya": 8, "tes3oud": 9, "ts3oud": 9, "tes3ud": 9, "3echra": 10,
    "3chra": 10, "3achra": 10, "hdach": 11, "7dach": 11, "tnach": 12, "tnax": 12, "khmstach": 15, "khamstach": 15,
    "3chrin": 20, "3echrin": 20, "3ichrin": 20, "tlatin": 30, "reb3in": 40, "rb3in": 40, "khamsin": 50, "khmsin": 50,
    "settin": 60, "stin": 60, "seb3in": 70, "sb3in": 70, "tmanin": 80, "tes3in": 90, "ts3in": 90, "mya": 100,
    "miya": 100, "mitin": 200, "alf": 1_000, "melyoun": 10**6, "chehrayn": 2, "yawmayn": 2,
}  # fmt: skip
_AMAZIGH = {
    "sin": 2, "snat": 2, "krad": 3, "kratt": 3, "kraḍ": 3, "kraṭṭ": 3, "kkuẓ": 4, "kkuẓt": 4, "smmus": 5, "smmust": 5,
    "sḍis": 6, "sḍist": 6, "ssa": 7, "ssat": 7, "tam": 8, "tamt": 8, "tẓa": 9, "tẓat": 9, "mraw": 10, "mrawt": 10,
    "timiḍi": 100, "ifḍ": 1_000,
}  # fmt: skip

_TABLES: Mapping[Variety, Mapping[str, int]] = {
    Variety.FRENCH: _FRENCH,
    Variety.ENGLISH: _ENGLISH,
    Variety.SPANISH: _SPANISH,
    Variety.ARABIC: _ARABIC,
    Variety.DARIJA_ARABIC: _ARABIC,
    # A Darija writer counts in French as readily as in Darija.
    Variety.DARIJA_LATIN: {**_FRENCH, **_DARIJA_LATIN},
    Variety.AMAZIGH_LATIN: _AMAZIGH,
    Variety.AMAZIGH_TIFINAGH: _AMAZIGH,
}
# One is a number only beside another ("vingt et un", "واحد وعشرون", "un million"); alone it is an article.
_ONES = ("un", "une", "one", "uno", "una", "واحد", "واحدة", "إحدى", "أحد", "wa7ed")
_JOINERS = frozenset({"et", "and", "y", "u", "o", "d", "و", "ⴷ"})
_ARABIC_VARIETIES = (Variety.ARABIC, Variety.DARIJA_ARABIC)


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number in words: its value, and the half-open range of the words it takes."""

    value: Decimal
    first: int
    last: int


class Numerals:
    """The number words of one variety."""

    def __init__(self, variety: Variety, normalise: Normalise) -> None:
        table = _TABLES.get(variety, {})
        self._values = {normalise(word).text: value for word, value in table.items()}
        self._values |= {normalise(word).text: 1 for word in _ONES} if table else {}
        duals = _ARABIC_DUALS if variety in _ARABIC_VARIETIES else ()
        self._duals = {normalise(word).text for word in duals}
        self._arabic = variety in _ARABIC_VARIETIES
        self._and = normalise("و").text

    def find(self, words: Sequence[str]) -> Iterator[WrittenNumber]:
        """The numbers among normalised words, left to right, each as long as possible."""
        at = 0
        while at < len(words):
            if self._bare(words[at]) in self._duals:
                yield WrittenNumber(Decimal(2), at, at + 1)
                at += 1
            elif (number := self._read(words, at)) is not None:
                yield number
                at = number.last
            else:
                at += 1

    def multiplier(self, words: Sequence[str]) -> int:
        """The thousand, million or milliard that multiplies the digits before it; 0 where there is none."""
        value = self._values.get(words[0], 0) if words else 0
        return value if value in (1_000, 10**6, 10**9) else 0

    def _bare(self, word: str) -> str:
        """The word without the joined Arabic conjunction, preposition or article, where what is left is a number."""
        if not self._arabic or word in self._values or word in self._duals:
            return word
        for prefix in (self._and, "ب", "ل", "ال", "بال", "لل", "وال"):
            rest = word.removeprefix(prefix)
            if rest != word and (rest in self._values or rest in self._duals):
                return rest
        return word

    def _read(self, words: Sequence[str], at: int) -> WrittenNumber | None:
        values: list[int] = []
        last = position = at
        while position < len(words):
            word = words[position]
            value = self._values.get(self._bare(word))
            if value is not None and self._continues(values, value):
                values.append(value)
                last = position + 1
            elif not (values and word in _JOINERS):
                break
            position += 1
        return WrittenNumber(Decimal(_combine(values)), at, last) if values and values != [1] else None

    @staticmethod
    def _continues(values: Sequence[int], value: int) -> bool:
        """Whether `value` still belongs to the number read so far: "deux trois" is two numbers, "vingt trois" one."""
        if not values:
            return True
        before = values[-1]
        if value >= 100 or before >= 100:
            return True
        if (before, value) == (4, 20):  # quatre-vingts
            return True
        tens_then_units = before >= 20 and before % 10 == 0 and value < 20
        units_then_tens = before < 10 and value >= 10 and value % 10 == 0  # خمسة وعشرون, خمس عشرة
        ten_then_units = before == 10 and value < 10 and value >= 7  # dix-sept
        return tens_then_units or units_then_tens or ten_then_units


def _combine(values: Sequence[int]) -> int:
    """The value of a sequence of number words: units add, hundreds multiply what stands before, thousands close."""
    total = current = 0
    for value in values:
        if value >= 1_000:
            total += max(current, 1) * value
            current = 0
        elif value == 100 and 1 < current < 10:
            current *= 100
        elif value == 20 and current % 100 == 4:  # quatre-vingts
            current += 76
        else:
            current += value
    return total + current


__all__ = ["Numerals", "WrittenNumber"]
