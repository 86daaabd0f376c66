"""Blocks of the formats that kreuzberg reads without loss, by way of the HTML it makes of them."""

from __future__ import annotations

from kreuzberg import ExtractionConfig, KreuzbergError, extract_bytes_sync

from siyada.documents.readers.blocks import Block, find_blocks
from siyada.documents.readers.markup import parse_page
from siyada.errors import DocumentError


def extract_blocks(data: bytes, media_type: str) -> list[Block]:
    """The blocks of a document. Raises DocumentError where kreuzberg cannot read it."""
    # Its cache would keep documents on disk that were removed from the library.
    config = ExtractionConfig(output_format="html", use_cache=False)
    try:
        html = extract_bytes_sync(data, media_type, config).content
    except KreuzbergError as error:
        raise DocumentError(
            "The file is damaged: {reason}.", hint="Save it again from the program that made it.", reason=error
        ) from error
    except BaseException as error:
        # A panic of its Rust code is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise DocumentError("The file is damaged.", hint="Save it again from the program that made it.") from error
    return [*find_blocks(parse_page(html.encode("utf-8", "replace")))] if html.strip() else []
