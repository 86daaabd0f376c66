"""Documents on their way in: ingestion joined to the languages and to the gate. A question does not load it."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from siyada.documents.ingestion import Ingestion, Step
from siyada.documents.library import Library
from siyada.documents.readers import Limits
from siyada.documents.sources import Fetched, items
from siyada.language import identify, split_sentences
from siyada.outbound import Outbound, open_fetch
from siyada.settings import Settings


def take_in(
    library: Library, settings: Settings, outbound: Outbound, collection: str, sources: Sequence[str]
) -> Generator[Step, None, None]:
    """Add what stands at paths and addresses; a step for each document once it is durable."""
    # A scan stops before its reader is given up, so that the pages it read are kept.
    limits = Limits(size_bytes=settings.reading_limit_bytes, ocr_document_s=settings.reading_timeout_s * 0.7)
    ingestion = Ingestion(library, split_sentences, identify, limits, settings.reading_timeout_s)
    with open_fetch(outbound, limit_bytes=limits.size_bytes) as fetch:

        def page(url: str) -> Fetched:
            answered = fetch(url)
            return Fetched(answered.url, answered.data, answered.media_type)

        yield from ingestion.run(collection, items(sources, page, limits))


__all__ = ["take_in"]
