"""OpenDocument texts: headings, paragraphs, lists, tables."""

from __future__ import annotations

from siyada.documents.readers.blocks import write_blocks
from siyada.documents.readers.kreuzberg_html import extract_blocks
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.package import open_package, package_metadata, read_part, verify_parts
from siyada.documents.sniff import ODT
from siyada.types import Reading


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The text of a document with its title, author and date."""
    del name
    with open_package(data, limits) as package:
        verify_parts(package)
        read_part(package, "content.xml", limits)  # refuses what declares entities or is damaged
        metadata = package_metadata(package, limits)
    manuscript = Manuscript()
    write_blocks(extract_blocks(data, ODT), manuscript)
    return manuscript.reading(ODT, title=metadata.pop("title", ""), metadata=metadata)
