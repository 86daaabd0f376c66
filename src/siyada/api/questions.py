"""Asking over HTTP: one answer, an answer as it arrives, an answer that was given before."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from siyada.api.crossing import Asked, Asking
from siyada.api.events import EventStream, event
from siyada.api.failures import ErrorBody, error_json, reader_of
from siyada.api.schemas import AskRequest, model_of
from siyada.catalogues import Catalogue
from siyada.compose import House
from siyada.errors import SiyadaError, UserError
from siyada.types import Claim
from siyada.wire import AnswerJson, AnswerRecord, answer_json, claim_json

_FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorBody, "description": "The question, a collection or a variety does not fit."},
    413: {"model": ErrorBody, "description": "The request is too large."},
    422: {"model": ErrorBody, "description": "The request does not have the expected shape."},
    503: {"model": ErrorBody, "description": "The library or the model does not answer now."},
}
_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": ErrorBody, "description": "There is no such answer."}}
_STREAM = {
    "description": "Events: `claim` (a claim of the answer), at the end `answer` (the whole answer) or `error`.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}


def question_routes(house: House, asking: Asking) -> APIRouter:
    """The routes below `/api/` that ask."""
    router = APIRouter(prefix="/api", tags=["questions"])

    @router.post("/ask", responses=_FAILURES | {200: {"model": model_of(AnswerJson)}})
    async def ask(asked: AskRequest) -> JSONResponse:
        """Ask a question. An abstention is an answer too: `abstained` is true and `nearest` shows what is near."""
        return JSONResponse(answer_json(await asking.ask(asked.question, asked.collections, asked.answer_in)))

    @router.post("/ask/stream", status_code=200, response_class=EventStream, responses=_FAILURES | {200: _STREAM})
    async def ask_stream(asked: AskRequest, request: Request) -> EventStream:
        """Ask a question; each claim is sent as soon as it is checked."""
        accepted = await asking.accept(asked.question, asked.collections, asked.answer_in)
        return EventStream(_events(asking, accepted, reader_of(request)))

    @router.get("/answers/{answer_id}", responses=_MISSING | {200: {"model": model_of(AnswerRecord)}})
    def fetch_answer(answer_id: Annotated[str, Path(max_length=64)]) -> JSONResponse:
        """An answer that was given, with what made it."""
        try:
            return JSONResponse(house.answers.fetch(answer_id))
        except UserError as error:
            raise HTTPException(404) from error

    return router


async def _events(asking: Asking, asked: Asked, words: Catalogue) -> AsyncGenerator[str, None]:
    items = asking.stream(asked)
    try:
        async for item in items:
            if isinstance(item, Claim):
                yield event("claim", claim_json(item))
            else:
                yield event("answer", answer_json(item))
    except SiyadaError as error:
        # The head of the response is gone: the failure is the last event.
        yield event("error", error_json(words, error))
    finally:
        await items.aclose()


__all__ = ["question_routes"]
