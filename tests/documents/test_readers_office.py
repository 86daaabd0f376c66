from __future__ import annotations

import io
import zipfile

import pytest
from reader_files import (
    ARABIC,
    make_docx,
    make_entity_bomb,
    make_odt,
    make_paragraph,
    make_pptx,
    make_xlsx,
    make_zip,
    read_or_refuse,
)

from siyada.documents.readers import Limits, read
from siyada.errors import DocumentError
from siyada.types import Reading

STYLES = (
    '<w:style w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Maison"><w:name w:val="Chapitre maison"/><w:basedOn w:val="Titre1"/></w:style>'
    '<w:style w:styleId="Plan"><w:name w:val="Plan"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:styleId="Boucle"><w:name w:val="Boucle"/><w:basedOn w:val="Boucle"/></w:style>'
)


def headings(reading: Reading) -> list[tuple[str, int]]:
    """The headings of a reading with their levels."""
    return [(reading.text[heading.start : heading.end], heading.level) for heading in reading.headings]


def test_word_headings_follow_their_styles() -> None:
    """A heading is known by its style's name, its outline level or the style it is based on, in any language."""
    names = [("Le guide", "Titre"), ("Un", "Titre1"), ("Deux", "Maison"), ("Trois", "Plan"), ("Texte.", "Boucle")]
    body = "".join(make_paragraph(text, style=style) for text, style in names)
    reading = read(make_docx(body, styles=STYLES), name="guide.docx")

    assert headings(reading) == [("Le guide", 1), ("Un", 2), ("Deux", 2), ("Trois", 3)]
    assert reading.text == "Le guide\n\nUn\n\nDeux\n\nTrois\n\nTexte."


def test_word_numbers_are_counted() -> None:
    """Numbers that Word only shows are written: of articles by their style, of items, in letters and in figures."""
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>{style}'
        "</w:lvl>"
        '<w:lvl w:ilvl="1"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    articles = levels.format(start=3, kind="decimal", text="Article %1", style='<w:pStyle w:val="Article"/>')
    letters = levels.format(start=1, kind="arabicAbjad", text="%1)", style="")
    numbering = (
        f'<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="7">{articles}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{letters}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        "</w:numbering>"
    )
    styles = (
        '<w:style w:styleId="Article"><w:name w:val="Article"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    body = [
        make_paragraph("Objet", style="Article"),
        *(make_paragraph(text, properties=item.format(0, 2)) for text in ("أول", "ثان")),
        make_paragraph("tiret", properties=item.format(1, 2)),
        make_paragraph("Champ", style="Article"),
        make_paragraph("libre", style="Article", properties=item.format(0, 0)),
        make_paragraph("inconnu", properties=item.format(5, 2)),
    ]
    data = make_docx("".join(body), styles=styles, more={"word/numbering.xml": numbering})

    assert read(data, name="a.docx").text == (
        "Article 3 Objet\n\nأ) أول\nب) ثان\nب.I tiret\n\nArticle 4 Champ\n\nlibre\n\n- inconnu"
    )


def test_word_text_is_whole() -> None:
    """Signs that XML escapes, tabs, breaks, fields of a table and Arabic are read; the order is kept."""
    row = "<w:tr>" + "".join(f"<w:tc>{make_paragraph(cell)}</w:tc>" for cell in ("{}", "{}")) + "</w:tr>"
    table = "<w:tbl>" + row.format("Service", "Frais") + row.format("CNIE", "75 DH") + "</w:tbl>"
    body = (
        make_paragraph("R&amp;D : 5 &lt; 6")
        + "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
    )
    items = "".join(make_paragraph(item, properties="<w:numPr/>") for item in ("acte", "photos"))
    reading = read(make_docx(body + table + items + make_paragraph(ARABIC[0])), name="a.docx")

    assert reading.text == f"R&D : 5 < 6\n\na\tb\nc\n\nService: CNIE | Frais: 75 DH\n\n- acte\n- photos\n\n{ARABIC[0]}"


def test_word_does_not_show_deleted_or_hidden_text() -> None:
    """Deleted revisions, hidden runs and a drawing's second copy are no text; insertions are."""
    body = (
        "<w:p><w:r><w:t>Vu </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>CACHE</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>et </w:t></w:r>'
        "<w:del><w:r><w:delText>OTE</w:delText></w:r></w:del><w:ins><w:r><w:t>mis</w:t></w:r></w:ins></w:p>"
    )

    assert read(make_docx(body), name="a.docx").text == "Vu et mis"


def test_word_notes_and_properties_are_read() -> None:
    """Footnotes come after the text; title, author and date come from the document's properties."""
    note = (
        f'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{make_paragraph("Note.")}'
    )
    core = (
        '<c:p xmlns:c="http://a" xmlns:dc="http://b" xmlns:t="http://c"><dc:title>Arrêté</dc:title>'
        "<dc:creator>La commune</dc:creator><t:created>2025-09-15T10:00:00Z</t:created></c:p>"
    )
    more: dict[str, bytes | str] = {"word/footnotes.xml": note + "</w:footnotes>", "docProps/core.xml": core}
    reading = read(make_docx(make_paragraph("Texte."), more=more), name="a.docx")

    assert (reading.text, reading.title) == ("Texte.\n\nNote.", "Arrêté")
    assert reading.metadata == {"author": "La commune", "date": "2025-09-15"}


