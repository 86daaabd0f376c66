"""Figures: what a reader acts on and a model invents first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.citations import FigureReader, missing_figures
from siyada.language import normalise
from siyada.types import Variety

READER = FigureReader(normalise)


def found(text: str, variety: str = "fr") -> list[tuple[str, str, str]]:
    """Kind, value and unit of each figure."""
    return [(figure.kind, figure.value, figure.unit) for figure in READER.find(text, Variety(variety))]


@pytest.mark.parametrize(
    ("text", "variety", "value", "unit"),
    [
        ("60 jours", "fr", "60", "day"),
        ("soixante jours", "fr", "60", "day"),
        ("٦٠ يوما", "ar", "60", "day"),
        ("ستين يوما", "ar", "60", "day"),
        ("خمسة وعشرين يوما", "ar", "25", "day"),
        ("شهرين", "ar", "2", "month"),
        ("sixty days", "en", "60", "day"),
        ("sesenta días", "es", "60", "day"),
        ("10.000 درهم", "ar", "10000", "dirham"),
        ("10 000 DH", "fr", "10000", "dirham"),
        ("10 000 dirhams", "fr", "10000", "dirham"),
        ("١٠٬٠٠٠ درهم", "ar", "10000", "dirham"),
        ("3,5 millions de dirhams", "fr", "3500000", ""),
        ("10,5 %", "fr", "10.5", "percent"),
        ("8 في المائة", "ar", "8", "percent"),
        ("quatre-vingt-dix-sept pour cent", "fr", "97", "percent"),
        ("vingt (20) jours ouvrables", "fr", "20", "working day"),
        ("عشرين (20) يوما من أيام العمل", "ar", "20", "working day"),
        ("ثلاثمائة درهم", "ar", "300", "dirham"),
        ("deux mille trois cents DH", "fr", "2300", "dirham"),
        ("vingt et un jours", "fr", "21", "day"),
        ("10jours", "fr", "10", "day"),
        ("MAD 100", "en", "100", "dirham"),
    ],
)
def test_numbers_have_one_value_however_they_are_written(text: str, variety: str, value: str, unit: str) -> None:
    """Digits, words, duals, groups and separators of each language come to the same value and unit."""
    assert ("number", value, unit) in found(text, variety)


@pytest.mark.parametrize(
    ("text", "variety", "expected"),
    [
        ("l'article 16 de la loi n° 55-19", "fr", {("law", "55-19", ""), ("article", "16", "")}),
        ("المادة 16 من القانون رقم 55.19", "ar", {("law", "55-19", ""), ("article", "16", "")}),
        ("بالمادة 16", "ar", {("article", "16", "")}),
        ("art. 16", "fr", {("article", "16", "")}),
        ("l'article seize", "fr", {("article", "16", "")}),
        ("article premier", "fr", {("article", "1", "")}),
        ("المادة الأولى", "ar", {("article", "1", "")}),
        ("الفصل الثاني", "ar", {("article", "2", "")}),
        ("les articles 3, 4 et 5", "fr", {("article", "3", ""), ("article", "4", ""), ("article", "5", "")}),
        ("le 15 septembre 2025", "fr", {("date", "2025-09-15", "")}),
        ("15/09/2025", "fr", {("date", "2025-09-15", "")}),
        ("2025-09-15", "fr", {("date", "2025-09-15", "")}),
        ("15 شتنبر 2025", "ar", {("date", "2025-09-15", "")}),
        ("15 سبتمبر 2025", "ar", {("date", "2025-09-15", "")}),
        ("September 15, 2025", "en", {("date", "2025-09-15", "")}),
        ("le 1er janvier", "fr", {("date", "*-01-01", "")}),
        ("à 8h30", "fr", {("hour", "08:30", "")}),
        ("05 22 22 22 22", "fr", {("identifier", "0522222222", "")}),
        ("+212 5 22 22 22 22", "fr", {("identifier", "0522222222", "")}),
        ("contact@ville.ma", "fr", {("address", "contact@ville.ma", "")}),
        ("AB123456", "fr", {("code", "ab123456", "")}),
    ],
)
def test_references_dates_and_identifiers_are_read_whole(
    text: str, variety: str, expected: set[tuple[str, str, str]]
) -> None:
    """A reference, date, hour or identifier is one figure, and its digits are not read again as numbers."""
    assert set(found(text, variety)) == expected


@pytest.mark.parametrize(
    ("claimed", "quoted"),
    [
        ("30 jours", "60 jours"),
        ("60 %", "60 jours"),
        ("60 jours", "60 jours ouvrables"),
        ("100 dirhams", "100 euros"),
        ("10 000 DH", "100 000 DH"),
        ("article 16", "article 61"),
        ("loi 09-08", "loi 08-09"),
        ("article 16", "16 jours"),
        ("le 15 septembre 2025", "le 15 septembre 2024"),
        ("le 15 septembre 2025", "septembre 2025"),
        ("01 40 20 20 20", "le 20 janvier, 40 places, 1 guichet"),
        ("info@mairie.ma", "info@province.ma"),
        ("trente jours", "60 jours"),
        ("8h30", "8h00"),
    ],
)
def test_a_figure_that_differs_is_missing(claimed: str, quoted: str) -> None:
    """Another value, unit, kind or order is another figure."""
    variety = Variety.FRENCH

    assert missing_figures(READER.find(claimed, variety), READER.find(quoted, variety))


@pytest.mark.parametrize(
    ("claimed", "quoted"),
    [("en 2025", "le 15/09/2025"), ("septembre 2025", "15 septembre 2025"), ("60 jours", "soixante (60) jours"),
     ("10 000 dirhams", "de 10.000 à 100.000 dirhams"), ("Un agent répond", "L'agent répond")],
)  # fmt: skip
def test_a_figure_that_agrees_is_not_missing(claimed: str, quoted: str) -> None:
    """Fewer parts of the same date, other writing and a missing unit agree; an article is no number."""
    variety = Variety.FRENCH

    assert missing_figures(READER.find(claimed, variety), READER.find(quoted, variety)) == []


def test_arabizi_digits_inside_words_are_letters() -> None:
    """In Latin Darija "3la", "9bel" and "lwra9" hold no number."""
    assert found("khassek tji 9bel 3la 60 youm w djib lwra9", "ary-Latn") == [("number", "60", "day")]


@given(st.integers(min_value=2, max_value=999_999))
def test_grouped_and_plain_digits_agree(number: int) -> None:
    """A number grouped by space, point or comma has the value of its plain digits."""
    plain = found(f"{number} DH")

    for separator in (" ", ".", ","):
        assert found(f"{number:,} DH".replace(",", separator)) == plain


_UNITS = ["", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
          "quatorze", "quinze", "seize"]  # fmt: skip
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def spell(number: int) -> str:
    """A number below a million in French words, after the rule of school books."""
    if number >= 1000:
        head = "mille" if number < 2000 else f"{spell(number // 1000)} mille"
        return f"{head} {spell(number % 1000)}".strip()
    if number >= 100:
        head = "cent" if number < 200 else f"{_UNITS[number // 100]} cent"
        return f"{head} {spell(number % 100)}".strip()
    if number <= 16:
        return _UNITS[number]
    if number < 20:
        return f"dix-{_UNITS[number - 10]}"
    tens, units = divmod(number, 10)
    if tens in (7, 9):
        tens, units = tens - 1, units + 10
    joined = " et " if units in (1, 11) and tens != 8 else "-"
    return _TENS[tens] + (joined + spell(units) if units else "")


@given(st.integers(min_value=2, max_value=999_999))
def test_french_words_have_the_value_of_their_digits(number: int) -> None:
    """Every number below a million, spelled out, has the value of its digits."""
    assert found(f"{spell(number)} dirhams") == [("number", str(number), "dirham")]


@given(st.text(), st.sampled_from(Variety))
def test_any_text_is_read_without_error(text: str, variety: Variety) -> None:
    """No input makes the reader fail."""
    READER.find(text, variety)
