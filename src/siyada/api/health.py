"""Whether the service lives, and whether it can answer: for whoever restarts it and whoever sends it questions."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from siyada.compose import House


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """The library can be read; `behind` counts the changes that the index has still to take in."""

    status: str = "ready"
    behind: int


def health_routes(house: House) -> APIRouter:
    """`/healthz` touches nothing, `/readyz` reads the library and the index (503 where it cannot)."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> Health:
        """Whether the process lives."""
        return Health()

    @router.get("/readyz")
    def readyz() -> Readiness:
        """Whether questions can be answered."""
        return Readiness(behind=house.library.sequence - house.index.sequence)

    return router


__all__ = ["health_routes"]