def test_a_sheet_is_a_page_of_named_cells() -> None:
    """Each sheet is a page under its name; a row can be read alone; a date has no midnight."""
    sheets: dict[str, list[list[str | float | None]]] = {
        "Délais": [["Délais 2025", None], ["Service", "Délai", "Frais", "Depuis"], ["C&amp;N", "10 jours", 75, 45915]],
        "الرسوم": [["الخدمة", "المبلغ"], ["البطاقة", 75]],
    }
    reading = read(make_xlsx(sheets), name="a.xlsx")

    first, second = (reading.text[page.start : page.end] for page in reading.pages)
    assert first == "Délais\n\nDélais 2025\n\nService: C&N | Délai: 10 jours | Frais: 75 | Depuis: 2025-09-15"
    assert second == "الرسوم\n\nالخدمة: البطاقة | المبلغ: 75"
    assert headings(reading) == [("Délais", 1), ("الرسوم", 1)]


def test_slides_are_pages_in_the_order_of_the_show() -> None:
    """The order is that of the show and not of the files; titles are headings, numbers of slides are left out."""
    slides = [("Les frais", ["75 dirhams &amp; timbre"]), ("Le délai", ["10 jours", "ouvrables"])]
    reading = read(make_pptx(slides, [2, 1], notes="Dire le tarif."), name="a.pptx")

    assert [reading.text[page.start : page.end] for page in reading.pages] == [
        "Le délai\n\n10 jours\n\nouvrables",
        "Les frais\n\n75 dirhams & timbre\n\nDire le tarif.",
    ]
    assert headings(reading) == [("Le délai", 1), ("Les frais", 1)]


def test_opendocument_keeps_headings_and_signs() -> None:
    """Headings, escaped signs and Arabic of an OpenDocument text are read."""
    body = f'<text:h text:outline-level="2">R&amp;D</text:h><text:p>5 &lt; 6</text:p><text:p>{ARABIC[0]}</text:p>'
    reading = read(make_odt(body), name="a.odt")

    assert reading.text == f"R&D\n\n5 < 6\n\n{ARABIC[0]}"
    assert headings(reading) == [("R&D", 2)]


@pytest.mark.parametrize(
    "bomb",
    [
        make_docx(make_paragraph("&a9;"), doctype=make_entity_bomb("x")),
        make_odt("<text:p>&a9;</text:p>", doctype=make_entity_bomb("x")),
        make_xlsx({"a": [["b"]]}, doctype=make_entity_bomb("x")),
        make_docx(make_paragraph("&x;"), doctype='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
)
def test_entities_are_refused(bomb: bytes) -> None:
    """An XML entity is a bomb or reaches for files; no office program writes one."""
    with pytest.raises(DocumentError, match=r"declares entities|amplification"):
        read(bomb, name="bomb.docx")


def test_a_package_with_paths_that_climb_is_read_in_memory() -> None:
    """Members that would climb out of a folder are never unpacked; the document is read all the same."""
    climbing: dict[str, bytes | str] = {"../../../../tmp/siyada-was-here": "x", "/tmp/siyada-was-here": "x"}  # noqa: S108

    assert read(make_docx(make_paragraph("Texte."), more=climbing), name="a.docx").text == "Texte."


def test_a_document_part_may_have_a_number() -> None:
    """Some servers save the text of a Word document as a second document part."""
    with zipfile.ZipFile(io.BytesIO(make_docx(make_paragraph("Texte.")))) as package:
        parts = {name.replace("document.xml", "document2.xml"): package.read(name) for name in package.namelist()}

    assert read(make_zip(parts), name="a.docx").text == "Texte."


def test_an_office_package_of_another_kind_is_refused() -> None:
    """A drawing or a binary workbook is named as what it is, and not unpacked as an archive."""
    with pytest.raises(DocumentError, match=r"not read \(application/vnd\.openxmlformats-package\)"):
        read(make_zip({"[Content_Types].xml": "<Types/>", "visio/document.xml": "<x/>"}), name="a.vsdx")


@pytest.mark.parametrize("make", [make_docx, make_odt])
def test_a_package_that_unpacks_to_too_much_is_refused(make: object) -> None:
    """The limit counts unpacked bytes, before anything is unpacked."""
    body = make_paragraph("mot " * 200_000) if make is make_docx else f"<text:p>{'mot ' * 200_000}</text:p>"
    data = make_docx(body) if make is make_docx else make_odt(body)

    with pytest.raises(DocumentError, match="unpacks to"):
        read(data, name="big", limits=Limits(size_bytes=100_000))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """A zip whose directory declares less than a part holds is damaged, whichever library would unpack it."""
    data = bytearray(make_odt(f"<text:p>{'mot ' * 5000}</text:p>"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo("content.xml").file_size.to_bytes(4, "little")
    lying = bytes(data).replace(real, (100).to_bytes(4, "little"))

    with pytest.raises(DocumentError, match="damaged"):
        read(lying, name="a.odt")


@pytest.mark.parametrize(
    "data",
    [
        make_docx(make_paragraph("Texte."), styles=STYLES),
        make_odt("<text:p>Texte.</text:p>"),
        make_xlsx({"a": [["b", "c"], ["d", "e"]]}),
        make_pptx([("a", ["b"])], [1]),
    ],
    ids=["docx", "odt", "xlsx", "pptx"],
)
def test_damaged_packages_are_refused_or_read(data: bytes) -> None:
    """Truncated, cut or overwritten packages give a reading or an error of ours with a hint."""
    for seed in range(40):
        damaged = bytearray(data[: len(data) - seed * 9] if seed % 2 else data)
        damaged[(seed * 7919) % len(damaged)] ^= 0x5A
        outcome = read_or_refuse(bytes(damaged), "a")

        assert outcome.text if isinstance(outcome, Reading) else outcome.hint
