"""An answer as its page shows it: claims with numbered sources, each text in its own language and direction."""

from __future__ import annotations

from dataclasses import dataclass, field

from siyada.compose import House
from siyada.documents import StoredVersion
from siyada.types import DocumentId, Quote, Span, VersionId
from siyada.web.addresses import source_address
from siyada.web.rendering import Written, titled, written
from siyada.wire import AnswerRecord, ClaimJson, NearestJson, QuoteJson

EXCERPT = 280
"""Characters shown of a passage that is near but no answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page of a version that an answer quotes, numbered in the order of the answer."""

    number: int
    title: Written
    collection: str
    document: str
    page: int | None
    date: str
    address: str
    """Of the first quote."""
    version: StoredVersion | None
    """None where the library has lost it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote below its claim."""

    source: Source
    quote: Written | None
    """None where the claim says the same words."""
    address: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim of the answer."""

    writing: Written
    verified: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is near the question."""

    title: Written
    excerpt: Written
    collection: str
    page: int | None
    address: str


@dataclass(slots=True)
class AnswerView:
    """All that the page of an answer shows."""

    record: AnswerRecord
    question: Written
    statements: list[Statement] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    nearest: list[Near] = field(default_factory=list)


def view_answer(house: House, record: AnswerRecord) -> AnswerView:
    """The stored answer beside the library of today."""
    view = AnswerView(record, written(record["question"], record["variety"]))
    numbered = _Sources(house, record["id"])
    view.statements = [_statement(claim, numbered) for claim in record["claims"]]
    view.sources = numbered.listed
    view.nearest = [_near(hit, record["id"]) for hit in record["nearest"]]
    return view


class _Sources:
    """Numbers the sources of one answer."""

    def __init__(self, house: House, answer: str) -> None:
        self._house = house
        self._answer = answer
        self._known: dict[tuple[str, str, str, int | None], Source] = {}

    @property
    def listed(self) -> list[Source]:
        return list(self._known.values())

    def address(self, quote: QuoteJson) -> str:
        span = Span(quote["start"], quote["end"])
        return source_address(quote["collection"], quote["document"], quote["version"], span, self._answer)

    def of(self, quote: QuoteJson) -> Source:
        place = (quote["collection"], quote["document"], quote["version"], quote["page"])
        if place not in self._known:
            self._known[place] = self._source(quote, len(self._known) + 1)
        return self._known[place]

    def _source(self, quote: QuoteJson, number: int) -> Source:
        version = self._house.library.stored(_quote(quote))
        return Source(
            number=number,
            title=titled(version.title, version.language) if version else Written(quote["document"]),
            collection=quote["collection"],
            document=quote["document"],
            page=quote["page"],
            date=version.metadata.get("date", "") if version else "",
            address=self.address(quote),
            version=version,
        )


def _statement(claim: ClaimJson, sources: _Sources) -> Statement:
    citations = tuple(_citation(quote, claim["text"], sources) for quote in claim["quotes"])
    return Statement(_spoken(claim["text"]), claim["verdict"] == "supported", citations)


def _citation(quote: QuoteJson, said: str, sources: _Sources) -> Citation:
    repeated = _plain(quote["text"]) in _plain(said)
    return Citation(sources.of(quote), None if repeated else _spoken(quote["text"]), sources.address(quote))


def _near(hit: NearestJson, answer: str) -> Near:
    span = Span(hit["start"], hit["end"])
    return Near(
        title=titled(hit["title"] or hit["document"], ""),
        excerpt=written(_excerpt(hit["text"]), hit["language"]),
        collection=hit["collection"],
        page=hit["page"],
        address=source_address(hit["collection"], hit["document"], hit["version"], span, answer),
    )


def _spoken(text: str) -> Written:
    """A text whose language nobody has said."""
    return titled(_plain(text), "")


def _excerpt(text: str) -> str:
    words = _plain(text)
    return words if len(words) <= EXCERPT else words[:EXCERPT].rpartition(" ")[0] + "…"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _quote(quote: QuoteJson) -> Quote:
    return Quote(
        text=quote["text"],
        collection=quote["collection"],
        document=DocumentId(quote["document"]),
        version=VersionId(quote["version"]),
        page=quote["page"],
        start=quote["start"],
        end=quote["end"],
    )


__all__ = ["AnswerView", "Citation", "Near", "Source", "Statement", "view_answer"]
