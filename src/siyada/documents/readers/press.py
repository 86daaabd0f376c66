"""The article of a press page, told by structure: `find_article`.

A press page buries its article under headlines of other articles. The article begins at its dateline ("Publié dans X le
15 - 09 - 2025", "نشر في X يوم 15 - 09 - 2025"), its title is the line above, and its body the paragraphs below: lines
that are long and end sentences. Headlines are short and many and end none, whether each has a line or all share one.
A page is a press page only where there is a dateline, a body, and more headlines than anything else around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from siyada.documents.readers.dates import find_date

_PUBLISHED = re.compile(
    r"\s*(?:(?:article\s+)?(?:publiée?|parue?|mise?\s+en\s+ligne|postée?)\b|par\s+\S.*\ble\b"
    r"|(?:تم\s+)?(?:نُ?شرت?|النشر)\b|كتب(?:ه|ها)?\b)",
    re.IGNORECASE,
)
_GAZETTE = re.compile(r"bulletin officiel|journal officiel|الجريدة الرسمية", re.IGNORECASE)
_PUBLISHER = re.compile(
    r"(?:publiée?|parue?)\s+(?:dans|sur|par)\s+(.+?)\s*,?\s+le\b|نُ?شرت?\s+في\s+(.+?)\s+(?:يوم|بتاريخ)", re.IGNORECASE
)
_SOURCE = re.compile(r"\bsource\b|المصدر|مصدره", re.IGNORECASE)
_AFTERWARDS = re.compile(
    r"\s*(?:commentaires?\b|réagir\b|partager\b|tags?\b|mots[- ]clés|articles? similaires|sur le même sujet"
    r"|تعليقات|التعليقات|شارك|مواضيع ذات صلة|مواضيع مشابهة)",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(
    r"\s*(?:(?:à|a)?\s*lire\s+(?:aussi|également|egalement)|[اإ]قر[أا]\w*\s+[أا]يضا)", re.IGNORECASE
)
_URL = re.compile(r"https?://[^\s<>\"')]+")
_BETWEEN_HEADLINES = re.compile(r"\s{3,}|\t+|\s[|•●■▪»]+\s")
_PARAGRAPH_END = re.compile(r"[.!?؟…:»”\")\]]\s*\Z")
_PARAGRAPH = 80
"""Characters; headlines that long exist, but end no sentence."""
_DATELINE = 140
_MANY = 8
"""Headlines that make a ticker."""
_GAP = 6
"""Lines without a paragraph that end an article: teasers of others follow."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article among the lines of a page."""

    title: int
    """The line of the title."""
    body: tuple[int, ...]
    """The lines of the body, in order."""
    date: str
    """ISO 8601."""
    publisher: str
    source: int | None
    """The line that leads to the original."""


def find_article(lines: Sequence[str]) -> Article | None:
    """The article of a page given line by line; None for what is no press page."""
    for dateline, line in enumerate(lines):
        title = _title(lines, dateline) if _is_dateline(line) else None
        end = _end(lines, dateline) if title is not None else dateline
        if title is None or end == dateline:
            continue
        body = tuple(
            number for number in range(dateline + 1, end) if lines[number].strip() and not _is_foreign(lines[number])
        )
        if _is_ticker([*lines[:title], *lines[end:]]):
            source = next(
                (number for number in range(end, min(end + _GAP, len(lines))) if _SOURCE.search(lines[number])), None
            )
            return Article(title, body, find_date(line), _publisher(line), source)
    return None


def source_url(line: str) -> str:
    """The address in a line; empty where there is none."""
    found = _URL.search(line)
    return found[0].rstrip(".,;") if found else ""


def _is_dateline(line: str) -> bool:
    return (
        len(line) <= _DATELINE
        and _PUBLISHED.match(line) is not None
        and _GAZETTE.search(line) is None
        and find_date(line) != ""
    )


def _publisher(dateline: str) -> str:
    found = _PUBLISHER.search(dateline)
    return (found[1] or found[2]).strip(" «»\"'") if found else ""


def _title(lines: Sequence[str], dateline: int) -> int | None:
    """The line above the dateline, where it is one headline."""
    above = next((number for number in range(dateline - 1, -1, -1) if lines[number].strip()), None)
    return above if above is not None and len(_fragments(lines[above])) == 1 and len(lines[above]) <= 300 else None


def _end(lines: Sequence[str], dateline: int) -> int:
    """The line after the last paragraph that belongs to the dateline; the dateline itself where there is none."""
    last, gap = dateline, 0
    for number in range(dateline + 1, len(lines)):
        line = lines[number]
        if _is_paragraph(line):
            last, gap = number, 0
        elif line.strip():
            gap += 1
        if gap >= _GAP or (last > dateline and gap and _closes(line)):
            break
    return last + 1 if last > dateline else dateline


def _closes(line: str) -> bool:
    return _AFTERWARDS.match(line) is not None or (_SOURCE.search(line) is not None and len(line) <= _DATELINE)


def _is_paragraph(line: str) -> bool:
    return len(line) >= _PARAGRAPH and _PARAGRAPH_END.search(line) is not None and len(_fragments(line)) < _MANY


def _is_foreign(line: str) -> bool:
    """Whether a line within an article belongs to another one."""
    return _READ_ALSO.match(line) is not None or (len(_fragments(line)) >= _MANY and not _is_paragraph(line))


def _is_ticker(around: Sequence[str]) -> bool:
    """Whether what stands around an article is mostly headlines."""
    fragments = [fragment for line in around for fragment in _fragments(line)]
    headlines = [fragment for fragment in fragments if _is_headline(fragment)]
    return len(headlines) >= _MANY and sum(map(len, headlines)) * 2 > sum(map(len, fragments))


def _is_headline(fragment: str) -> bool:
    """Several words that end no sentence but, perhaps, with an exclamation or a question."""
    inner = fragment.rstrip("!?؟ ")
    return 15 <= len(fragment) <= 200 and fragment.count(" ") >= 2 and inner[-1:] not in ".;,،؛:"


def _fragments(line: str) -> list[str]:
    return [part.strip() for part in _BETWEEN_HEADLINES.split(line) if part and part.strip()]
