"""Receipts over HTTP: the proof of an answer, for whoever has its address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from siyada.compose import House
from siyada.errors import UserError
from siyada.ledger.receipt import format_receipt


def receipt_routes(house: House) -> APIRouter:
    """The public route of receipts, and the key that they are signed by."""
    router = APIRouter(tags=["receipts"])

    @router.get("/receipts/{answer_id}", response_class=PlainTextResponse)
    def receipt(
        answer_id: Annotated[str, Path(max_length=64)],
        *,
        content: Annotated[bool, Query(description="False: prove that something was answered, not what.")] = True,
    ) -> Response:
        """The receipt of an answer: check it with `siyada ledger verify`, on any machine, offline."""
        try:
            given = house.answers.receipt(answer_id)
        except UserError as error:
            raise HTTPException(404) from error
        return PlainTextResponse(
            format_receipt(given if content else given.without_content()),
            headers={"Content-Disposition": f'attachment; filename="siyada-{given.index}.receipt"'},
        )

    @router.get("/ledger/key", response_class=PlainTextResponse)
    def key() -> str:
        """The key that signs: compare it with the one the institution published."""
        return house.journal.key

    @router.get("/ledger/checkpoint", response_class=PlainTextResponse)
    def checkpoint() -> str:
        """The newest signed checkpoint; two of different days betray a ledger that was changed between them."""
        return house.journal.checkpoint()

    return router


__all__ = ["receipt_routes"]
