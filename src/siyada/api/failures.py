"""What a failure looks like over HTTP: one table of statuses, one shape.

    {"error": {"message": "…", "hint": "…"}}

Both in the reader's language. A handler that knows better than the table raises ``HTTPException(404) from error``: the
status of the one, the words of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from siyada.api.middleware import SAFE_HEADERS
from siyada.catalogues import Catalogue, catalogue, negotiate, translate_error
from siyada.errors import (
    DocumentError,
    ModelError,
    OutboundError,
    SettingsError,
    SiyadaError,
    StorageError,
    UserError,
    VerificationError,
)

STATUSES: Final[Mapping[type[SiyadaError], int]] = {
    UserError: 400,
    VerificationError: 409,
    DocumentError: 422,
    SettingsError: 500,
    OutboundError: 502,
    ModelError: 503,
    StorageError: 503,
}
"""The status of each class of errors; RFC 9110, section 15."""

ErrorPage = Callable[[Request, int, SiyadaError], Response]
"""A failure as a page for people: the request, the status, and what happened."""
Handlers = dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]]


class ErrorText(BaseModel):
    """What happened, and what can be done now."""

    message: str
    hint: str


class ErrorBody(BaseModel):
    """Every failure has this shape."""

    error: ErrorText


def error_text(words: Catalogue, error: SiyadaError) -> ErrorText:
    """An error in the reader's language."""
    message, hint = translate_error(words, error)
    return ErrorText(message=message, hint=hint)


def error_json(words: Catalogue, error: SiyadaError) -> dict[str, Any]:
    """The body of a failure."""
    return ErrorBody(error=error_text(words, error)).model_dump()


def reader_of(request: Request) -> Catalogue:
    """The catalogue of the language that the client asked for."""
    return catalogue(negotiate(request.headers.get("accept-language", "")))


def status_of(error: SiyadaError) -> int:
    """The status of an error."""
    return next(status for kind, status in STATUSES.items() if isinstance(error, kind))


def failure_handlers(page: ErrorPage | None) -> Handlers:
    """The handlers of everything that may be raised; what is not asked under `/api/` is answered by `page`."""

    async def answer(request: Request, error: Exception) -> Response:
        status, ours = _understood(request, error)
        if page and not _is_program(request):
            response = page(request, status, ours)
        else:
            response = JSONResponse(error_json(reader_of(request), ours), status)
        headers = error.headers if isinstance(error, HTTPException) else None
        response.headers.update(headers or {})
        if status == 500:
            # It is sent from outside the middleware.
            response.headers.update(SAFE_HEADERS)
        return response

    return dict.fromkeys((SiyadaError, HTTPException, RequestValidationError, Exception), answer)


def _is_program(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/healthz", "/readyz", "/openapi.json"))


def _understood(request: Request, error: Exception) -> tuple[int, SiyadaError]:
    match error:
        case SiyadaError():
            return status_of(error), error
        case HTTPException(__cause__=SiyadaError() as cause):
            return error.status_code, cause
        case HTTPException():
            return error.status_code, _refusal(request, error.status_code)
        case RequestValidationError():
            return 422, _misshapen(error)
    return 500, SiyadaError(
        "Something went wrong inside Siyada.", hint="Try again; if it happens again, tell who runs this service."
    )


def _refusal(request: Request, status: int) -> SiyadaError:
    match status:
        case 404:
            return UserError("No such page", hint="Check the address, or start again from the first page.")
        case 405:
            return UserError("{method} cannot be used at this address.", method=request.method)
        case 413:
            return UserError("The request is too large.", hint="Ask in fewer words, or add the text as a document.")
        case 403:
            return UserError("The question came from another site.", hint="Ask it from this page.")
    return UserError("The request could not be understood.", hint="The interface is described at /openapi.json.")


def _misshapen(error: RequestValidationError) -> SiyadaError:
    first = error.errors()[0]
    return UserError(
        "The request does not have the expected shape: {place}: {reason}.",
        hint="The interface is described at /openapi.json.",
        place=".".join(str(part) for part in first["loc"]),
        reason=first["msg"],
    )


__all__ = [
    "STATUSES",
    "ErrorBody",
    "ErrorPage",
    "ErrorText",
    "Handlers",
    "error_json",
    "error_text",
    "failure_handlers",
    "reader_of",
    "status_of",
]
