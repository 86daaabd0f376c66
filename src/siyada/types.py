"""The frozen values that every part exchanges.

They are pure: they know no storage, no language and no model. Positions are counted in Unicode code points of the
stored text, `start` included, `end` excluded, so that ``text[start:end]`` is the span.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

DocumentId = NewType("DocumentId", str)
"""The name a document bears in its collection: a record's `id`, or the path below the folder it was ingested from."""

VersionId = NewType("VersionId", str)
"""SHA-256 (hex) of the bytes of one version of a document. Same bytes, same version."""

PassageId = NewType("PassageId", str)
"""`{collection}/{document}@{version, 12 digits}:{start}-{end}`: the content tells it, so a rebuilt one is equal."""


class Variety(StrEnum):
    """A written variety, by its BCP 47 tag."""

    FRENCH = "fr"
    ARABIC = "ar"
    DARIJA_ARABIC = "ary-Arab"
    DARIJA_LATIN = "ary-Latn"
    AMAZIGH_TIFINAGH = "zgh-Tfng"
    AMAZIGH_LATIN = "zgh-Latn"
    ENGLISH = "en"
    SPANISH = "es"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class VarietySpan:
    """A stretch of a text written in one variety."""

    start: int
    end: int
    variety: Variety


@dataclass(frozen=True, slots=True)
class Identification:
    """The variety that dominates a text, how sure we are (0 to 1), and the spans that cover the text in order."""

    variety: Variety
    confidence: float
    spans: tuple[VarietySpan, ...] = ()


@dataclass(frozen=True, slots=True)
class NormalForm:
    """The normal form of a text, and for each of its characters the source span it came from.

    `starts` and `ends` have one entry per character of `text` and never decrease.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def source_span(self, start: int, end: int) -> Span:
        """The source span of ``text[start:end]``, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text as the search sees it.

    `exact` is the normalised word and `stem` its light stem; both are ready for comparison and never shown to a reader.
    """

    exact: str
    stem: str
    start: int
    end: int
    content: bool = True
    """False for words that carry no subject: articles, prepositions, question words."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, where to look, and in which variety to answer."""

    text: str
    identification: Identification
    collections: tuple[str, ...] = ()
    """Names of collections to search; empty means all that the asker may read."""
    answer_in: Variety | None = None
    """None: the variety of the question."""

    @property
    def variety(self) -> Variety:
        """The dominant variety of the question."""
        return self.identification.variety


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one version of a document, whole enough to be read alone."""

    id: PassageId
    collection: str
    document: DocumentId
    version: VersionId
    title: str
    text: str
    start: int
    end: int
    page: int | None = None
    """1 for the first page; None where the format has no pages."""
    heading: tuple[str, ...] = ()
    """The path of headings above the passage, outermost first."""
    language: str = "und"
    """A variety's tag, or `und`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, its score, and the words of the question that found it."""

    passage: Passage
    score: float
    """Higher is better; comparable within one search only."""
    coverage: float = 0.0
    """How much of the question's information the passage's words cover, 0 to 1; comparable across searches."""
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a stored text, as it stands there: ``version_text[start:end] == text``."""

    text: str
    collection: str
    document: DocumentId
    version: VersionId
    page: int | None
    start: int
    end: int


class Verdict(StrEnum):
    """What the check concluded of a claim."""

    SUPPORTED = "supported"
    UNVERIFIED = "unverified"
    """The check could not decide; shown only where the space's policy says so, and marked."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a check did not pass: the number of the step, a message from the catalogues and what fills its places."""

    step: int
    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The message in English."""
        return self.message.format_map(self.values)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the quotes that carry it."""

    text: str
    quotes: tuple[Quote, ...]
    verdict: Verdict = Verdict.UNVERIFIED
    """A composer's draft is unverified until the check has spoken."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer proposes: claims not yet checked, and what it spent."""

    claims: tuple[Claim, ...]
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer, or an abstention with the nearest passages, and what made it."""

    id: str
    question: Question
    claims: tuple[Claim, ...]
    nearest: tuple[Hit, ...]
    composer: str
    """`extractive` or `generative`."""
    model: str | None
    """The model that wrote the draft; None for the extractive composer."""
    created: str
    """RFC 3339, UTC."""
    timings_ms: Mapping[str, float]
    """Milliseconds spent in each step: language, retrieval, inference, citations, storing."""
    dropped: tuple[Claim, ...] = ()
    """Claims that the check refused, kept for the record and never shown as the answer."""
    failures: tuple[str, ...] = ()
    """Why a composer that should have spoken did not (its model was down), in English."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Versions of the parts that made it."""

    @property
    def abstained(self) -> bool:
        """True where nothing that survived the check could be said."""
        return not self.claims


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a text: its number from 1 and its span."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: its span and its level, 1 the outermost."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader took from the bytes of one document."""

    text: str
    title: str = ""
    language: str = "und"
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    unread_pages: tuple[int, ...] = ()
    """Pages whose text could not be had (a scan without OCR), by number."""
    media_type: str = "text/plain"
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What the document says of itself: `date`, `author`, `publisher`, `source`, …"""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as the library lists it."""

    collection: str
    id: DocumentId
    version: VersionId
    title: str
    language: str
    media_type: str
    source: str
    """Where it was ingested from, as the person named it."""
    ingested: str
    passages: int
    unread_pages: tuple[int, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A step in the life of the library that an index must follow, in the order of `sequence`."""

    sequence: int
    removed: tuple[PassageId, ...]
    added: tuple[Passage, ...]


# What parts that may not import each other are given by the composition root.
Identify = Callable[[str], Identification]
Normalise = Callable[[str], NormalForm]
Analyse = Callable[[str], Sequence[Term]]
"""The words of a text, in order, whatever its script."""
SplitSentences = Callable[[str], Sequence[Span]]
"""The sentences of a text, in order; white space between them belongs to none."""

__all__ = [
    "Analyse",
    "Answer",
    "Change",
    "Claim",
    "DocumentId",
    "DocumentInfo",
    "Draft",
    "Finding",
    "Heading",
    "Hit",
    "Identification",
    "Identify",
    "NormalForm",
    "Normalise",
    "Page",
    "Passage",
    "PassageId",
    "Question",
    "Quote",
    "Reading",
    "Span",
    "SplitSentences",
    "Term",
    "Variety",
    "VarietySpan",
    "Verdict",
    "VersionId",
]
