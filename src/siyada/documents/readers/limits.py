"""How much a reader may spend on one document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost before it is refused. The defaults suit a machine with 4 GB."""

    size_bytes: int = 100_000_000
    """The largest document, unpacked; also the longest line of a JSONL file."""
    archive_bytes: int = 4_000_000_000
    """What all members of an archive may unpack to, together."""
    members: int = 100_000
    """How many members an archive may hold."""
    ratio: int = 200
    """How many bytes one packed byte may unpack to; office files reach 30, bombs start at 1,000."""
    depth: int = 3
    """How many archives may lie inside each other."""
    pages: int = 10_000
    ocr_command: str = "tesseract"
    """The OCR program, by name or path; scanned pages stay unread where it is missing."""
    ocr_timeout_s: float = 60.0
    """How long one page may take."""
    ocr_document_s: float = 90.0
    """How long all scanned pages of a document may take together; the rest stays unread."""
