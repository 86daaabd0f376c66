from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_files import make_docx, make_mail, make_odt, make_paragraph, make_pptx, make_rss, make_xlsx, make_zip

from siyada.documents import sniff

RECORD = json.dumps({"id": "a", "text": "Le délai est de dix jours."}).encode()
ATOM = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", sniff.EMPTY),
        (b"\x00\x01junk\n%PDF-1.7\n", sniff.PDF),
        (make_docx(make_paragraph("a")), sniff.DOCX),
        (make_xlsx({"a": [["b"]]}), sniff.XLSX),
        (make_pptx([("a", ["b"])], [1]), sniff.PPTX),
        (make_odt("<text:p>a</text:p>"), sniff.ODT),
        (make_zip({"a.txt": "b"}), sniff.ZIP),
        (make_docx(make_paragraph("a"))[:60], sniff.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), sniff.OLE),
        (b"<!-- x -->\n<!DOCTYPE html><title>a</title>", sniff.HTML),
        (b"<html lang=fr><p>a", sniff.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', sniff.HTML),
        (make_rss([]), sniff.RSS),
        (ATOM, sniff.ATOM),
        (b'<?xml version="1.0"?><law><article/></law>', sniff.XML),
        (RECORD, sniff.RECORD),
        (RECORD + b"\n" + RECORD, sniff.JSONL),
        (b'{\n  "name": "x"\n}', sniff.JSON),
        (make_mail("Bonjour."), sniff.EML),
        ("Le délai est de dix jours.".encode(), sniff.PLAIN),
        ("مدة التسليم عشرة أيام".encode("utf-16-le"), sniff.PLAIN),
        ("<html><p>délai</p></html>".encode("utf-16"), sniff.HTML),
        (bytes(range(256)), sniff.BINARY),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png"),
    ],
)
def test_the_content_decides(data: bytes, kind: str) -> None:
    """Each kind is told by its bytes, and no other kind's extension changes that."""
    assert sniff.sniff(data) == kind
    assert sniff.sniff(data, "misleading.pdf") == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.md", sniff.MARKDOWN),
        ("a.CSV", sniff.CSV),
        ("a.tsv", sniff.TSV),
        ("a.txt", sniff.PLAIN),
        ("a.jsonl", sniff.JSONL),
        ("a.eml", sniff.EML),
        ("a.pdf", sniff.PLAIN),
        ("a", sniff.PLAIN),
    ],
)
def test_the_extension_breaks_ties_between_texts(name: str, kind: str) -> None:
    """A text without marks of its own is what its name says, and never a format that has marks."""
    assert sniff.sniff("délai; dix jours".encode(), name) == kind


def test_the_declared_type_breaks_ties_where_there_is_no_extension() -> None:
    """What a server declares counts where the address has no extension."""
    assert sniff.sniff(b"# Titre", "page", "text/markdown; charset=utf-8") == sniff.MARKDOWN
    assert sniff.sniff(b"# Titre", "page.txt", "text/markdown") == sniff.PLAIN


def test_a_record_longer_than_the_head_is_a_record() -> None:
    """One line of any length is a record; lines after it make it JSONL."""
    long = json.dumps({"id": "a", "text": "mot " * 50_000}).encode()

    assert sniff.sniff(long, "a.jsonl") == sniff.RECORD
    assert sniff.sniff(long + b"\n" + RECORD, "a.jsonl") == sniff.JSONL


@given(st.binary(max_size=300), st.sampled_from(["", "a.html", "a.jsonl", "a.eml", "a.zip", "a.pdf"]))
def test_any_bytes_have_a_kind(data: bytes, name: str) -> None:
    """Sniffing never fails."""
    assert sniff.sniff(data, name)


@given(st.binary(max_size=200))
def test_what_begins_as_a_zip_has_a_kind(data: bytes) -> None:
    """A broken zip is still an archive."""
    assert sniff.sniff(b"PK\x03\x04" + data) == sniff.ZIP
