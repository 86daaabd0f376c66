from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_files import make_mail, read_or_refuse

from siyada.documents.readers import Limits, read
from siyada.documents.readers.encodings import decode
from siyada.documents.readers.record import format_record, parse_record
from siyada.errors import DocumentError
from siyada.types import Reading

FRENCH = "L’arrêté n° 12 fixe à 75 € les frais d’établissement ; œuvre, élève, « dû »."
ARABIC = "تسلم البطاقة داخل أجل عشرة أيام من تاريخ إيداع الطلب."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'").replace("€", "F").replace("œ", "oe"), "iso8859-1"),
        (ARABIC, "utf-8"),
        (ARABIC, "utf-16-be"),
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859-6"),
        (f"{FRENCH}\n{ARABIC}".replace("ê", "e"), "cp1256"),
        ("قرار رقم 12", "cp1256"),
        ("Arrêté", "cp1252"),
        (FRENCH * 5000, "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(text: str, encoding: str) -> None:
    """Texts in the encodings of French and Arabic are decoded without being told which it is."""
    assert decode(text.encode(encoding)) == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_utf8_is_never_mistaken_for_another_encoding(text: str) -> None:
    """A text in UTF-8 is decoded as it is, unless it shows that it was decoded wrongly before."""
    try:
        assert decode(text.encode()) == text.removeprefix("\ufeff")
    except DocumentError as error:
        assert "wrong encoding" in error.message  # noqa: PT017  # the one refusal that is right here


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ((FRENCH * 3).encode().replace("é".encode(), b"\xe9", 1), "damaged byte at 10"),
        (b"\xff\xfe" + ARABIC.encode("utf-16-le") + b"\x00", "breaks off"),
        (FRENCH.encode().decode("cp1252").encode(), r"wrong encoding before it was saved \(â€™\)|wrong encoding"),
        (ARABIC.encode().decode("cp1252", "replace").encode(), "wrong encoding"),
        (bytes(range(128, 256)) * 3, "in no encoding that we know"),
    ],
)
def test_a_wrong_encoding_is_reported(data: bytes, reason: str) -> None:
    """Damaged or spoilt text is refused with its reason, and never guessed at."""
    with pytest.raises(DocumentError, match=reason) as refused:
        decode(data)
    assert refused.value.hint


