"""Makes the PDFs of tests/assets with the programs that people make PDFs with: `python make_reader_assets.py FOLDER`.

Needs Chromium, LibreOffice Writer, Ghostscript, poppler, tesseract (ara, fra), and the fonts Noto and DejaVu. The files
are kept in the repository, so tests need none of this.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

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
)
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
# One weight, so that few fonts are embedded.
_STYLE = (
    'body{font-family:"Noto Naskh Arabic","Noto Sans","Noto Sans Tifinagh";font-size:12pt}'
    "h1,h2,th{font-weight:400} h1{font-size:26pt} h2{font-size:17pt} table{border-collapse:collapse}"
    "td,th{border:1px solid #777;padding:2pt 8pt} .next{break-before:page}"
    ".two{columns:2;column-gap:24pt;text-align:justify}"
)


def main(folder: Path) -> None:
    """Write all assets into a folder."""
    pdfmetrics.registerFont(TTFont("sans", _FONT))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        circular = work / "circular.html"
        circular.write_text(_page(_circular()), encoding="utf-8")
        _print(circular, folder / "visual_order_chromium.pdf")
        _convert(circular, folder / "visual_order_libreoffice.pdf")
        for language, direction, text in (("ar", "rtl", COLUMN_ARABIC), ("fr", "ltr", COLUMN_FRENCH)):
            columns = work / f"{language}.html"
            columns.write_text(_page(_columns(direction, text)), encoding="utf-8")
            _print(columns, folder / f"two_columns_{language}.pdf")
        _draw_logical(folder / "logical_order_from_left.pdf")
        _draw_from_right(folder / "logical_order_from_right.pdf")
        _draw_turned(folder / "turned_page.pdf")
        _scan(work, folder)


def _page(body: str) -> str:
    return f'<!doctype html><html><head><meta charset="utf-8"><style>{_STYLE}</style></head><body>{body}</body></html>'


def _circular() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    arabic = [
        f"<h1 dir=rtl>{ARABIC_TITLE}</h1>",
        *(f"<p dir=rtl>{paragraph}</p>" for paragraph in ARABIC),
        f"<h2 dir=rtl>{ARABIC_HEADING}</h2><p dir=rtl>{VOCALISED}</p><table dir=rtl>{rows}</table>",
    ]
    french = [
        f'<h1 class="next">{FRENCH_TITLE}</h1>',
        *(f"<p>{paragraph}</p>" for paragraph in FRENCH),
        f"<h2>{FRENCH_HEADING}</h2><p>{MIXED}</p><p>{TIFINAGH}</p>",
    ]
    return "".join([*arabic, *french])


def _columns(direction: str, text: str) -> str:
    return (
        f'<div dir={direction} class="two">' + "".join(f"<p>{number}. {text}</p>" for number in range(1, 5)) + "</div>"
    )


def _print(page: Path, target: Path) -> None:
    _run(
        ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri()]
    )


def _convert(page: Path, target: Path) -> None:
    _run(
        [
            "soffice",
            "--headless",
            "--convert-to",
            "pdf",
            "--infilter=HTML (StarWriter)",
            "--outdir",
            str(page.parent),
            str(page),
        ]
    )
    page.with_suffix(".pdf").replace(target)


def _draw_logical(target: Path) -> None:
    """As programs do that know nothing of Arabic: the letters in the order of the text, from the left."""
    canvas = Canvas(str(target), invariant=True)
    canvas.setFont("sans", 9)
    for number, line in enumerate([*ARABIC, FRENCH[0][:80]]):
        canvas.drawString(40, 780 - 40 * number, line)
    canvas.save()


def _draw_from_right(target: Path) -> None:
    """As programs do that place each letter: the order of the text, every letter left of the one before."""
    canvas = Canvas(str(target), invariant=True)
    for number, line in enumerate(ARABIC[1:]):
        x = 560.0
        pen = canvas.beginText()
        pen.setFont("sans", 9)
        for part in _parts(line):
            x -= pdfmetrics.stringWidth(part, "sans", 9)
            pen.setTextOrigin(x, 780 - 40 * number)
            pen.textOut({"(": ")", ")": "("}.get(part, part))
        canvas.drawText(pen)
    canvas.save()


def _parts(line: str) -> list[str]:
    """The letters of a line one by one; a number, which runs from the left, is one part."""
    return re.findall(r"\d+(?:[.,/:]\d+)*|\D", line)


def _draw_turned(target: Path) -> None:
    """A page turned by a quarter, with a line across it in its margin."""
    canvas = Canvas(str(target), pagesize=A5, invariant=True)
    canvas.setPageRotation(90)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 40, "Bulletin communal")
    canvas.rotate(90)
    canvas.drawString(60, -100, "Les taxes sont payees avant le 31 mars de chaque annee,")
    canvas.drawString(60, -114, "sous peine d'une majoration de 15 % du montant.")
    canvas.save()


def _scan(work: Path, folder: Path) -> None:
    """A scan of French and Arabic text, bare and with the text that tesseract lays under it."""
    page = work / "letter.html"
    letter = f"<p>{SCANNED}</p><p dir=rtl>{ARABIC[0]}</p><p dir=rtl>{ARABIC[2]}</p>"
    page.write_text(_page(f"<style>@page{{size:A5}}</style>{letter}"), encoding="utf-8")
    _print(page, work / "letter.pdf")
    _run(
        [
            "pdftoppm",
            "-r",
            "150",
            "-gray",
            "-jpeg",
            "-jpegopt",
            "quality=30",
            str(work / "letter.pdf"),
            str(work / "scan"),
        ]
    )
    picture = next(work.glob("scan*.jpg"))
    canvas = Canvas(str(folder / "scanned.pdf"), pagesize=A5, invariant=True)
    canvas.drawImage(str(picture), 0, 0, *A5)
    canvas.save()
    _run(["tesseract", str(picture), str(folder / "mirrored_ocr_layer"), "-l", "ara+fra", "--dpi", "150", "pdf"])


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
