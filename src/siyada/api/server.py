"""The HTTP service of a house. Knows no page: those are given as a site."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import anyio
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from siyada import __version__
from siyada.api.crossing import Asking, bound_readers
from siyada.api.documents import document_routes
from siyada.api.failures import failure_handlers
from siyada.api.following import Following
from siyada.api.health import health_routes
from siyada.api.middleware import BodyLimit, SafeHeaders
from siyada.api.questions import question_routes
from siyada.api.receipts import receipt_routes
from siyada.api.schemas import QUESTION_BYTES
from siyada.compose import House
from siyada.errors import SiyadaError


class Site(Protocol):
    """Pages for people, served beside the interface for programs."""

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """Where the pages stand."""

    def error_page(self, request: Request, status: int, error: SiyadaError) -> Response:
        """A failure as a page."""


def create_app(house: House, make_site: Callable[[House, Asking], Site] | None = None) -> FastAPI:
    """The service, with pages where `make_site` makes them. The house must outlive it."""
    following = Following(house)
    asking = Asking(house, following)
    site = make_site(house, asking) if make_site else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        bound_readers()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(following.run)
            yield
            tasks.cancel_scope.cancel()

    app = FastAPI(
        title="Siyada",
        version=__version__,
        summary="Ask an institution's documents; every sentence of the answer quotes its source.",
        lifespan=lifespan,
        # The environment could otherwise open connections to the outside.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        # The documentation pages load scripts from another host.
        docs_url=None,
        redoc_url=None,
        # A redirect that repeats the Host header sends people where a stranger wants them.
        redirect_slashes=False,
        exception_handlers=failure_handlers(site.error_page if site else None),
        middleware=[
            Middleware(SafeHeaders),
            Middleware(GZipMiddleware, minimum_size=500, compresslevel=6),
            Middleware(BodyLimit, size_bytes=QUESTION_BYTES),
        ],
    )
    app.include_router(health_routes(house))
    app.include_router(question_routes(house, asking))
    app.include_router(document_routes(house))
    app.include_router(receipt_routes(house))
    if site:
        app.router.routes.extend(site.routes)
    return app


__all__ = ["Site", "create_app"]
