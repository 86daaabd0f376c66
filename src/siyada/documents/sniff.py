"""What a file is, by its content: `sniff`.

Magic bytes, the members of a zip, the root of an XML text, the shape of a JSON line and of a mail's header decide; the
name's extension and the declared type only break ties between text formats, which have no marks of their own.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import PurePosixPath
from typing import Final

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT: Final = "application/vnd.oasis.opendocument.text"
OLE: Final = "application/x-ole-storage"
OPC: Final = "application/vnd.openxmlformats-package"
"""An Office package of another kind: a drawing, a binary workbook."""
ZIP: Final = "application/zip"
HTML: Final = "text/html"
XML: Final = "application/xml"
RSS: Final = "application/rss+xml"
ATOM: Final = "application/atom+xml"
JSON: Final = "application/json"
JSONL: Final = "application/x-ndjson"
RECORD: Final = "application/x-siyada-record"
"""One line of a JSONL file: an object with `text` or `html`."""
EML: Final = "message/rfc822"
MARKDOWN: Final = "text/markdown"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"
PLAIN: Final = "text/plain"
BINARY: Final = "application/octet-stream"
EMPTY: Final = "inode/x-empty"

_HEAD_BYTES = 65_536
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
)
_OFFICE = (
    (re.compile(r"word/document\d*\.xml\Z"), DOCX),
    (re.compile(r"xl/workbook\.xml\Z"), XLSX),
    (re.compile(r"ppt/presentation\.xml\Z"), PPTX),
)
_EXTENSIONS = {
    ".htm": HTML, ".html": HTML, ".xhtml": HTML, ".md": MARKDOWN, ".markdown": MARKDOWN, ".csv": CSV, ".tsv": TSV,
    ".jsonl": JSONL, ".ndjson": JSONL, ".json": JSON, ".eml": EML, ".txt": PLAIN, ".text": PLAIN, ".rss": RSS,
    ".atom": ATOM, ".xml": XML,
}  # fmt: skip
_XML_ROOT = re.compile(
    r"\A(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?:[^>\[]|\[.*?\])*>)*<(?:\w+:)?(\w+)", re.DOTALL | re.IGNORECASE
)
_ROOTS = {"html": HTML, "rss": RSS, "rdf": RSS, "feed": ATOM}
_HTML_FRAGMENT = re.compile(
    r"\A\s*<(?:head|body|title|meta|div|p|h[1-6]|article|main|section|table|ul|ol)[\s>]", re.IGNORECASE
)
_HTML_DOCTYPE = re.compile(r"\A\s*(?:<!--.*?-->\s*)*<!doctype\s+html", re.DOTALL | re.IGNORECASE)
_JSON_OBJECT = re.compile(r'\A\s*\{\s*"')
_MAIL_HEADER = re.compile(
    r"(?:\A|\n)(From|To|Cc|Date|Subject|Message-ID|MIME-Version|Received|Return-Path):[ \t]", re.IGNORECASE
)


def sniff(data: bytes, name: str = "", declared: str = "") -> str:
    """The media type of `data`, which may be the first 64 KiB of a file unless that is a zip.

    `name` gives the extension and `declared` what a server or a mail said; neither outweighs the content.
    """
    if not data:
        return EMPTY
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    text = _text_head(data)
    return BINARY if text is None else _sniff_text(text, data, _expected(name, declared))


def _sniff_zip(data: bytes) -> str:
    """An office document, or a plain archive; a broken one is an archive, whose reader says what is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sniff_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return ZIP


def sniff_archive(archive: zipfile.ZipFile) -> str:
    """The media type of an open zip, by its members."""
    names = {info.filename for info in archive.infolist()}
    for member, kind in _OFFICE:
        if any(map(member.match, names)):
            return kind
    if "[Content_Types].xml" in names:
        return OPC
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        declared = archive.read("mimetype").decode("ascii", "replace").strip()
        return declared or ZIP
    return ZIP


def _text_head(data: bytes) -> str | None:
    """The beginning of a text in an encoding that cannot be known yet, its markup readable; None for binary data."""
    head = data[:_HEAD_BYTES]
    encoding = wide_encoding(head)
    if encoding:
        return head.decode(encoding, "replace").lstrip("\ufeff")
    controls = sum(head.count(byte) for byte in _CONTROLS)
    # A few stray control characters are damage; more than one in a hundred is no text.
    if controls * 100 > len(head):
        return None
    return head.decode("utf-8", "replace").lstrip("\ufeff")


_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in (9, 10, 12, 13, 27))


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, by its mark or by where its zero bytes and Arabic or Tifinagh blocks stand; None otherwise."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    sample = data[: 4096 & ~1]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        # The high bytes of Latin, Arabic (06), Tifinagh (2D) and of general punctuation (20).
        if (
            len(high) > 1
            and sum(map(high.count, (0x00, 0x06, 0x2D, 0x20))) >= 0.9 * len(high)
            and high.count(0x20) < 0.3 * len(high)
            and b"\x00" in high
        ):
            return encoding
    return None


def _expected(name: str, declared: str) -> str:
    known = declared.partition(";")[0].strip().lower()
    by_name = _EXTENSIONS.get(PurePosixPath(name).suffix.lower(), "")
    return by_name or (known if known in _EXTENSIONS.values() else "")


def _sniff_text(text: str, data: bytes, expected: str) -> str:
    if _HTML_DOCTYPE.match(text):
        return HTML
    root = _XML_ROOT.match(text)
    if root and root[1].lower() in _ROOTS:
        return _ROOTS[root[1].lower()]
    if _HTML_FRAGMENT.match(text) and expected in {"", HTML, XML}:
        return HTML
    if _JSON_OBJECT.match(text):
        return _sniff_json(text, data, expected)
    return _sniff_unmarked(text, expected)


def _sniff_json(text: str, data: bytes, expected: str) -> str:
    """A record a line is JSONL, one record alone a record, and all other JSON no document."""
    first, *rest = text.strip().split("\n", 1)
    if not rest and len(data) > _HEAD_BYTES and b"\n" not in data.rstrip():
        return RECORD if '"text"' in first or '"html"' in first else JSON
    try:
        record = json.loads(first)
    except ValueError:
        return JSONL if expected == JSONL else JSON
    is_record = isinstance(record, dict) and bool({"text", "html"} & record.keys())
    if is_record and not rest:
        return RECORD
    return JSONL if is_record or expected == JSONL else JSON


def _sniff_unmarked(text: str, expected: str) -> str:
    """A text without marks of its own: a mail by its header, else what its name says."""
    if text.lstrip().startswith("<?xml"):
        return XML
    if expected in {EML, ""} and _is_mail(text):
        return EML
    return expected if expected in {MARKDOWN, CSV, TSV, JSONL, EML, HTML} else PLAIN


def _is_mail(text: str) -> bool:
    """Whether a header comes first and names a sender and one more field that mails have."""
    head = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0].replace("\r\n", "\n")
    names = {match[1].lower() for match in _MAIL_HEADER.finditer(head)}
    first = re.match(r"[!-9;-~]+:|From ", head)
    return first is not None and "from" in names and len(names) > 1
