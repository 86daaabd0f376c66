from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reader_files import (
    ARABIC,
    ARABIC_HEADING,
    ARABIC_TITLE,
    COLUMN_ARABIC,
    COLUMN_FRENCH,
    FRENCH,
    FRENCH_HEADING,
    FRENCH_TITLE,
    MIXED,
    ROWS,
    SCANNED,
    TIFINAGH,
    VOCALISED,
    read_or_refuse,
)
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from siyada.documents.readers import Limits, read
from siyada.documents.readers.ocr import recognise
from siyada.errors import DocumentError
from siyada.types import Reading

Load = Callable[[str], Reading]


@pytest.fixture
def load(assets: Path) -> Load:
    """Reads one of the PDFs of tests/assets, without OCR."""
    return lambda name: read((assets / name).read_bytes(), name=name, limits=Limits(ocr_command="no-such-program"))


def make_pdf(
    path: Path,
    pages: Sequence[Sequence[tuple[float, float, float, str]]],
    *,
    encrypt: StandardEncryption | None = None,
) -> bytes:
    """A PDF of pages, each of texts at (x, y, size)."""
    canvas = Canvas(str(path), invariant=True, encrypt=encrypt)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


@pytest.mark.parametrize("asset", ["visual_order_chromium.pdf", "visual_order_libreoffice.pdf"])
def test_text_drawn_as_seen_is_read_in_logical_order(load: Load, asset: str) -> None:
    """What a browser or an office program prints is read as it was written: letters, marks, figures, both scripts."""
    reading = load(asset)

    paragraphs = [ARABIC_TITLE, *ARABIC, ARABIC_HEADING, VOCALISED, *(" ".join(row) for row in ROWS)]
    paragraphs += [FRENCH_TITLE, *FRENCH, FRENCH_HEADING, MIXED, TIFINAGH]
    assert reading.text.split("\n\n") == paragraphs


@pytest.mark.parametrize(
    ("asset", "lines"),
    [("logical_order_from_left.pdf", ARABIC), ("logical_order_from_right.pdf", ARABIC[1:])],
)
def test_text_stored_in_logical_order_is_not_reversed(load: Load, asset: str, lines: tuple[str, ...]) -> None:
    """A producer that stores letters in the order of reading is read alike, wherever it draws them."""
    assert load(asset).text.startswith(" ".join(lines))


def test_headings_are_the_larger_lines(load: Load) -> None:
    """The sizes of letters give headings and their levels, across the pages of the document."""
    reading = load("visual_order_chromium.pdf")

    assert [(reading.text[heading.start : heading.end], heading.level) for heading in reading.headings] == [
        (ARABIC_TITLE, 1),
        (ARABIC_HEADING, 2),
        (FRENCH_TITLE, 1),
        (FRENCH_HEADING, 2),
    ]
    assert reading.title == ARABIC_TITLE


def test_pages_are_exact_spans(load: Load) -> None:
    """A page's span holds its own text and nothing of its neighbour's."""
    reading = load("visual_order_chromium.pdf")

    arabic, french = (reading.text[page.start : page.end] for page in reading.pages)
    assert [page.number for page in reading.pages] == [1, 2]
    assert (arabic.split("\n\n")[0], arabic.split("\n\n")[-1]) == (ARABIC_TITLE, " ".join(ROWS[-1]))
    assert (french.split("\n\n")[0], french.split("\n\n")[-1]) == (FRENCH_TITLE, TIFINAGH)


@pytest.mark.parametrize(
    ("asset", "text"), [("two_columns_ar.pdf", COLUMN_ARABIC), ("two_columns_fr.pdf", COLUMN_FRENCH)]
)
def test_columns_are_read_one_after_the_other(load: Load, asset: str, text: str) -> None:
    """Two columns are not interleaved; the first is the right one in Arabic and the left one in French."""
    assert load(asset).text.split("\n\n") == [f"{number}. {text}" for number in range(1, 5)]


def test_a_turned_page_is_read_upright(load: Load) -> None:
    """Text on its side is read, and what stands across it comes after."""
    body, margin = load("turned_page.pdf").text.split("\n\n")

    assert body.endswith("sous peine d'une majoration de 15 % du montant.")
    assert margin == "Bulletin communal"


def test_the_text_under_a_scan_is_read(load: Load) -> None:
    """Arabic that an OCR program laid under a scan, in a mirror, keeps its order and its numbers."""
    text = load("mirrored_ocr_layer.pdf").text

    assert text.startswith(SCANNED)
    # The program that laid it took the comma for a Latin one and lost the point at the end.
    assert ARABIC[0].replace("،", ",").rstrip(".") in text


def test_a_scan_without_ocr_is_reported_by_page(load: Load) -> None:
    """Where no OCR program is installed, a scanned page is unread, and the document is still kept."""
    reading = load("scanned.pdf")

    assert (reading.unread_pages, reading.text) == ((1,), "")


