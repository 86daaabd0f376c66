"""Markdown (CommonMark with tables): its text without the marks, its headings, its tables."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from siyada.documents.readers.encodings import decode
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript
from siyada.documents.readers.webpage import write_page
from siyada.documents.sniff import MARKDOWN
from siyada.types import Reading

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"^(\w+):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The text as a page would show it; title, author and date of a front matter."""
    del name, limits
    text = decode(data).replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    said = {key.lower(): value for key, value in _FIELD.findall(front[1])} if front else {}
    body = text[front.end() :] if front else text
    manuscript = Manuscript()
    if body.strip():
        write_page(MarkdownIt("commonmark").enable("table").render(body).encode(), manuscript)
    metadata = {key: said[key] for key in ("author", "date", "publisher", "source") if key in said}
    return manuscript.reading(MARKDOWN, title=said.get("title", ""), language=said.get("lang", ""), metadata=metadata)
