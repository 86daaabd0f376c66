"""Plain text, in any encoding that `encodings` knows; a press page saved as text gives its article alone."""

from __future__ import annotations

from collections.abc import Sequence

from siyada.documents.readers.encodings import decode
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript, clean
from siyada.documents.readers.press import Article, find_article, source_url
from siyada.documents.sniff import PLAIN
from siyada.types import Reading

_LONGEST_TITLE = 150


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The text as it stands. Form feeds part pages; a short first line is the title."""
    del name, limits
    text = decode(data)
    lines = clean(text).split("\n")
    article = find_article(lines)
    manuscript = Manuscript()
    if article is not None:
        return _read_article(lines, article, manuscript)
    pages = text.rstrip("\f\n ").split("\f")
    for page in pages:
        manuscript.write(page)
        if len(pages) > 1:
            manuscript.end_page()
    return manuscript.reading(PLAIN, title=_title(text))


def _read_article(lines: Sequence[str], article: Article, manuscript: Manuscript) -> Reading:
    manuscript.heading(lines[article.title], 1)
    for line in article.body:
        manuscript.write(lines[line])
    source = source_url(lines[article.source]) if article.source is not None else ""
    metadata = {"date": article.date, "publisher": article.publisher, "source": source or article.publisher}
    return manuscript.reading(PLAIN, metadata=metadata)


def _title(text: str) -> str:
    """The first line, where it is short, ends no sentence and has text below it."""
    first, _, rest = clean(text).strip().partition("\n")
    is_title = len(first) <= _LONGEST_TITLE and not first.endswith((".", ";", ",", "،", "؛")) and rest.strip()
    return first if is_title else ""