def test_a_scan_is_read_by_tesseract(assets: Path) -> None:
    """Where tesseract is installed with Arabic and French, a scanned page has text."""
    if recognise(b"P5 1 1 255\n\xff", "tesseract", 30) is None:
        pytest.skip("tesseract is not installed with ara and fra")
    reading = read((assets / "scanned.pdf").read_bytes(), name="scanned.pdf", limits=Limits())

    words = " ".join(reading.text.split())
    assert reading.unread_pages == ()
    assert SCANNED in words
    assert "تسلم البطاقة داخل أجل 10 أيام من تاريخ إيداع الطلب" in words


def test_ocr_that_takes_too_long_leaves_the_page_unread(assets: Path) -> None:
    """The time for OCR is limited; a page that would exceed it is reported as unread."""
    limits = Limits(ocr_timeout_s=0.001)

    assert read((assets / "scanned.pdf").read_bytes(), name="scanned.pdf", limits=limits).unread_pages == (1,)


def test_a_program_that_is_no_ocr_leaves_the_page_unread(assets: Path) -> None:
    """A command that does not answer as tesseract does is no reason to fail."""
    limits = Limits(ocr_command="false")

    assert read((assets / "scanned.pdf").read_bytes(), name="scanned.pdf", limits=limits).unread_pages == (1,)


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    """An encrypted PDF says so, and what to do."""
    locked = make_pdf(tmp_path / "locked.pdf", [[(50, 700, 12, "Secret")]], encrypt=StandardEncryption("secret"))

    with pytest.raises(DocumentError, match="locked by a password") as refused:
        read(locked, name="locked.pdf")
    assert refused.value.hint == "Save it without a password."


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.97])
def test_a_truncated_pdf_is_refused_or_read(assets: Path, share: float) -> None:
    """A PDF cut off anywhere gives what is left of it or an error of ours."""
    whole = (assets / "visual_order_libreoffice.pdf").read_bytes()
    outcome = read_or_refuse(whole[: int(len(whole) * share)], "cut.pdf")

    assert outcome.hint if isinstance(outcome, DocumentError) else outcome.pages


@pytest.mark.parametrize("seed", range(12))
def test_a_corrupt_pdf_is_refused_or_read(assets: Path, seed: int) -> None:
    """Bytes overwritten anywhere in a PDF never lead to an error of another kind."""
    data = bytearray((assets / "two_columns_fr.pdf").read_bytes())
    for step in range(40):
        data[(seed * 7919 + step * 104_729) % len(data)] = (seed * 31 + step * 17) % 256
    outcome = read_or_refuse(bytes(data), "corrupt.pdf")

    assert outcome.hint if isinstance(outcome, DocumentError) else outcome.pages


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    """What stands at the edge of every page is no text; a sentence runs on over it."""
    pages = [
        [
            (50, 800, 9, f"Bulletin communal n. 12 - page {number}"),
            (50, 700, 12, f"Article {number}. Le tarif numero {number} est de {number}0 dirhams"),
            (50, 60, 9, str(number)),
        ]
        for number in range(1, 5)
    ]
    reading = read(make_pdf(tmp_path / "heads.pdf", pages), name="heads.pdf")

    assert "Bulletin" not in reading.text
    assert [reading.text[page.start : page.end] for page in reading.pages] == [page[1][3] for page in pages]


def test_a_word_cut_at_the_end_of_a_line_is_made_whole(tmp_path: Path) -> None:
    """A hyphen that only ends the line is dropped, and the lines of a paragraph are joined."""
    lines = [
        (50.0, 700.0, 12.0, "Le conseil approuve la conven-"),
        (50.0, 686.0, 12.0, "tion avec la region et la province."),
    ]
    reading = read(make_pdf(tmp_path / "hyphen.pdf", [lines]), name="hyphen.pdf")

    assert reading.text == "Le conseil approuve la convention avec la region et la province."


def test_an_empty_page_is_a_page_and_not_unread(tmp_path: Path) -> None:
    """A blank page has an empty span and is not reported, for there was nothing to read."""
    data = make_pdf(tmp_path / "blank.pdf", [[(50, 700, 12, "Premier.")], [], [(50, 700, 12, "Troisieme.")]])
    reading = read(data, name="blank.pdf")

    assert [reading.text[page.start : page.end] for page in reading.pages] == ["Premier.", "", "Troisieme."]
    assert reading.unread_pages == ()


def test_a_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    """The number of pages is limited."""
    data = make_pdf(tmp_path / "long.pdf", [[(50, 700, 12, "Texte.")]] * 3)

    with pytest.raises(DocumentError, match="It has 3 pages"):
        read(data, name="long.pdf", limits=Limits(pages=2))
