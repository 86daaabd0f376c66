"""The site: its pages and where they stand.

    /                             to the first page in the reader's language
    /{language}/                  the first page: ask
    /{language}/answers           asked with a form (POST): to the page of the answer
    /{language}/answers/{id}      an answer, for good
    /{language}/source?…          the text of a version, a quote marked
    /{language}/documents?…       what the library holds

The language is part of the address, so that a page can be cached and shared, and no cookie is needed. An address
without one leads to the page in the reader's language.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Protocol
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from siyada.catalogues import LANGUAGES, Catalogue, catalogue, negotiate, translate_error
from siyada.compose import House
from siyada.errors import SiyadaError, UserError
from siyada.types import Answer
from siyada.web.addresses import answer_address
from siyada.web.answers import view_answer
from siyada.web.examples import Examples
from siyada.web.listing import view_listing
from siyada.web.outline import load_outline
from siyada.web.rendering import Pages, reader, titled
from siyada.web.same_origin import verify_same_origin
from siyada.web.sources import find_quote, source_blocks
from siyada.web.static_files import StaticFiles


class Ask(Protocol):
    """Asks the assistant without holding up other readers."""

    def ask(self, text: str, collections: Sequence[str] = ()) -> Awaitable[Answer]:
        """The answer, checked and stored."""


class Site:
    """The pages of one house. Its handlers run in threads, except where a form is read."""

    def __init__(self, house: House, asking: Ask) -> None:
        self._house = house
        self._asking = asking
        self._static = StaticFiles()
        self._pages = Pages(self._static.url)
        self._examples = Examples(house)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """Where the pages stand."""
        return [
            self._static.route,
            Route("/", self._first_page),
            *(Route(bare, self._in_language) for bare in ("/answers/{id}", "/source", "/documents")),
            Route("/{language}", self._first_page),
            Route("/{language}/", self._ask_page),
            Route("/{language}/answers", self._ask, methods=["POST"]),
            Route("/{language}/answers/{id}", self._answer_page),
            Route("/{language}/source", self._source_page),
            Route("/{language}/documents", self._documents_page),
        ]

    def error_page(self, request: Request, status: int, error: SiyadaError) -> Response:
        """A failure as a page, in the language of the address."""
        words = _speaker(request)
        message, hint = translate_error(words, error)
        return self._pages.show(words, "error.html", status=status, message=message, hint=hint)

    # Finding the way

    def _first_page(self, request: Request) -> Response:
        wanted = request.path_params.get("language")
        if wanted is not None and wanted not in LANGUAGES:
            raise HTTPException(404)
        return _to(f"/{wanted or _preferred(request)}/")

    def _in_language(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return _to(f"/{_preferred(request)}{quote(request.url.path)}{query}")

    # Asking

    def _ask_page(self, request: Request) -> Response:
        return self._form(reader(request), question=request.query_params.get("q", ""))

    async def _ask(self, request: Request) -> Response:
        words = reader(request)
        verify_same_origin(request)
        form = await request.form(max_files=0, max_fields=10)
        question, collection = str(form.get("question", "")), str(form.get("collection", ""))
        try:
            answer = await self._asking.ask(question, (collection,) if collection else ())
        except UserError as error:
            return await run_in_threadpool(self._form, words, question=question, error=error)
        return _to(f"/{words.language}{answer_address(answer.id)}")

    def _form(self, words: Catalogue, *, question: str = "", error: UserError | None = None) -> Response:
        return self._pages.show(
            words,
            "ask.html",
            status=400 if error else 200,
            question=question,
            failure=translate_error(words, error) if error else None,
            collections=list(self._house.library.collections()),
            examples=self._examples.of(words.language),
        )

    # Reading

    def _answer_page(self, request: Request) -> Response:
        words = reader(request)
        answer_id = request.path_params["id"]
        try:
            record = self._house.answers.fetch(answer_id)
        except UserError as error:
            raise HTTPException(404) from error
        view = view_answer(self._house, record)
        collections = list(self._house.library.collections())
        here = answer_address(answer_id)
        return self._pages.show(words, "answer.html", here, view=view, collections=collections)

    def _source_page(self, request: Request) -> Response:
        words = reader(request)
        asked = request.query_params
        named = [asked.get(name, "") for name in ("collection", "document", "version")]
        version = self._house.library.version(named[0], named[1], named[2] or self._searched(named[0], named[1]))
        if version is None:
            raise HTTPException(404)
        marked = find_quote(version, asked.get("start", ""), asked.get("end", ""))
        return self._pages.show(
            words,
            "source.html",
            f"/source?{request.url.query}",
            version=version,
            title=titled(version.title or version.document, version.language),
            blocks=source_blocks(version, load_outline(self._house, version), marked),
            marked=marked,
            answer=asked.get("answer", ""),
        )

    def _searched(self, collection: str, document: str) -> str:
        return self._house.library.known(collection).get(document, "")

    def _documents_page(self, request: Request) -> Response:
        words = reader(request)
        asked = request.query_params
        try:
            view = view_listing(self._house, words, asked.get("collection"), asked.get("page", "1"))
        except UserError as error:
            raise HTTPException(404) from error
        return self._pages.show(words, "documents.html", view.here, view=view)


def _preferred(request: Request) -> str:
    return negotiate(request.headers.get("accept-language", ""))


def _speaker(request: Request) -> Catalogue:
    """The language of an address that may lead nowhere."""
    first = request.url.path.split("/")[1]
    return catalogue(first if first in LANGUAGES else _preferred(request))


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"Vary": "Accept-Language"})


__all__ = ["Ask", "Site"]
