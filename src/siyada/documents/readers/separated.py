"""Comma-, semicolon- or tab-separated values (RFC 4180): a row a block, each cell with the name of its column."""

from __future__ import annotations

import csv
import io

from siyada.documents.readers.encodings import decode
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.sniff import CSV
from siyada.types import Reading

_DELIMITERS = ",;\t|"


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The rows in order. The delimiter is the one that cuts the first lines alike."""
    del name
    text = decode(data).replace("\x00", "")
    csv.field_size_limit(limits.size_bytes)
    manuscript = Manuscript()
    manuscript.table(list(csv.reader(io.StringIO(text), delimiter=_delimiter(text))))
    return manuscript.reading(CSV)


def _delimiter(text: str) -> str:
    """The sign that stands equally often in the first lines; the most frequent one of several."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    counts = {sign: [line.count(sign) for line in lines] for sign in _DELIMITERS}
    return max(counts, key=lambda sign: (min(counts[sign], default=0), sum(counts[sign])))
