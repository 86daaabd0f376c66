"""Excel workbooks (ECMA-376): a page a sheet, a block a row, each cell with the name of its column."""

from __future__ import annotations

import re

from siyada.documents.readers.blocks import Kind
from siyada.documents.readers.kreuzberg_html import extract_blocks
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.package import open_package, package_metadata, read_part, verify_parts
from siyada.documents.sniff import XLSX
from siyada.types import Reading

_MIDNIGHT = re.compile(r"\A(\d{4}-\d\d-\d\d) 00:00:00\Z")


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The sheets in order, each under its name as heading."""
    del name
    with open_package(data, limits) as package:
        verify_parts(package)
        read_part(package, "xl/workbook.xml", limits)  # refuses what declares entities or is damaged
        metadata = package_metadata(package, limits)
    manuscript = Manuscript()
    for number, block in enumerate(extract_blocks(data, XLSX)):
        if block.kind is Kind.TABLE:
            manuscript.table([[_MIDNIGHT.sub(r"\1", cell) for cell in row] for row in block.rows])
            continue
        if number:
            manuscript.end_page()
        manuscript.heading(block.text, 1)
    manuscript.end_page()
    return manuscript.reading(XLSX, title=metadata.pop("title", ""), metadata=metadata)
