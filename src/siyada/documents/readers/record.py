"""One record of a JSONL file: an object with `text`, and at will `id`, `lang`, `title`; other strings are metadata.

A feed's entry takes the same form with `html` instead of `text`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module

from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.sniff import RECORD
from siyada.errors import DocumentError
from siyada.types import Reading

_OWN = frozenset({"id", "lang", "title", "text", "html"})


def parse_record(line: bytes | str, number: int = 1) -> dict[str, object]:
    """The object of line `number`. Raises DocumentError for what is no object with a string `text` or `html`."""
    try:
        record: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            "Line {line} is not JSON: {reason}.", hint="Correct the line.", line=number, reason=error
        ) from error
    if not isinstance(record, dict) or not isinstance(record.get("text", record.get("html")), str):
        raise DocumentError(
            "Line {line} is no JSON object with a `text`.",
            hint='Write {{"id": …, "lang": …, "title": …, "text": …}}.',
            line=number,
        )
    return record


def format_record(record: Mapping[str, object]) -> bytes:
    """The canonical line of a record: the same values give the same bytes, whatever their order and spacing were."""
    line = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return line.encode("utf-8", "backslashreplace")


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The record's text with its title and language."""
    del name, limits
    record = parse_record(data)
    manuscript = Manuscript()
    if "text" in record:
        manuscript.write(str(record["text"]))
    else:
        # The page reader is slow to import, and most records are text.
        page = import_module("siyada.documents.readers.webpage")
        page.write_page(str(record["html"]).encode("utf-8", "replace"), manuscript)
    metadata = {key: value for key, value in record.items() if key not in _OWN and isinstance(value, str)}
    return manuscript.reading(
        RECORD, title=_string(record, "title"), language=_string(record, "lang"), metadata=metadata
    )


def _string(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
