"""Readers: from the bytes of one document to its text, pages and headings; one file a format.

    reading = read(Path("loi-09-08.pdf").read_bytes(), name="loi-09-08.pdf")

The format is told by the content (`documents.sniff`). A reader knows no storage and no language: it gives the text in
reading order, exact spans of pages and headings, and what the document says of itself. What cannot be read raises
DocumentError with its reason and what to do; nothing else ever leaves `read`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final, Protocol, cast

from siyada.documents import sniff
from siyada.documents.readers.limits import Limits
from siyada.errors import DocumentError, SiyadaError
from siyada.types import Reading

# Modules are imported when their format is first met: together they take a second to load.
_READERS: Final = {
    sniff.PDF: "pdf",
    sniff.DOCX: "docx",
    sniff.ODT: "odt",
    sniff.XLSX: "xlsx",
    sniff.PPTX: "pptx",
    sniff.HTML: "webpage",
    sniff.MARKDOWN: "markdown",
    sniff.PLAIN: "plain",
    sniff.CSV: "separated",
    sniff.TSV: "separated",
    sniff.RECORD: "record",
    sniff.EML: "mail",
}


class _Reader(Protocol):
    def read(self, data: bytes, name: str, limits: Limits) -> Reading: ...


def read(data: bytes, *, name: str, limits: Limits | None = None, declared: str = "") -> Reading:
    """What `data` says. `name` and `declared`, a Content-Type, only break ties between text formats.

    Raises DocumentError, and nothing else, for what is empty, too large, damaged, encrypted or of no known format.
    """
    limits = limits or Limits()
    if len(data) > limits.size_bytes:
        raise too_large(len(data), limits)
    kind = sniff.sniff(data, name, declared)
    if kind not in _READERS:
        raise _unreadable(kind)
    reader = cast("_Reader", import_module(f"{__name__}.{_READERS[kind]}"))
    try:
        return reader.read(data, name, limits)
    except SiyadaError:
        raise
    except Exception as error:
        # A damaged file breaks libraries in ways that they do not document.
        raise DocumentError(
            "The file is damaged: {reason}.", hint="Save it again from the program that made it.", reason=repr(error)
        ) from error


def too_large(size_bytes: int, limits: Limits) -> DocumentError:
    """The error for a document beyond the limit."""
    return DocumentError(
        "It has {size} MB, more than the {limit} MB that are read.",
        hint="Split it, or raise SIYADA_READING_LIMIT_BYTES.",
        size=f"{size_bytes / 1e6:.1f}",
        limit=f"{limits.size_bytes / 1e6:.1f}",
    )


def _unreadable(kind: str) -> DocumentError:
    """Why bytes of a kind that has no reader are refused."""
    match kind:
        case sniff.EMPTY:
            return DocumentError("The file is empty.", hint="Check that it was copied whole.")
        case sniff.OLE:
            return DocumentError(
                "It is an Office file from before 2007, or one locked by a password.",
                hint="Save it again as docx, xlsx or pptx, without a password.",
            )
        case sniff.ZIP:
            return DocumentError("It is an archive that is damaged or holds no document.", hint="Pack the files again.")
        case sniff.JSONL | sniff.RSS | sniff.ATOM:
            return DocumentError("It holds several documents.", hint="Ingest the file itself: each becomes a document.")
    return DocumentError(
        "It is of a kind that is not read ({kind}).", hint="Save it as PDF, docx, odt, html or text.", kind=kind
    )


__all__ = ["Limits", "read", "too_large"]
