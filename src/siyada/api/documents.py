"""The library over HTTP: collections, documents, the stored text of a version."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request

from siyada.api.failures import ErrorBody, error_text, reader_of
from siyada.catalogues import Catalogue
from siyada.compose import House
from siyada.documents import Problem, StoredVersion
from siyada.errors import UserError
from siyada.types import DocumentInfo

_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorBody, "description": "There is no such collection, document or version."}
}
PAGE = 1_000
"""Documents listed at once unless more are asked for."""


class CollectionBody(BaseModel):
    """A collection and how many documents it holds."""

    collection: str
    documents: int


class CollectionsBody(BaseModel):
    """All collections, by name."""

    collections: list[CollectionBody]


class DocumentBody(BaseModel):
    """A document that is searched. `address` is where it was fetched from; empty for a file."""

    document: str
    version: str
    title: str
    language: str
    media_type: str
    address: str
    ingested: str
    passages: int
    unread_pages: list[int]


class ProblemBody(ErrorBody):
    """What could not be read, and why."""

    item: str
    seen: str


class DocumentsBody(BaseModel):
    """Some documents of a collection, how many there are, and what could not be read."""

    collection: str
    total: int
    documents: list[DocumentBody]
    problems: list[ProblemBody]


class PageBody(BaseModel):
    """One page: ``text[start:end]``."""

    number: int
    start: int
    end: int


class SourceBody(BaseModel):
    """One version of a document as it was read; positions are counted in code points of `text`."""

    collection: str
    document: str
    version: str
    title: str
    language: str
    media_type: str
    address: str
    ingested: str
    current: bool
    """False where a newer version is searched, or the document was removed."""
    removed: bool
    pages: list[PageBody]
    unread_pages: list[int]
    metadata: dict[str, str]
    text: str


def document_routes(house: House) -> APIRouter:
    """The routes below `/api/` that read the library."""
    router = APIRouter(prefix="/api", tags=["documents"])

    @router.get("/collections")
    def list_collections() -> CollectionsBody:
        """The collections and how many documents each holds."""
        counted = house.library.collections().items()
        return CollectionsBody(
            collections=[CollectionBody(collection=name, documents=count) for name, count in counted]
        )

    @router.get("/documents", responses=_MISSING)
    def list_documents(
        request: Request,
        collection: str,
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=10_000)] = PAGE,
    ) -> DocumentsBody:
        """The documents of a collection that are searched, by name, and what could not be read."""
        try:
            found, problems = house.library.documents(collection), house.library.problems(collection)
        except UserError as error:
            raise HTTPException(404) from error
        return DocumentsBody(
            collection=collection,
            total=len(found),
            documents=[_document(info) for info in found[offset : offset + limit]],
            problems=[_problem(problem, reader_of(request)) for problem in problems],
        )

    @router.get("/source", responses=_MISSING)
    def read_source(collection: str, document: str, version: str | None = None) -> SourceBody:
        """The text of a version, by default of the one that is searched. Old versions stay readable."""
        stored = None
        if wanted := version or house.library.known(collection).get(document):
            stored = house.library.version(collection, document, wanted)
        if stored is None:
            missing = UserError(
                "There is no document {document!r} in {collection!r}.",
                hint="List the documents with: siyada documents list {collection}",
                document=document,
                collection=collection,
            )
            raise HTTPException(404) from missing
        return _source(stored)

    return router


def _document(info: DocumentInfo) -> DocumentBody:
    return DocumentBody(
        document=info.id,
        version=info.version,
        title=info.title,
        language=info.language,
        media_type=info.media_type,
        address=_address(info.source),
        ingested=info.ingested,
        passages=info.passages,
        unread_pages=list(info.unread_pages),
    )


def _problem(problem: Problem, words: Catalogue) -> ProblemBody:
    return ProblemBody(item=problem.item, seen=problem.seen, error=error_text(words, problem.error))


def _source(stored: StoredVersion) -> SourceBody:
    return SourceBody(
        collection=stored.collection,
        document=stored.document,
        version=stored.id,
        title=stored.title,
        language=stored.language,
        media_type=stored.media_type,
        address=_address(stored.source),
        ingested=stored.ingested,
        current=stored.current,
        removed=stored.removed,
        pages=[PageBody(number=page.number, start=page.start, end=page.end) for page in stored.pages],
        unread_pages=list(stored.unread_pages),
        metadata=dict(stored.metadata),
        text=stored.text,
    )


def _address(source: str) -> str:
    """The paths of this machine are nobody's business."""
    return source if source.startswith(("https://", "http://")) else ""


__all__ = ["document_routes"]
