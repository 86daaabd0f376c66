"""The JSON shapes that others build on: an answer as `ask --json`, the HTTP interface and the answer log give it.

Knows only the values of `types`. Fields may be added, never renamed or removed.
"""

from __future__ import annotations

from typing import TypedDict

from siyada.types import Answer, Claim, Hit, Quote


class QuoteJson(TypedDict):
    """A checked quote: ``text`` is ``stored_text[start:end]`` of that version, in code points."""

    text: str
    collection: str
    document: str
    version: str
    page: int | None
    start: int
    end: int


class ClaimJson(TypedDict):
    """A sentence of the answer. `findings` says in English what the check found, and is empty if it passed."""

    text: str
    verdict: str
    quotes: list[QuoteJson]
    findings: list[str]


class NearestJson(TypedDict):
    """A passage near the question: what a person may read where the documents hold no answer."""

    passage: str
    collection: str
    document: str
    version: str
    title: str
    page: int | None
    start: int
    end: int
    text: str
    language: str
    score: float
    coverage: float
    matched: list[str]


class AnswerJson(TypedDict):
    """One answer or abstention."""

    id: str
    question: str
    variety: str
    variety_confidence: float
    abstained: bool
    composer: str
    model: str | None
    claims: list[ClaimJson]
    nearest: list[NearestJson]
    created: str
    receipt: str
    """Where the service gives the receipt of this answer."""


class AnswerRecord(AnswerJson):
    """What is stored of an answer: what it said and what made it."""

    collections: list[str]
    answer_in: str | None
    dropped: list[ClaimJson]
    failures: list[str]
    timings_ms: dict[str, float]
    versions: dict[str, str]


def answer_json(answer: Answer) -> AnswerJson:
    """The answer as people and programs get it."""
    identification = answer.question.identification
    return AnswerJson(
        id=answer.id,
        question=answer.question.text,
        variety=identification.variety,
        variety_confidence=round(identification.confidence, 4),
        abstained=answer.abstained,
        composer=answer.composer,
        model=answer.model,
        claims=[_claim(claim) for claim in answer.claims],
        nearest=[_nearest(hit) for hit in answer.nearest],
        created=answer.created,
        receipt=f"/receipts/{answer.id}",
    )


def answer_record(answer: Answer) -> AnswerRecord:
    """The answer as it is stored, with what made it."""
    question = answer.question
    return AnswerRecord(
        **answer_json(answer),
        collections=list(question.collections),
        answer_in=question.answer_in,
        dropped=[_claim(claim) for claim in answer.dropped],
        failures=list(answer.failures),
        timings_ms={step: round(spent, 3) for step, spent in answer.timings_ms.items()},
        versions=dict(answer.versions),
    )


def claim_json(claim: Claim) -> ClaimJson:
    """A claim as it streams, before the answer is complete."""
    return _claim(claim)


def _claim(claim: Claim) -> ClaimJson:
    return ClaimJson(
        text=claim.text,
        verdict=claim.verdict,
        quotes=[_quote(quote) for quote in claim.quotes],
        findings=[str(finding) for finding in claim.findings],
    )


def _quote(quote: Quote) -> QuoteJson:
    return QuoteJson(
        text=quote.text,
        collection=quote.collection,
        document=quote.document,
        version=quote.version,
        page=quote.page,
        start=quote.start,
        end=quote.end,
    )


def _nearest(hit: Hit) -> NearestJson:
    passage = hit.passage
    return NearestJson(
        passage=passage.id,
        collection=passage.collection,
        document=passage.document,
        version=passage.version,
        title=passage.title,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        language=passage.language,
        score=round(hit.score, 4),
        coverage=round(hit.coverage, 4),
        matched=list(hit.matched),
    )