@settings(deadline=None)  # the first page imports its reader
@given(st.binary(max_size=400), st.sampled_from(["a", "a.txt", "a.md", "a.csv", "a.html", "a.eml", "a.jsonl", "a.pdf"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """Whatever the bytes and the name, the outcome is a reading with text or an error of ours with a hint."""
    outcome = read_or_refuse(data, name)

    assert outcome.text.strip() if isinstance(outcome, Reading) else outcome.hint


def test_plain_text_keeps_its_lines() -> None:
    """A text stands as it was written; a short first line is its title."""
    reading = read(f"Règlement du marché\r\n\r\n{FRENCH}\r\n".encode(), name="marche.txt")

    assert (reading.text, reading.title) == (f"Règlement du marché\n\n{FRENCH}", "Règlement du marché")


def test_form_feeds_part_pages() -> None:
    """A text with form feeds has pages, as pdftotext writes it."""
    reading = read(b"Un.\x0c\x0cTrois.\n\x0c", name="pages.txt")

    assert [(page.number, reading.text[page.start : page.end]) for page in reading.pages] == [
        (1, "Un."),
        (2, ""),
        (3, "Trois."),
    ]


def test_null_bytes_do_not_reach_the_text() -> None:
    """Stray control characters in a text are left out; a text full of them is none."""
    reading = read(b"Le d\x00lai est de dix jours ouvrables." + b" Rien d'autre." * 9, name="nul.txt")

    assert reading.text.startswith("Le dlai est")
    with pytest.raises(DocumentError, match="kind that is not read"):
        read(b"\x00\x01\x02" * 50, name="nul.txt")


def test_csv_cells_bear_their_columns_names() -> None:
    """A row can be read alone: each cell has the name of its column, whatever parts the cells."""
    semicolons = read("Service;Délai;Frais\nCNIE;10 jours;75,00\n\n;;\nPasseport;;500\n".encode(), name="a.csv")
    tabs = read("Service\tDélai\nCNIE\t10 jours, ouvrables\n".encode(), name="a.tsv")
    quoted = read('Service,Délai\n"CNIE, Rabat","10\njours"\n'.encode(), name="a.csv")

    assert semicolons.text == "Service: CNIE | Délai: 10 jours | Frais: 75,00\n\nService: Passeport | Frais: 500"
    assert tabs.text == "Service: CNIE | Délai: 10 jours, ouvrables"
    assert quoted.text == "Service: CNIE, Rabat | Délai: 10 jours"


def test_a_table_without_column_names_keeps_its_first_row() -> None:
    """A first row with figures names no columns; a caption above the names stays a caption."""
    assert read(b"CNIE,10\nPasseport,15\n", name="a.csv").text == "CNIE | 10\n\nPasseport | 15"
    assert read(b"Tarifs,\nService,Frais\nCNIE,75\n", name="a.csv").text == "Tarifs\n\nService: CNIE | Frais: 75"


def test_markdown_is_read_without_its_marks() -> None:
    """Headings, emphasis, links, lists and tables give their text; the front matter its fields."""
    text = (
        "---\ntitle: Guide des services\nlang: fr\nauthor: La commune\n---\n"
        "# Carte *nationale*\n\nDélai de\n**10 jours**, voir [la loi](http://a.example).\n\n- acte\n- photos\n\n"
        "## Tarifs\n\n| Service | Frais |\n|-|-|\n| CNIE | 75 |\n"
    )
    reading = read(text.encode(), name="guide.md")

    assert reading.text == (
        "Carte nationale\n\nDélai de 10 jours, voir la loi.\n\n- acte\n- photos\n\nTarifs\n\nService: CNIE | Frais: 75"
    )
    assert [(reading.text[heading.start : heading.end], heading.level) for heading in reading.headings] == [
        ("Carte nationale", 1),
        ("Tarifs", 2),
    ]
    assert (reading.title, reading.language) == ("Guide des services", "fr")
    assert reading.metadata == {"author": "La commune"}


def test_a_record_gives_its_text_title_and_language() -> None:
    """A record's text stands as it is; what else it says is metadata."""
    record = {"id": "x/1", "lang": "ar", "title": "المادة 1", "text": ARABIC, "source": "loi.pdf", "year": 2025}
    reading = read(format_record(record), name="lois.jsonl")

    assert (reading.text, reading.title, reading.language) == (ARABIC, "المادة 1", "ar")
    assert reading.metadata == {"source": "loi.pdf"}


def test_a_record_of_html_is_read_as_a_page() -> None:
    """A feed's entry holds HTML, whose markup is no text."""
    assert read(format_record({"html": "<p>Un <b>délai</b>.</p><p hidden>x</p>"}), name="feed").text == "Un délai."


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.booleans() | st.none(), max_size=5), st.text())
def test_records_round_trip(record: dict[str, object], text: str) -> None:
    """The canonical line of a record is one line, parses to the same record and does not depend on order."""
    whole = {**record, "text": text}
    line = format_record(whole)

    assert b"\n" not in line
    assert parse_record(line) == whole
    assert format_record(dict(reversed(whole.items()))) == line


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "a", "text": "b"', "Line 7 is not JSON"),
        ('["a"]', "no JSON object with a `text`"),
        ('{"id": "a", "text": 5}', "no JSON object with a `text`"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_bad_record_names_its_line(line: str, reason: str) -> None:
    """What is no record is refused by the number of its line."""
    with pytest.raises(DocumentError, match=reason):
        parse_record(line, 7)


def test_a_lone_surrogate_is_not_stored() -> None:
    """A half of a character, as JSON can hold it, is left out: UTF-8 cannot."""
    assert read(b'{"text": "Un d\\ud800lai."}', name="a.jsonl").text == "Un dlai."


def test_a_mail_gives_subject_body_sender_and_date() -> None:
    """The subject is title and heading, the body the text; attachments are documents of their own."""
    reading = read(make_mail("Bonjour,\n\nvotre acte est prêt.\n", attached={"a.txt": b"x"}), name="a.eml")

    assert reading.text == "Votre demande\n\nBonjour,\n\nvotre acte est prêt."
    assert reading.title == "Votre demande"
    assert reading.metadata == {
        "author": "guichet@commune.example",
        "recipient": "a.b@exemple.example",
        "date": "2025-09-15",
    }


def test_a_mail_in_html_or_an_old_encoding_is_read() -> None:
    """The body is decoded as the mail declares, and HTML is read as a page."""
    html = b"From: a@b\nDate: x\nSubject: =?utf-8?b?2YLYsdin2LE=?=\nContent-Type: text/html; charset=windows-1256\n\n"
    reading = read(html + "<p>القرار <b>جاهز</b></p>".encode("cp1256"), name="a.eml")

    assert reading.text == "قرار\n\nالقرار جاهز"
    assert "date" not in reading.metadata


@pytest.mark.parametrize("header", [b"From: a\nSubject: =?x?q?=FF?=\n\n", b"From: a\nDate: \xff\nTo: <<,\n\nTexte."])
def test_a_broken_mail_header_is_survived(header: bytes) -> None:
    """Headers that break the rules are left out or read as they can be."""
    assert isinstance(read_or_refuse(header, "a.eml"), Reading)


def test_too_large_a_document_is_refused_before_it_is_read() -> None:
    """The limit is on bytes, and the error names both sizes and the setting."""
    with pytest.raises(DocumentError, match=r"It has 0\.3 MB, more than the 0\.1 MB") as refused:
        read(b"a " * 150_000, name="a.txt", limits=Limits(size_bytes=100_000))
    assert "SIYADA_READING_LIMIT_BYTES" in refused.value.hint


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty"),
        (b" \n\t ", "There is no text in it"),
        (b"\x7fELF" + bytes(60), r"kind that is not read \(application/x-executable\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "before 2007, or one locked"),
        (b'{"text": "a"}\n{"text": "b"}', "several documents"),
    ],
)
def test_what_is_no_document_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    """Each kind of refusal says what it is, and what to do."""
    with pytest.raises(DocumentError, match=reason) as refused:
        read(data, name="a")
    assert refused.value.hint
